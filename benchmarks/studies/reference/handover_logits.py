"""Logits of what benchmarks/handover wrote, by transformers and PEFT; and adapters that PEFT writes for it to read.

    python handover_logits.py < {"ours": [{"base", "adapter"?, "merged", "text", "ids", "answer"?}],
                                "theirs": [{"base", "adapter", "lora", "ids", "answer"?}]}

With an answer the model is an encoder-decoder that has written it so far.

Prints one JSON object. Logits are float32, little-endian, base64: [tokens, vocabulary]. Not part of the npm package.
"""

import base64
import json
import sys
import warnings

import peft
import torch
import transformers


def open_model(folder, case):
    kind = transformers.AutoModelForSeq2SeqLM if "answer" in case else transformers.AutoModelForCausalLM
    return kind.from_pretrained(folder, dtype=torch.float32).eval()


@torch.no_grad()
def logits(model, case):
    written = {"decoder_input_ids": torch.tensor([case["answer"]])} if "answer" in case else {}
    found = model(input_ids=torch.tensor([case["ids"]]), **written).logits
    return base64.b64encode(found[0].float().numpy().tobytes()).decode()


def of_ours(case):
    found = {"transformers": logits(open_model(case["merged"], case), case),
             "ids": transformers.AutoTokenizer.from_pretrained(case["merged"])(case["text"])["input_ids"]}
    if case.get("adapter"):
        found["peft"] = logits(peft.PeftModel.from_pretrained(open_model(case["base"], case), case["adapter"]).eval(), case)
    return found


def of_theirs(case):
    """A PEFT adapter that changes something: factors and whole modules random."""
    torch.manual_seed(1)
    task = "SEQ_2_SEQ_LM" if "answer" in case else "CAUSAL_LM"
    config = peft.LoraConfig(task_type=task, init_lora_weights=False, **case["lora"])
    model = peft.get_peft_model(open_model(case["base"], case), config).eval()
    for name, value in model.named_parameters():
        if "modules_to_save" in name:
            value.data += 0.05 * torch.randn(value.shape)
    model.save_pretrained(case["adapter"])
    return logits(model, case)


warnings.simplefilter("ignore")
transformers.utils.logging.disable_progress_bar()
torch.set_num_threads(1)  # the networks are tiny
spec = json.load(sys.stdin)
print(json.dumps({
    "versions": {"torch": torch.__version__, "transformers": transformers.__version__, "peft": peft.__version__},
    "ours": [of_ours(case) for case in spec["ours"]],
    "theirs": [of_theirs(case) for case in spec["theirs"]],
}))
