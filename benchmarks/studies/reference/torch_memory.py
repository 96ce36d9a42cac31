"""A LoRA step of the same network and batch in PyTorch and PEFT, for benchmarks/studies/methods.ts: CPU seconds and peak memory.

    python torch_memory.py '{"config": {...}, "batch": 4, "seq": 256, "rank": 8, "alpha": 32, "steps": 3, "dtype": "float32", "logits": "targets"}'

The last quarter of each row is learned. `logits`: "all" is what transformers does when it is given labels, "targets" makes logits of the learned places alone, as
this package does. Prints one JSON object. Not part of the npm package.
"""

import json
import resource
import sys
import time

import peft
import torch
import transformers

spec = json.loads(sys.argv[1])
if spec.get("threads"):
    torch.set_num_threads(spec["threads"])
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows, seq = spec["batch"], spec["seq"]
vocabulary = spec["config"]["vocab_size"]
torch.manual_seed(1)
base = transformers.LlamaForCausalLM(transformers.LlamaConfig(**spec["config"], use_cache=False))
base = base.to(getattr(torch, spec["dtype"]))
model = peft.get_peft_model(base, peft.LoraConfig(
    r=spec["rank"], lora_alpha=spec["alpha"], lora_dropout=0.0, target_modules=["q_proj", "v_proj"])).train()
trained = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(trained, lr=1e-4)
tokens = torch.randint(0, vocabulary, (rows, seq))
learned = torch.arange(seq) >= seq * 3 // 4
labels = torch.where(learned, tokens, -100)


def loss_of():
    if spec["logits"] == "all":
        return model(input_ids=tokens, labels=labels).loss
    states = model.base_model.model.model(input_ids=tokens).last_hidden_state[:, :-1]
    logits = model.base_model.model.lm_head(states[:, learned[1:]])
    return torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), tokens[:, learned].flatten())


times = []
for _ in range(spec["steps"]):
    start = time.process_time()
    loss_of().backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    times.append(time.process_time() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"trained": sum(p.numel() for p in trained), "cpuSecondsPerStep": round(min(times), 1), "netMB": round((peak - idle) / 1024)}))
