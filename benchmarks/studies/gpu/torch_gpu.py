"""The same networks, adapters, batches and steps in PyTorch, for torch.ts.

    python torch_gpu.py < SPEC.json

SPEC: {model, learningRate, maxNorm, tasks: [{method, precision, tokens, answerAt, steps}]}. Prints one JSON object a task:
{torch, times (ms), peakMB (allocated on the device), losses or logProbability}. Logits are made for the targets only, as ours are.
"""

import gc
import json
import sys
import time

import peft
import torch
import transformers

spec = json.load(sys.stdin)
device = "cuda" if torch.cuda.is_available() else "cpu"


def load(method, precision):
    torch.set_float32_matmul_precision("high" if precision == "tf32" else "highest")
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    model = transformers.AutoModelForCausalLM.from_pretrained(spec["model"], dtype=dtype, attn_implementation="sdpa")
    model.config.use_cache = False
    if method == "lora":
        # Adapters stay in float32 (PEFT's own default), over a base of the given type.
        model = peft.PeftModel.from_pretrained(model, spec["model"] + "/adapter", is_trainable=True)
    return model.to(device).train(method != "score")


def measure(task):
    method, precision = task["method"], task["precision"]
    model = load(method, precision)
    tokens = torch.tensor(task["tokens"], device=device)
    places = torch.arange(task["answerAt"] - 1, tokens.shape[1] - 1, device=device)
    expected = tokens[:, task["answerAt"] :].reshape(-1)

    def cross_entropy(reduction):
        with torch.autocast(device, dtype=torch.bfloat16, enabled=precision == "bf16"):
            logits = model(input_ids=tokens, logits_to_keep=places).logits
        logits = logits.float().reshape(expected.shape[0], -1)
        return torch.nn.functional.cross_entropy(logits, expected, reduction=reduction)

    if method == "score":
        with torch.inference_mode():
            values, times = timed(lambda: -cross_entropy("sum").item(), task["steps"])
        return {"times": times, "logProbability": values[-1]}

    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=spec["learningRate"], weight_decay=0.0, fused=device == "cuda")

    def step():
        loss = cross_entropy("mean")
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, spec["maxNorm"])
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return loss.item()

    losses, times = timed(step, task["steps"])
    return {"times": times, "losses": losses}


def timed(work, count):
    values, times = [], []
    for _ in range(count):
        start = time.perf_counter()
        values.append(work())
        times.append((time.perf_counter() - start) * 1e3)
    return values, times


for task in spec["tasks"]:
    gc.collect()
    if device == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    found = measure(task)
    peak = round(torch.cuda.max_memory_allocated() / 2**20) if device == "cuda" else None
    print(json.dumps({"torch": torch.__version__, "peakMB": peak, **found}), flush=True)
