"""Losses and their gradients by torch's autograd and sentence-transformers: writes losses.json beside this file.

Made with torch 2.13.0 and sentence-transformers 6.2.0. Outputs are random fp32 numbers; what runs here runs in fp64 on them, but for
sentence-transformers' losses over lists, which cast to fp32 themselves.
"""
import json
import pathlib

import torch
import torch.nn.functional as F
from sentence_transformers.cross_encoder import CrossEncoder, losses as cross
from sentence_transformers.sentence_transformer import losses as dense
from sentence_transformers.cross_encoder.losses.lambda_loss import LambdaRankScheme
from sentence_transformers.util import pairwise_cos_sim, pairwise_dot_score

torch.manual_seed(20)
cases = []


class Scores(CrossEncoder):
    """Stands for a cross-encoder: gives the logits it was made with, whatever the texts."""
    num_labels = 1
    device = torch.device("cpu")

    def __init__(self):
        torch.nn.Module.__init__(self)
        self.queue = []

    def preprocess(self, pairs, **_):
        return {"n": len(pairs)}

    def forward(self, tokens):
        taken, self.queue = self.queue[:tokens["n"]], self.queue[tokens["n"]:]
        return {"scores": torch.stack(taken)}


def record(name, stage, options, outputs, examples, value, source, divisor):
    value.backward()
    cases.append({
        "name": name, "stage": stage, "options": options, "source": source, "divisor": divisor,
        "width": 1 if outputs.dim() == 1 else outputs.shape[1],
        "outputs": [float(f"{x:.9g}") for x in outputs.detach().flatten().float().tolist()],
        "examples": [{"first": first, "labels": labels} for first, labels in examples],
        "value": value.item(), "gradient": [float(f"{x:.10g}") for x in outputs.grad.flatten().tolist()]})


def leaf(*shape, scale=1.0):
    """fp64 numbers that fp32 holds exactly."""
    return (torch.randn(*shape) * scale).double().requires_grad_()


def lists(sizes, make):
    """Examples one after the other: first row and labels."""
    first, examples = 0, []
    for size in sizes:
        examples.append((first, make(size)))
        first += size
    return examples


def grades(size):
    while True:
        labels = torch.randint(0, 4, (size,)).float().tolist()
        if len(set(labels)) > 1:
            return labels


def flat(examples):
    return torch.tensor([label for _, labels in examples for label in labels], dtype=torch.float64)


def parts(outputs, examples):
    return [(outputs[first:first + len(labels)], torch.tensor(labels, dtype=torch.float64)) for first, labels in examples]


def queued(loss, model, outputs):
    model.queue = list(outputs)
    return loss


# Pointwise. Some logits are large, where the plain form of the logistic function loses its digits.
binary = lists([1, 3, 4], lambda n: torch.randint(0, 2, (n,)).float().tolist())
for weight in (1.0, 2.5):
    x = leaf(8, scale=12)
    record("bce", "cross-encoder", {"pos-weight": weight} if weight != 1 else {}, x, binary,
           F.binary_cross_entropy_with_logits(x, flat(binary), pos_weight=torch.tensor(weight, dtype=torch.float64)), "torch", 8)
model = Scores()
x = leaf(8)
record("bce", "cross-encoder", {}, x, binary,
       queued(cross.BinaryCrossEntropyLoss(model), model, x)([["q"] * 8, ["p"] * 8], flat(binary)), "sentence-transformers", 8)
graded = lists([2, 5], lambda n: torch.randint(0, 4, (n,)).float().tolist())
x = leaf(7, scale=3)
record("graded-bce", "cross-encoder", {"maximum": 3}, x, graded, F.binary_cross_entropy_with_logits(x, flat(graded) / 3), "torch", 7)
shares = lists([2, 5], lambda n: torch.rand(n).tolist())
x = leaf(7, scale=3)
record("graded-bce", "cross-encoder", {}, x, shares, F.binary_cross_entropy_with_logits(x, flat(shares)), "torch", 7)
x = leaf(7)
record("mse", "cross-encoder", {}, x, shares, F.mse_loss(x, flat(shares)), "torch", 7)
x = leaf(7)
record("score-distillation", "cross-encoder", {"slope": 14, "center": 0.5}, x, shares,
       F.binary_cross_entropy_with_logits(x, torch.sigmoid(14 * (flat(shares) - .5))), "torch", 7)

# Pairwise and listwise over lists of several lengths.
sizes = [2, 5, 9, 3]
ranked = lists(sizes, grades)
texts = [["q"] * len(sizes), [["p"] * n for n in sizes]]
tensors = [torch.tensor(labels) for _, labels in ranked]
pairs = sum(a > b for _, labels in ranked for a in labels for b in labels)
for sigma in (1.0, 0.5):
    x = leaf(19)
    record("ranknet", "cross-encoder", {"sigma": sigma}, x, ranked,
           queued(cross.RankNetLoss(model, sigma=sigma, reduction_log="natural"), model, x)(texts, tensors), "sentence-transformers", pairs)
    x = leaf(19)
    # Ours is the mean over queries of sums over pairs: the same sum over another number.
    record("lambda", "cross-encoder", {"k": 0, "sigma": sigma}, x, ranked,
           queued(cross.LambdaLoss(model, weighting_scheme=LambdaRankScheme(), sigma=sigma, reduction_log="natural"), model, x)(texts, tensors),
           "sentence-transformers", pairs)


