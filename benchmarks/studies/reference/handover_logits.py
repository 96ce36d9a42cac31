"""Logits of what benchmarks/handover wrote, by transformers and PEFT; and adapters that PEFT writes for it to read.

    python handover_logits.py < {"ours": [{"base", "adapter"?, "merged", "text", "ids"}], "theirs": [{"base", "adapter", "lora", "ids"}]}

Prints one JSON object. Logits are float32, little-endian, base64: [tokens, vocabulary]. Not part of the npm package.
"""

import base64
import json
import sys
import warnings

import peft
import torch
import transformers


def open_model(folder):
    return transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


@torch.no_grad()
def logits(model, ids):
    return base64.b64encode(model(torch.tensor([ids])).logits[0].float().numpy().tobytes()).decode()


def of_ours(case):
    found = {"transformers": logits(open_model(case["merged"]), case["ids"]),
             "ids": transformers.AutoTokenizer.from_pretrained(case["merged"])(case["text"])["input_ids"]}
    if case.get("adapter"):
        found["peft"] = logits(peft.PeftModel.from_pretrained(open_model(case["base"]), case["adapter"]).eval(), case["ids"])
    return found


def of_theirs(case):
    """A PEFT adapter that changes something: factors and whole modules random."""
    torch.manual_seed(1)
    config = peft.LoraConfig(task_type="CAUSAL_LM", init_lora_weights=False, **case["lora"])
    model = peft.get_peft_model(open_model(case["base"]), config).eval()
    for name, value in model.named_parameters():
        if "modules_to_save" in name:
            value.data += 0.05 * torch.randn(value.shape)
    model.save_pretrained(case["adapter"])
    return logits(model, case["ids"])


warnings.simplefilter("ignore")
transformers.utils.logging.disable_progress_bar()
torch.set_num_threads(1)  # the networks are tiny
spec = json.load(sys.stdin)
print(json.dumps({
    "versions": {"torch": torch.__version__, "transformers": transformers.__version__, "peft": peft.__version__},
    "ours": [of_ours(case) for case in spec["ours"]],
    "theirs": [of_theirs(case) for case in spec["theirs"]],
}))
