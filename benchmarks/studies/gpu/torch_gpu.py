"""Training steps of the same network, adapter, batch and optimizer in PyTorch, for stages.ts.

    python torch_gpu.py < SPEC.json

SPEC: {model, method, tokens, answerAt, precision, steps, learningRate, maxNorm, compile}. Prints one JSON object:
{device, torch, losses, times (ms a step), peakMB (allocated on the device)}. Logits are made for the targets only, as ours are.
"""

import json
import sys
import time

import torch
import transformers

spec = json.load(sys.stdin)
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.set_float32_matmul_precision("high" if spec["precision"] == "tf32" else "highest")
dtype = torch.bfloat16 if spec["precision"] == "bf16" else torch.float32

model = transformers.AutoModelForCausalLM.from_pretrained(spec["model"], dtype=dtype, attn_implementation="sdpa")
model.config.use_cache = False
if spec["method"] == "lora":
    import peft

    # Adapters stay in float32 (PEFT's own default), over a base of the given type.
    model = peft.PeftModel.from_pretrained(model, spec["model"] + "/adapter", is_trainable=True)
model = model.to(device).train()
trained = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(trained, lr=spec["learningRate"], weight_decay=0.0, fused=device == "cuda")
tokens = torch.tensor(spec["tokens"], device=device)
places = torch.arange(spec["answerAt"] - 1, tokens.shape[1] - 1, device=device)
expected = tokens[:, spec["answerAt"]:].reshape(-1)
run = torch.compile(model) if spec.get("compile") else model


def step():
    with torch.autocast(device, dtype=torch.bfloat16, enabled=spec["precision"] == "bf16"):
        logits = run(input_ids=tokens, logits_to_keep=places).logits
    loss = torch.nn.functional.cross_entropy(logits.float().reshape(expected.shape[0], -1), expected)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, spec["maxNorm"])
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.item()


losses, times = [], []
for _ in range(spec["steps"]):
    start = time.perf_counter()
    losses.append(step())
    times.append((time.perf_counter() - start) * 1e3)
print(json.dumps({
    "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
    "torch": torch.__version__,
    "losses": losses,
    "times": times,
    "peakMB": round(torch.cuda.max_memory_allocated() / 2**20) if device == "cuda" else None,
}))
