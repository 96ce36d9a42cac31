"""Which states of a frozen pretrained network tell the step that a person marked as the first wrong one? Heads on few labelled chains, on a CPU.

    npm run study probe-pack -- --base MODEL.gguf --chains LABELS_DIR --output PACK --layers 18
    python3 torch_steps.py --pack PACK --states FOLDER [--layers 8,12,14,16,18] [--others 300]

Learns from the chains of MR-GSM8K outside the measuring part and from `--others` chains of PRMBench, measures on the MR-GSM8K chains of the measuring part (no
question in common). The states at the end of every step are read once (bfloat16 products, one thread) and kept in FOLDER; a run that was killed goes on.
"""

import argparse
import gzip
import json
import os
import random

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(7)
parser = argparse.ArgumentParser()
parser.add_argument("--pack", required=True)
parser.add_argument("--states", required=True)
parser.add_argument("--layers", default="8,12,14,16,18")
parser.add_argument("--others", type=int, default=300)
options = parser.parse_args()
layers = [int(each) for each in options.layers.split(",")]
os.makedirs(options.states, exist_ok=True)

chains = json.loads(gzip.open(f"{options.pack}/chains.json.gz").read())
planes = np.frombuffer(gzip.open(f"{options.pack}/tokens.gz").read(), np.uint8).reshape(2, -1)
ids = torch.from_numpy(planes[0].astype(np.int64) + 256 * planes[1].astype(np.int64))
for i, (chain, tokens) in enumerate(zip(chains, ids.split([c["length"] for c in chains]))):
    chain.update(index=i, tokens=tokens)
people = [c for c in chains if c["source"] == "mr_gsm8k"]
others = [c for c in chains if c["source"].startswith("prmbench") and c["part"] == "train"]
others = random.Random(11).sample(others, min(options.others, len(others)))
learning = [c for c in people if c["part"] != "test"]
measured = [c for c in people if c["part"] == "test"]


def load_base():
    """Names -> float32 matrices of the file's types (F32, Q8_0, Q4_1)."""
    index = json.load(open(f"{options.pack}/base.json"))
    raw = np.fromfile(f"{options.pack}/base.bin", np.uint8)
    weights = {}
    for name, t in index["tensors"].items():
        data = raw[t["offset"] : t["offset"] + t["bytes"]]
        if t["type"] == "F32":
            values = data.view(np.float32)
        elif t["type"] == "Q8_0":
            blocks = data.reshape(-1, 34)
            values = blocks[:, :2].copy().view(np.float16).astype(np.float32) * blocks[:, 2:].copy().view(np.int8)
        elif t["type"] == "Q4_1":
            blocks = data.reshape(-1, 20)
            scale, minimum = (blocks[:, i : i + 2].copy().view(np.float16).astype(np.float32) for i in (0, 2))
            values = np.concatenate([blocks[:, 4:] & 15, blocks[:, 4:] >> 4], 1) * scale + minimum
        else:
            raise ValueError(f"{name} is {t['type']}")
        weights[name] = torch.from_numpy(np.ascontiguousarray(values, np.float32).reshape(t["shape"]))
    return index["config"], weights


