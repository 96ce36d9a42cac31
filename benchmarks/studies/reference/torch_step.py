"""Training steps of the same network, batch and optimizer in PyTorch, for benchmarks/speed.ts: eager, compiled, PEFT.

    python torch_step.py '{"config": {...}, "batch": 8, "seq": 128, "rank": 8, "alpha": 32, "steps": 8, "kinds": ["eager"]}'

Prints one JSON object: seconds of the fastest step after two for warming up, of each kind. Not part of the npm package.
"""

import json
import sys
import time

import torch
import transformers

spec = json.loads(sys.argv[1])
device = spec.get("device", "cpu")
if spec.get("threads"):
    torch.set_num_threads(spec["threads"])
shape = (spec["batch"], spec["seq"])
tokens = torch.randint(0, spec["config"]["vocab_size"], shape, device=device)


def network(lora):
    torch.manual_seed(1)
    model = transformers.LlamaForCausalLM(transformers.LlamaConfig(**spec["config"], use_cache=False)).to(device)
    if lora:
        import peft

        model = peft.get_peft_model(model, peft.LoraConfig(
            r=spec["rank"], lora_alpha=spec["alpha"], lora_dropout=0.0, target_modules=["q_proj", "v_proj"]))
    return model.train()


def seconds(kind):
    model = network("peft" in kind)
    run = torch.compile(model) if "compiled" in kind else model
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-3)
    times = []
    for _ in range(spec["steps"]):
        start = time.perf_counter()
        loss = run(input_ids=tokens, labels=tokens).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        loss.item()
        times.append(time.perf_counter() - start)
    return min(times[2:])


def product(size=1024):
    a = torch.randn(size, size, device=device)
    b = torch.randn(size, size, device=device)
    times = []
    for _ in range(8):
        start = time.perf_counter()
        (a @ b).sum().item()
        times.append(time.perf_counter() - start)
    return 2 * size**3 / min(times[1:]) / 1e9


report = {"torch": torch.__version__, "threads": torch.get_num_threads(), "device": device, "product": product()}
if device == "cuda":
    report["device"] = torch.cuda.get_device_name()
for kind in spec["kinds"]:
    try:
        report[kind] = seconds(kind)
    except Exception as error:  # a missing compiler, say: reported, not hidden
        report[kind] = None
        report[kind + " problem"] = str(error).splitlines()[0][:200]
print(json.dumps(report))
