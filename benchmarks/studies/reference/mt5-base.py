"""A small mT5 to start from: config.json, and a SentencePiece unigram vocabulary learned from the training sentences alone.

    python mt5-base.py TRAIN-RECORDS.ndjson FOLDER        (tokenizers 0.23)
"""

import json
import pathlib
import sys

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

records, folder = sys.argv[1], pathlib.Path(sys.argv[2])
texts = [text for line in open(records, encoding="utf8") for record in [json.loads(line)]
         for text in (f"Instruction: {record['instruction']} Input: {record['input']} Answer:", record["output"])]
tokenizer = Tokenizer(models.Unigram())
tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex("\\s+"), " ")])
tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
tokenizer.train_from_iterator(texts, trainers.UnigramTrainer(
    vocab_size=4000, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False))
tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
folder.mkdir(parents=True, exist_ok=True)
tokenizer.save(str(folder / "tokenizer.json"))
(folder / "tokenizer_config.json").write_text(json.dumps(dict(eos_token="</s>", pad_token="<pad>", unk_token="<unk>")))
(folder / "config.json").write_text(json.dumps(dict(
    model_type="mt5", architectures=["MT5ForConditionalGeneration"], vocab_size=4096, d_model=128, d_kv=32, num_heads=4, d_ff=256,
    num_layers=3, num_decoder_layers=3, feed_forward_proj="gated-gelu", tie_word_embeddings=False, pad_token_id=0, eos_token_id=1,
    decoder_start_token_id=0)))