@torch.no_grad()
def states_of(tokens, config, weights):
    """[seq] ids -> {layer: the residual stream after it, [seq, width]}."""
    n, kv, dim = config["num_attention_heads"], config["num_key_value_heads"], config["head_dim"]
    angles = torch.arange(len(tokens))[:, None] / config["rope_theta"] ** (torch.arange(0, dim, 2) / dim)
    cosines, sines = angles.cos().bfloat16(), angles.sin().bfloat16()
    norm = lambda h, name: (h * torch.rsqrt(h.pow(2).mean(-1, keepdim=True) + config["rms_norm_eps"]) * weights[name]).bfloat16()

    def rotate(x):
        a, b = x.chunk(2, -1)
        return torch.cat([a * cosines - b * sines, b * cosines + a * sines], -1)

    h = F.embedding(tokens, weights["model.embed_tokens.weight"])
    found = {}
    for layer in range(max(layers)):
        linear = lambda module, x: x @ weights[f"model.layers.{layer}.{module}.weight"].T
        x = norm(h, f"model.layers.{layer}.input_layernorm.weight")
        q, k, v = (linear(f"self_attn.{m}_proj", x).view(len(tokens), c, dim).transpose(0, 1) for m, c in (("q", n), ("k", kv), ("v", kv)))
        k, v = (t.repeat_interleave(n // kv, 0) for t in (rotate(k), v))
        mixed = F.scaled_dot_product_attention(rotate(q)[None], k[None], v[None], is_causal=True)[0]
        h = h + linear("self_attn.o_proj", mixed.transpose(0, 1).reshape(len(tokens), -1)).float()
        x = norm(h, f"model.layers.{layer}.post_attention_layernorm.weight")
        h = h + linear("mlp.down_proj", F.silu(linear("mlp.gate_proj", x)) * linear("mlp.up_proj", x)).float()
        if layer + 1 in layers:
            found[layer + 1] = h
    return found


def read_states(list_of_chains):
    base = None
    for c in list_of_chains:
        path = f"{options.states}/{c['index']}.npz"
        if not os.path.exists(path):
            if base is None:
                config, weights = load_base()
                base = config, {k: w.bfloat16() if w.dim() == 2 and "layers" in k else w for k, w in weights.items()}
            found = states_of(c["tokens"], *base)
            np.savez(path + ".part.npz", **{str(l): h[c["places"]].numpy().astype(np.float16) for l, h in found.items()})
            os.rename(path + ".part.npz", path)
        c["states"] = {int(l): h.astype(np.float32) for l, h in np.load(path).items()}


def features(c, used, seen_from_next):
    """[steps, features]; a step seen from the next one too: what follows it tells whether it was believed."""
    ends = [c["states"][l] for l in used]
    if seen_from_next:
        ends += [np.r_[e[1:], e[-1:]] for e in ends]
    return np.concatenate(ends, 1)


def labelled_steps(c):
    """Up to the first wrong step: what comes after it may be either."""
    error, count = c["firstError"], len(c["places"])
    return [(t, t != error) for t in range(count if error == -1 else min(error + 1, count))]


def logistic(x, y, w, penalty=0.1):
    """L2-penalised logistic regression on standardised features, by L-BFGS."""
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    z, y, w = (torch.tensor(v, dtype=torch.float32) for v in ((x - mean) / deviation, y, w))
    beta = torch.zeros(z.shape[1] + 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([beta], max_iter=60, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        value = (F.binary_cross_entropy_with_logits(z @ beta[:-1] + beta[-1], y, reduction="none") * w).sum() / w.sum()
        value = value + penalty * beta[:-1].pow(2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    beta = beta.detach().numpy()
    return lambda x: ((x - mean) / deviation) @ beta[:-1] + beta[-1]


def auc(scores, right):
    good, bad = (np.array([s for s, r in zip(scores, right) if r is wanted]) for wanted in (True, False))
    above = good[:, None] - bad[None]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


PEOPLE_WEIGH = 3  # a chain that people marked, beside one of PRMBench


def measure(name, used, seen_from_next=False, taught_by=None):
    taught_by = learning + others if taught_by is None else taught_by
    rows = [(features(c, used, seen_from_next)[t], ok, PEOPLE_WEIGH if c["source"] == "mr_gsm8k" else 1) for c in taught_by for t, ok in labelled_steps(c)]
    x, y, w = (np.array(column, np.float32) for column in zip(*rows))
    w = np.where(y == 1, w / (w * y).sum(), w / (w * (1 - y)).sum())
    judge = logistic(x, y, w)
    said = {}
    for c in measured:
        scores = judge(features(c, used, seen_from_next))
        said.setdefault(c["question"], []).extend((float(scores[t]), ok) for t, ok in labelled_steps(c))
    steps = [each for own in said.values() for each in own]
    draw, questions = np.random.default_rng(1), list(said.values())
    resampled = sorted(auc(*zip(*(s for i in draw.integers(0, len(questions), len(questions)) for s in questions[i]))) for _ in range(500))
    print(f"{name:44s} {len(taught_by):4d} chains   {auc(*zip(*steps)):.3f} [{resampled[12]:.3f}, {resampled[487]:.3f}]", flush=True)


read_states(learning + measured + others)
print(f"{len(measured)} chains, {sum(len(labelled_steps(c)) for c in measured)} steps up to the first wrong one; AUC, interval over questions")
for layer in layers:
    measure(f"after layer {layer}", [layer])
    measure(f"after layer {layer}, seen from the next step too", [layer], seen_from_next=True)
last = max(layers)
measure("all these layers", layers)
measure(f"layer {last}, people's labels alone", [last], taught_by=learning)
measure(f"layer {last}, PRMBench alone", [last], taught_by=others)
for share in (0.1, 0.3):
    some = random.Random(5).sample(learning, round(share * len(learning))) + others[: round(share * len(others))]
    measure(f"layer {last}, {share:.0%} of the chains", [last], taught_by=some)
