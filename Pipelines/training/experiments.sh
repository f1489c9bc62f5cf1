#!/usr/bin/env bash
# The trainings behind Documentation/training.md, one after the other; what is done is up to date, what was interrupted goes on.
# Usage, from the project's root: Pipelines/training/experiments.sh teacher|cross-encoder|optimizers|bi-encoder|reranker|short
set -euo pipefail
cd "$(dirname "$0")/../.."
winnow=${WINNOW:-.build/release/winnow}
data=../shared/data
out=results/training
recipes=Pipelines/training
seeds=(12 13 14)
mkdir -p "$out" results
# Negatives from BM25's ranks instead of the model's own.
random=(
  "data.sources.0.run=$PWD/$data/msmarco-dl/runs_rankllm/dl20.BM25.run.gz" 'data.sources.0.negatives={count: 1, ranks: 1-100}'
  "data.sources.1.run=$PWD/$data/msmarco-v2-dl21-22/dl21.BM25.run.gz" 'data.sources.1.negatives={count: 1, ranks: 1-100}')

# What the teacher, and the model itself, find in the pools.
teacher() {
  "$winnow" index Indexes/msmarco-dl-pool --collection $data/msmarco-dl/passages.jsonl.zst --format jsonl --dense all-MiniLM-L6-v2
  "$winnow" index Indexes/msmarco-v2-pool --collection $data/msmarco-v2-dl21-22/passages.jsonl.zst --format jsonl --dense all-MiniLM-L6-v2
  teachers
  dense msmarco-dl-pool $data/msmarco-dl/queries.dl20.tsv dense-dl20
  dense msmarco-v2-pool $data/msmarco-v2-dl21-22/queries.dl21.tsv dense-dl21
}

teachers() {
  local n
  for n in 1 2 3; do
    dense msmarco-dl-pool "$data/msmarco-train-queries/msmarco-passage.train.sample10k-$n.tsv.gz" "teacher-$n"
  done
}

dense() { "$winnow" search "Indexes/$1" --method dense --name all-MiniLM-L6-v2 --hits 200 --queries "$2" --output "results/$3.run"; }

# NAME TASK RECIPE [SETTING...]: one training, its settings on top of the recipe's.
train() {
  local name=$1 task=$2 recipe=$3 settings=() setting
  shift 3
  for setting in "$@"; do settings+=(--set "$setting"); done
  "$winnow" train "$task" "$recipes/$recipe.yaml" --output "$out/$name" ${settings[@]+"${settings[@]}"}
}

cross_encoder() {
  local seed
  for seed in "${seeds[@]}"; do train "cross-encoder-$seed" cross-encoder cross-encoder "seed=$seed" "$@"; done
  "$winnow" report "$out"/cross-encoder-{12,13,14}
}

# Equal steps and batches; Lion once by its authors' rule (learning rate a fifth, decay five times), once with AdamW's numbers.
optimizers() {
  local seed same=(steps=400)
  for seed in "${seeds[@]}"; do
    train "adamw-$seed" cross-encoder cross-encoder "seed=$seed" "${same[@]}" "$@"
    train "lion-rule-$seed" cross-encoder cross-encoder "seed=$seed" "${same[@]}" \
      optimizer.name=lion optimizer.learning_rate=2e-5 optimizer.weight_decay=0.05 'optimizer.betas=[0.9, 0.99]' "$@"
    train "lion-equal-$seed" cross-encoder cross-encoder "seed=$seed" "${same[@]}" \
      optimizer.name=lion optimizer.learning_rate=1e-4 'optimizer.betas=[0.9, 0.99]' "$@"
  done
  train lora-12 cross-encoder cross-encoder seed=12 "${same[@]}" optimizer.learning_rate=8e-4 \
    'adaptation={lora: {rank: 16, alpha: 32, dropout: 0, targets: [query, value]}}' "$@"
  "$winnow" report "$out"/{adamw,lion-rule,lion-equal}-{12,13,14} "$out/lora-12"
}

# Full and LoRA; in-batch negatives, the triplet loss as the paper writes it and as it ran; random (BM25's ranks) and mined negatives.
bi_encoder() {
  local adaptation loss negatives settings
  for adaptation in full lora; do
    for loss in mnrl cosine euclidean; do
      for negatives in random mined; do
        settings=("adaptation=$adaptation")
        case $loss in
          mnrl) settings+=(loss=mnrl) ;;
          cosine) settings+=('loss={name: triplet, metric: cosine, margin: 0.2}') ;;
          euclidean) settings+=('loss={name: triplet, metric: euclidean, margin: 5}' normalize=false) ;;
        esac
        [ $negatives = mined ] || settings+=("${random[@]}")
        train "bi-$adaptation-$loss-$negatives" bi-encoder bi-encoder "${settings[@]}" "$@"
      done
    done
  done
  "$winnow" report "$out"/bi-*
}

reranker() { train reranker cross-encoder reranker "$@"; }

# Every recipe at 20 steps: that they run, not what they reach.
short() {
  "$winnow" index Indexes/msmarco-dl-pool --collection $data/msmarco-dl/passages.jsonl.zst --format jsonl --dense all-MiniLM-L6-v2
  teachers
  out=results/training-short
  mkdir -p "$out"
  seeds=(12)
  local few=(steps=20 'test.DL19.rerank.depth=10')
  train cross-encoder cross-encoder cross-encoder "${few[@]}"
  train lion cross-encoder cross-encoder optimizer.name=lion optimizer.learning_rate=2e-5 'optimizer.betas=[0.9, 0.99]' "${few[@]}"
  train reranker cross-encoder reranker "${few[@]}" evaluation.rerank.depth=10
  train bi-encoder bi-encoder bi-encoder "${random[@]}" "${few[@]}"
  "$winnow" report "$out"/{cross-encoder,lion,reranker,bi-encoder}
}

case ${1:-} in
  teacher | cross-encoder | optimizers | bi-encoder | reranker | short) run=${1//-/_}; shift; "$run" "$@" ;;
  *) sed -n '2,3s/^# //p' "$0"; exit 2 ;;
esac