def lambda_rank(scores, labels, k):
    ranks = torch.empty(len(scores), dtype=torch.long)
    ranks[scores.argsort(descending=True)] = torch.arange(len(scores))
    discounts = torch.where(ranks < k, 1 / torch.log2(ranks.double() + 2), 0)
    gains = 2 ** labels - 1
    ideal = sum(g / torch.log2(torch.tensor(r + 2.)) for r, g in enumerate(sorted(gains, reverse=True)[:k]))
    weights = (gains[:, None] - gains[None]).abs() * (discounts[:, None] - discounts[None]).abs() / ideal
    return -(weights * F.logsigmoid(scores[:, None] - scores[None]))[labels[:, None] > labels[None]].sum()


for k in (2, 10):
    x = leaf(19, scale=2)
    record("lambda", "cross-encoder", {"k": k}, x, ranked,
           sum(lambda_rank(s, y, k) for s, y in parts(x, ranked)) / len(sizes), "torch", len(sizes))
x = leaf(19)
record("listwise", "cross-encoder", {"targets": "softmax"}, x, ranked,
       queued(cross.ListNetLoss(model), model, x)(texts, tensors), "sentence-transformers", len(sizes))
x = leaf(19, scale=5)
record("listwise", "cross-encoder", {}, x, ranked,
       sum(F.cross_entropy(s, y / y.sum()) for s, y in parts(x, ranked)) / len(sizes), "torch", len(sizes))
one = lists([8, 8], lambda n: [1.0] + [0.0] * (n - 1))
x = leaf(16, scale=5)
record("listwise", "cross-encoder", {}, x, one, F.cross_entropy(x.view(2, 8), torch.zeros(2, dtype=torch.long)), "torch", 2)

# A teacher's scores.
teacher = lists([4, 4, 4], lambda n: (torch.randn(n) * 3).tolist())
x = leaf(12)
columns = [["p"] * 3 for _ in range(4)]
model.queue = [x[example * 4 + column] for column in range(4) for example in range(3)]
record("margin-mse", "cross-encoder", {}, x, teacher,
       cross.MarginMSELoss(model)([["q"] * 3, *columns], flat(teacher).view(3, 4)), "sentence-transformers", 9)
for t in (1.0, 2.0):
    x = leaf(12)
    record("distillation", "cross-encoder", {"temperature": t}, x, teacher,
           F.kl_div(F.log_softmax(x.view(3, 4) / t, 1), F.softmax(flat(teacher).view(3, 4) / t, 1), reduction="batchmean") * t * t,
           "torch", 3)


# Vectors: a query, then its passages. `columns` are what sentence-transformers takes.
def vectors(count, passages, width=5):
    x = leaf(count * (1 + passages), width)
    cube = x.view(count, 1 + passages, width)
    return x, [cube[:, column] for column in range(1 + passages)]


def dense_case(name, options, loss, count, passages, labels, divisor, source="sentence-transformers", function=None):
    x, columns = vectors(count, passages)
    examples = [(row * (1 + passages), labels[row]) for row in range(count)]
    y = torch.tensor(labels, dtype=torch.float64)
    value = function(columns, y) if function else loss.compute_loss_from_embeddings(columns, y)
    record(name, "bi-encoder", options, x, examples, value, source, divisor)


stub = torch.nn.Identity()
for hard in (0, 2):
    wanted = [[1.0] + [0.0] * hard] * 6
    dense_case("mnrl", {}, dense.MultipleNegativesRankingLoss(stub), 6, 1 + hard, wanted, 6)
    dense_case("mnrl", {"symmetric": True, "scale": 7}, dense.MultipleNegativesSymmetricRankingLoss(stub, scale=7), 6, 1 + hard, wanted, 6)
    dense_case("mnrl", {"similarity": "dot", "scale": 1}, dense.MultipleNegativesRankingLoss(stub, scale=1, similarity_fct=lambda a, b: a @ b.T),
               6, 1 + hard, wanted, 6)
triples = [[1.0, 0.0]] * 8
metric = dense.triplet.TripletDistanceMetric
dense_case("triplet", {}, dense.TripletLoss(stub, distance_metric=metric.COSINE, triplet_margin=.2), 8, 2, triples, 8)
# By the definition: sentence-transformers has changed the sign of its Euclidean metric before.
dense_case("triplet", {"metric": "euclidean"}, None, 8, 2, triples, 8, "torch",
           lambda c, _: F.relu((c[0] - c[1]).norm(dim=1) - (c[0] - c[2]).norm(dim=1) + 5).mean())
dense_case("triplet", {"metric": "euclidean", "margin": 0.5}, None, 8, 2, triples, 8, "torch",
           lambda c, _: F.relu((c[0] - c[1]).norm(dim=1) - (c[0] - c[2]).norm(dim=1) + .5).mean())
dense_case("contrastive", {}, dense.ContrastiveLoss(stub), 8, 1, [[float(i % 2)] for i in range(8)], 8)
scores = (torch.randn(4, 3) * 2).tolist()
dense_case("margin-mse", {}, dense.MarginMSELoss(stub), 4, 3, scores, 8)
dense_case("margin-mse", {"similarity": "cosine"}, dense.MarginMSELoss(stub, similarity_fct=pairwise_cos_sim), 4, 3, scores, 8)
dense_case("distillation", {"temperature": 2}, dense.DistillKLDivLoss(stub, similarity_fct=pairwise_dot_score, temperature=2), 4, 3, scores, 4)

path = pathlib.Path(__file__).with_name("losses.json")
path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")
