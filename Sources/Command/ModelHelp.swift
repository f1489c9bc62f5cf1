/// What the help of commands that run models says of them.
enum ModelHelp {
  static let models = """
    Models are folders as Hugging Face's libraries and sentence-transformers save them (config.json, tokenizer.json, safetensors; or \
    a LoRA adapter), of the families BERT, RoBERTa, XLM-RoBERTa, CamemBERT, DistilBERT, ELECTRA, ModernBERT and GTE. A name is looked \
    for in the folder WINNOW_MODELS, the Hugging Face cache and ./models; `winnow doctor` lists what is there.
    """

  static let precision = """
    With --precision int8 the linear layers compute in eight bits: two to three times as fast where the processor has instructions \
    for it, with vectors and scores that differ a little. Outputs say which precision made them.
    """
}
