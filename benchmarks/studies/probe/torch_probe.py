"""What a pretrained network's states know of right and wrong: heads on frozen states, then LoRA below the head, in PyTorch on a GPU. A yardstick for what
`rationale train` can reach with more compute; nothing of the product needs it.

    npm run study probe-pack -- --base MODEL.gguf --chains LABELS_DIR --output PACK --layers 14
    python3 torch_probe.py --pack PACK --output OUT [--seconds 240] [--limit N] [--runs lora,lora-lower] [--no-frozen] …

A large base arrives in parts (`base-0.bin` and so on): `--base DIR` names the folder where they were gathered. Learns from the `train` part, chooses on `dev`, measures on `test` (held-out questions, generators that nothing was trained on). Every stage prints its figures and
writes results.json at once. Also written, of the run to keep: lora/adapter_model.safetensors (PEFT's names), heads-*.json, scores-*.json.gz (logits of every
test chain). `--adapter DIR` judges with what `probe-unpack` wrote; `--slips SECONDS` teaches it the fresh chains of all hands but those of `--slips-keep`, and judges
these. It goes on where it was stopped. `--runs ""` makes no run.
"""

import argparse
import gzip
import json
import math
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

started = time.time()
parser = argparse.ArgumentParser()
parser.add_argument("--pack", required=True)
parser.add_argument("--output", required=True)
parser.add_argument("--seconds", type=float, default=240)
parser.add_argument("--limit", type=int, help="chains of each part, source and kind, for rehearsals")
parser.add_argument("--tokens", type=int, default=32768, help="tokens of one training batch")
parser.add_argument("--base", help="the folder with the base's parts, where it is not the pack")
parser.add_argument("--runs", help="the LoRA runs to make, by name: all, while there is time")
parser.add_argument("--no-frozen", action="store_true", help="no heads on frozen states")
parser.add_argument("--rank", type=int, default=16)
parser.add_argument("--rate", type=float, default=4e-4)
parser.add_argument("--epochs", type=float, default=2, help="of the run that is kept")
parser.add_argument("--budget", type=float, default=100, help="seconds of the run that is kept")
parser.add_argument("--seed", type=int, default=7, help="of weights and of the order")
parser.add_argument("--adapter", help="a folder with an adapter and a probe as probe-unpack writes it: its scores are written as those of 'shipped'")
parser.add_argument("--slips", type=float, default=0, help="seconds of learning from fresh chains, from --adapter on")
parser.add_argument("--slips-keep", default="", help="hands that are not learned from, and judged at the end: a,b,…")
parser.add_argument("--slips-from", type=int, default=0, help="the adapter of the layers below this one stays as it is")
parser.add_argument("--slips-rate", type=float, default=2.5e-4)
parser.add_argument("--slips-tokens", type=int, default=2560, help="of one batch")
parser.add_argument("--replay", type=float, default=0.15, help="of the training part, beside the fresh chains: tokens for each of theirs")
parser.add_argument("--judge", type=float, default=0, help="tokens of held-aside chains of each source and kind to judge (default: all)")
parser.add_argument("--bfloat16", action="store_true", help="products in bfloat16 on a CPU too: four times as fast where it has AVX-512's, on others slow")
options = parser.parse_args()
os.makedirs(options.output, exist_ok=True)
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.set_float32_matmul_precision("high")
torch.manual_seed(options.seed)
left = lambda: options.seconds - (time.time() - started)
results = []


def report(**figures):
    figures["at"] = round(time.time() - started, 1)
    results.append(figures)
    print(json.dumps(figures), flush=True)
    with open(f"{options.output}/results.json", "w") as file:
        json.dump(results, file, indent=1)


# The chains.


def units_of(list_of_chains):
    """The right and the wrong of a pair stand side by side in the file."""
    units = []
    for c in list_of_chains:
        paired = c["kind"] != "step" or c["part"] == "fresh"
        if units and len(units[-1]) == 1 and units[-1][0]["question"] == c["question"] and units[-1][0]["kind"] == c["kind"] and paired:
            units[-1].append(c)
        else:
            units.append([c])
    return units


chains = json.loads(gzip.open(f"{options.pack}/chains.json.gz").read())
planes = np.frombuffer(gzip.open(f"{options.pack}/tokens.gz").read(), np.uint8).reshape(2, -1)
ids = planes[0].astype(np.int64) + 256 * planes[1].astype(np.int64)
offset = 0
for i, c in enumerate(chains):
    c["place"] = i  # in the pack, by which others find what is said of it
    c["tokens"] = torch.from_numpy(ids[offset : offset + c["length"]])
    offset += c["length"]
if options.limit:
    # Short ones of every part, source and kind.
    kept = {}
    for unit in units_of(chains):
        some = kept.setdefault((unit[0]["part"], unit[0]["source"], unit[0]["kind"], unit[0].get("hand")), [])
        if sum(c["length"] for c in unit) < 300 and len(some) < options.limit:
            some += unit
    chains = [c for some in kept.values() for c in some]
if options.judge:
    # Whole questions of every source and kind of the held-aside parts.
    units = units_of([c for c in chains if c["part"] in ("dev", "test")])
    random.Random(5).shuffle(units)
    taken = {}
    chains = [c for c in chains if c["part"] not in ("dev", "test")]
    for unit in units:
        key = unit[0]["source"] + unit[0]["kind"]
        if taken.get(key, 0) < options.judge:
            taken[key] = taken.get(key, 0) + sum(c["length"] for c in unit)
            chains += unit
    chains.sort(key=lambda c: c["place"])
for i, c in enumerate(chains):
    c["index"] = i
part = lambda *names: [c for c in chains if c["part"] in names]


def step_labels(c):
    """[(step, right)] up to the first wrong step. Before a likely error one step is unsure: people put one in three a step earlier."""
    error = c.get("firstError")
    count = len(c["places"])
    if error is None:
        # A right answer of a calculation is rarely the end of wrong steps; without such chains nothing would say what a right solution looks like.
        return [(t, True) for t in range(count)] if c["part"] == "train" and c.get("correct") and c["source"].startswith("zeroeval") else []
    labels = [(t, t != error) for t in range(count if error == -1 else error + 1)]
    return [(t, right) for t, right in labels if not (c["kind"] == "likely-error" and t == error - 1)]


# The base: a LLaMA, as its file has it.


def half_at(blocks, i):
    """The 16-bit float at byte i of every block: [blocks, 1]."""
    return blocks[:, i : i + 2].contiguous().view(torch.float16).float()


def nibbles(bytes_):
    return torch.cat([bytes_ & 15, bytes_ >> 4], -1)


def dequantised(kind, data):
    """uint8 [bytes] of a tensor as GGUF stores it -> float32 values, flat."""
    if kind == "F32":
        return data.view(torch.float32)
    if kind == "Q8_0":  # f16 scale, 32 int8
        blocks = data.view(-1, 34)
        return half_at(blocks, 0) * blocks[:, 2:].contiguous().view(torch.int8)
    if kind == "Q4_1":  # f16 scale, f16 minimum, 32 nibbles: low ones first
        blocks = data.view(-1, 20)
        return nibbles(blocks[:, 4:]) * half_at(blocks, 0) + half_at(blocks, 2)
    if kind == "Q5_0":  # f16 scale, 32 fifth bits, 32 nibbles
        blocks = data.view(-1, 22)
        fifth = (blocks[:, 2:6, None] >> torch.arange(8, device=data.device)) & 1  # [blocks, 4, 8]
        return half_at(blocks, 0) * (nibbles(blocks[:, 6:]).int() + 16 * fifth.flatten(1).int() - 16)
    if kind == "Q4_K":  # f16 scale and minimum of 8 groups' 6-bit scales and minima (12 bytes), 256 nibbles
        blocks = data.view(-1, 144)
        packed = blocks[:, 4:16].int()
        low, middle, high = packed[:, :4], packed[:, 4:8], packed[:, 8:]
        scales = torch.cat([low & 63, (high & 15) | (low >> 6 << 4)], 1)  # [blocks, 8]
        minima = torch.cat([middle & 63, (high >> 4) | (middle >> 6 << 4)], 1)
        values = nibbles(blocks[:, 16:].reshape(-1, 4, 32)).view(-1, 8, 32)
        return values * (half_at(blocks, 0) * scales)[..., None] - (half_at(blocks, 2) * minima)[..., None]
    if kind == "Q6_K":  # 256 low nibbles, 256 high pairs of bits, 16 int8 scales, f16 scale
        blocks = data.view(-1, 210)
        low = nibbles(blocks[:, :128].reshape(-1, 2, 64))  # [blocks, 2, 128]: of each half, low nibbles then high ones
        high = blocks[:, 128:192].reshape(-1, 2, 1, 32) >> torch.arange(0, 8, 2, device=data.device)[:, None] & 3
        values = low.int() + 16 * high.flatten(2).int() - 32
        scales = half_at(blocks, 208) * blocks[:, 192:208].contiguous().view(torch.int8)
        return values.view(-1, 16, 16) * scales[..., None]
    raise ValueError(f"a tensor of type {kind}")


def load_base():
    folder = options.base or options.pack
    index = json.load(open(f"{options.pack}/base.json"))
    parts = {}
    weights = {}
    for name, t in index["tensors"].items():
        raw = parts.setdefault(t["part"], None)
        if raw is None:
            raw = parts[t["part"]] = np.fromfile(f"{folder}/base-{t['part']}.bin", np.uint8)
        data = torch.from_numpy(raw[t["offset"] : t["offset"] + t["bytes"]]).to(device)
        weights[name] = dequantised(t["type"], data).float().reshape(t["shape"]).contiguous()
    return index["config"], weights


config, weights = load_base()
depth, width = config["num_hidden_layers"], config["hidden_size"]
heads, kv_heads, head_dim = config["num_attention_heads"], config["num_key_value_heads"], config["head_dim"]
modules = [f"self_attn.{n}_proj" for n in "qkvo"] + [f"mlp.{n}_proj" for n in ("gate", "up", "down")]
half = torch.bfloat16 if device == "cuda" or options.bfloat16 else torch.float32
matrices = {n: w.to(half) for n, w in weights.items() if w.dim() == 2 and "layers" in n}
biases = {n: w.to(half) for n, w in weights.items() if n.endswith("bias")}
frequencies = 1 / config["rope_theta"] ** (torch.arange(0, head_dim, 2, device=device).float() / head_dim)


class Lora(torch.nn.Module):
    """Rank r beside every linear layer; B starts at zero."""

    def __init__(self, layers, rank=options.rank, alpha=2 * options.rank):
        super().__init__()
        self.rank, self.alpha, self.layers = rank, alpha, layers
        self.pairs = torch.nn.ParameterDict()
        for layer in range(layers):
            for module in modules:
                out, inner = weights[f"model.layers.{layer}.{module}.weight"].shape
                key = f"{layer} {module}".replace(".", "/")
                self.pairs[key + " A"] = torch.nn.Parameter((torch.rand(rank, inner) * 2 - 1) / math.sqrt(inner))
                self.pairs[key + " B"] = torch.nn.Parameter(torch.zeros(out, rank))

    def apply_to(self, layer, module, x, y):
        key = f"{layer} {module}".replace(".", "/")
        a, b = self.pairs[key + " A"].to(x.dtype), self.pairs[key + " B"].to(x.dtype)
        return y + (x @ a.T) @ b.T * (self.alpha / self.rank)

    def save(self, folder):
        os.makedirs(folder, exist_ok=True)
        tensors = {}
        for key, value in self.pairs.items():
            layer, module, factor = key.replace("/", ".").split(" ")
            tensors[f"base_model.model.model.layers.{layer}.{module}.lora_{factor}.weight"] = value.detach().half().cpu()
        save_file(tensors, f"{folder}/adapter_model.safetensors")


def norm(h, name):
    return (h * torch.rsqrt(h.pow(2).mean(-1, keepdim=True) + config["rms_norm_eps"]) * weights[name]).to(half)


def rotate(x, cosines, sines):
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosines - b * sines, b * cosines + a * sines], -1)


def states(tokens, layers, lora=None, fixed=0):
    """[batch, seq] ids -> the residual stream after each of `layers`, float32 [batch, seq, width]. Padding stands at the right: nothing sees it. No gradient is
    kept of the layers below `fixed`."""
    learning = torch.is_grad_enabled()
    batch, seq = tokens.shape
    angles = torch.arange(seq, device=device)[:, None].float() * frequencies
    cosines, sines = angles.cos().to(half), angles.sin().to(half)
    h = F.embedding(tokens, weights["model.embed_tokens.weight"])
    found = {}
    for layer in range(max(layers)):
        torch.set_grad_enabled(learning and layer >= fixed)

        def linear(module, x):
            y = F.linear(x, matrices[f"model.layers.{layer}.{module}.weight"], biases.get(f"model.layers.{layer}.{module}.bias"))
            return y if lora is None or layer >= lora.layers else lora.apply_to(layer, module, x, y)

        x = norm(h, f"model.layers.{layer}.input_layernorm.weight")
        split = lambda v, n: v.view(batch, seq, n, head_dim).transpose(1, 2)
        q = rotate(split(linear("self_attn.q_proj", x), heads), cosines, sines)
        k = rotate(split(linear("self_attn.k_proj", x), kv_heads), cosines, sines)
        v = split(linear("self_attn.v_proj", x), kv_heads)
        k, v = (t.repeat_interleave(heads // kv_heads, 1) for t in (k, v))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(batch, seq, -1)
        h = h + linear("self_attn.o_proj", mixed).float()
        x = norm(h, f"model.layers.{layer}.post_attention_layernorm.weight")
        inner = F.silu(linear("mlp.gate_proj", x)) * linear("mlp.up_proj", x)
        h = h + linear("mlp.down_proj", inner).float()
        if layer + 1 in layers:
            found[layer + 1] = h
    torch.set_grad_enabled(learning)
    return found


def padded(batch):
    seq = -(-max(c["length"] for c in batch) // 16) * 16
    tokens = torch.zeros(len(batch), seq, dtype=torch.long)
    for row, c in zip(tokens, batch):
        row[: c["length"]] = c["tokens"]
    return tokens.to(device, non_blocking=True)


def batches(units, tokens, shuffle):
    """Units (chains that must stay together) of like length, at most so many tokens with padding."""
    order = list(range(len(units)))
    longest = [max(c["length"] for c in u) for u in units]
    if shuffle:
        shuffle.shuffle(order)
        window = 2048
        order = [i for s in range(0, len(order), window) for i in sorted(order[s : s + window], key=lambda i: longest[i])]
    else:
        order.sort(key=lambda i: longest[i])
    found, current, width_now = [], [], 0
    for i in order:
        wide = max(width_now, longest[i])
        if current and wide * (len(current) + len(units[i])) > tokens:
            found.append(current)
            current, wide = [], longest[i]
        current = current + units[i]
        width_now = wide
    if current:
        found.append(current)
    if shuffle:
        shuffle.shuffle(found)
    return found


def places_of(batch):
    rows = torch.tensor([b for b, c in enumerate(batch) for _ in c["places"]], device=device)
    columns = torch.tensor([p for c in batch for p in c["places"]], device=device)
    return rows, columns


# Judging: a score for each step, and one for each chain; what they are worth.


def auc(scores, labels):
    scores, labels = np.asarray(scores, float), np.asarray(labels, bool)
    if labels.all() or not labels.any():
        return None
    order = scores.argsort(kind="stable")
    ranks = np.empty(len(scores))
    ordered = scores[order]
    edges = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1], True])
    for a, b in zip(edges[:-1], edges[1:]):
        ranks[order[a:b]] = (a + b + 1) / 2
    n = labels.sum()
    return (ranks[labels].sum() - n * (n + 1) / 2) / (n * (len(labels) - n))


def grouped(list_of_chains):
    groups = {}
    for c in list_of_chains:
        groups.setdefault(c["question"], []).append(c)
    return groups


def measure_outcomes(which, score):
    """AUC over chains, and how often the right chain of a question gets more than a wrong one; intervals over questions."""
    figures = {}
    for source in ("mmluPro", "zeroevalMath", "zeroevalGsm"):
        some = [c for c in part(which) if c["source"] == source and c.get("correct") is not None and c["kind"] != "slip"]
        if not some:
            continue
        wins = []
        for group in grouped(some).values():
            right = [score[c["index"]] for c in group if c["correct"]]
            wrong = [score[c["index"]] for c in group if not c["correct"]]
            pairs = [(r > w) + 0.5 * (r == w) for r in right for w in wrong]
            if pairs:
                wins.append((sum(pairs), len(pairs)))
        if not wins:
            continue
        wins = np.array(wins, float)
        draws = np.random.default_rng(1).integers(0, len(wins), (500, len(wins)))
        spread = np.sort(wins[draws, 0].sum(1) / wins[draws, 1].sum(1))
        figures[source] = {
            "chains": len(some),
            "auc": rounded(auc([score[c["index"]] for c in some], [c["correct"] for c in some])),
            "pairs": rounded(wins[:, 0].sum() / wins[:, 1].sum()),
            "interval": [rounded(spread[12]), rounded(spread[487])],
        }
    return figures


def measure_steps(which, score):
    """`score[index]` is a list, one for each step: higher is righter."""
    figures = {}
    for source in ("mr_gsm8k", "prmbench"):
        some = [c for c in part(which) if c["source"].startswith(source)]
        pairs = [(score[c["index"]][t], right) for c in some for t, right in step_labels(c)]
        if pairs:
            figures[source] = {"steps": len(pairs), "auc": rounded(auc(*zip(*pairs)))}
    slips = [c for c in part(which) if c["kind"] == "slip"]
    wins = [
        (score[good["index"]][-1] > score[bad["index"]][-1]) + 0.5 * (score[good["index"]][-1] == score[bad["index"]][-1])
        for good, bad in zip(slips[::2], slips[1::2])
        if good["firstError"] == -1 and bad["firstError"] != -1
    ]
    if wins:
        figures["slips"] = {"pairs": len(wins), "won": rounded(np.mean(wins))}
    # The first step below a threshold, at which four of five right GSM8K solutions are kept whole.
    right = [c for c in part(which) if c["source"] == "zeroevalGsm" and c.get("correct")]
    human = [c for c in part(which) if c["source"] == "mr_gsm8k" and c["firstError"] >= 0]
    if right and human:
        threshold = np.quantile([min(score[c["index"]]) for c in right], 0.2)
        named = [next((t for t, s in enumerate(score[c["index"]]) if s < threshold), -1) for c in human]
        figures["first error named"] = rounded(np.mean([n == c["firstError"] for n, c in zip(named, human)]))
    return figures


def measure_fresh(outcome, steps, some):
    """Chains of other hands, to which nothing was fitted; of the wrong ones, how many lie below the lowest twentieth of the right ones."""
    some = [c for c in some if steps[c["index"]] is not None]
    if not some:
        return {}
    labels = [(steps[c["index"]][t], right) for c in some for t, right in step_labels(c)]
    figures = {"chains": len(some), "steps": rounded(auc(*zip(*labels)))}
    for name, score in (("outcome", lambda c: outcome[c["index"]]), ("lowest step", lambda c: min(steps[c["index"]]))):
        right, wrong = ([score(c) for c in some if (c["firstError"] == -1) == good] for good in (True, False))
        if not right or not wrong:
            continue
        below = np.mean(np.array(wrong) < np.quantile(right, 0.05))
        figures[name] = {"auc": rounded(auc(right + wrong, [True] * len(right) + [False] * len(wrong))), "below": rounded(below)}
    return figures


rounded = lambda x: None if x is None else round(float(x), 4)


def source_weights(list_of_chains, key):
    counts = {}
    for c in list_of_chains:
        counts[key(c)] = counts.get(key(c), 0) + 1
    return {k: (max(counts.values()) / n) ** 0.5 for k, n in counts.items()}


# 1. Heads on frozen states.

observed = sorted({l for l in (2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 30) if l <= depth} | {depth})


@torch.no_grad()
def all_states(layers, lora=None):
    """{layer: half [places of all chains, width]}; a chain's places follow one another, in the order of the chains."""
    first = np.cumsum([0] + [len(c["places"]) for c in chains])
    store = {l: torch.empty(int(first[-1]), width, dtype=torch.float16, device=device) for l in layers}
    for batch in batches([[c] for c in chains], 4 * options.tokens, None):
        found = states(padded(batch), layers, lora)
        rows, columns = places_of(batch)
        into = torch.cat([torch.arange(first[c["index"]], first[c["index"] + 1]) for c in batch]).to(device)
        for l in layers:
            store[l][into] = found[l][rows, columns].half()
    return store, first


def logistic(x, y, w, penalty, steps=60):
    """L2-penalised logistic regression on standardised features, by L-BFGS; returns a function of raw features."""
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    z = (x - mean) / deviation
    beta = torch.zeros(x.shape[1] + 1, device=device, requires_grad=True)
    optimizer = torch.optim.LBFGS([beta], max_iter=steps, line_search_fn="strong_wolfe")
    total = w.sum()

    def loss():
        optimizer.zero_grad()
        value = (F.binary_cross_entropy_with_logits(z @ beta[:-1] + beta[-1], y, reduction="none") * w).sum() / total
        value = value + penalty * beta[:-1].pow(2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    beta = beta.detach()
    return lambda x: ((x - mean) / deviation) @ beta[:-1] + beta[-1]


def perceptron(x, y, w, hidden=128, epochs=12):
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    net = torch.nn.Sequential(
        torch.nn.Dropout(0.2), torch.nn.Linear(x.shape[1], hidden), torch.nn.GELU(), torch.nn.Dropout(0.3), torch.nn.Linear(hidden, 1)
    ).to(device)
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.05)
    z = (x - mean) / deviation
    for _ in range(epochs):
        for at in torch.randperm(len(y), device=device).split(512):
            optimizer.zero_grad()
            (F.binary_cross_entropy_with_logits(net(z[at])[:, 0], y[at], reduction="none") * w[at]).mean().backward()
            optimizer.step()
    net.eval()
    return torch.no_grad()(lambda x: net((x - mean) / deviation)[:, 0])


class Frozen:
    """Features of the states of some layers: a step's own state, and for a chain its last step's and the mean of its steps'."""

    def __init__(self, store, first):
        self.store, self.first = store, first
        self.owner = torch.from_numpy(np.repeat(np.arange(len(chains)), np.diff(first))).to(device)

    def steps(self, layers):
        return torch.cat([self.store[l] for l in layers], 1)

    def chain(self, layers):
        found = []
        last = torch.from_numpy(self.first[1:] - 1).to(device)
        count = torch.from_numpy(np.diff(self.first)).to(device).float()[:, None]
        for l in layers:
            x = self.store[l].float()
            total = torch.zeros(len(chains), width, device=device).index_add_(0, self.owner, x)
            found += [x[last], total / count]
        return torch.cat(found, 1)


def outcome_rows(fraction=1.0):
    some = [c for c in part("train") if c.get("correct") is not None]
    if fraction < 1:
        keep = sorted({c["question"] for c in some})
        random.Random(3).shuffle(keep)
        keep = set(keep[: max(2, int(len(keep) * fraction))])
        some = [c for c in some if c["question"] in keep]
    weight = source_weights(some, lambda c: c["source"])
    at = torch.tensor([c["index"] for c in some], device=device)
    return at, torch.tensor([float(c["correct"]) for c in some], device=device), torch.tensor([weight[c["source"]] for c in some], device=device)


def step_rows(first, kinds=("step", "slip", "likely-error")):
    some = [c for c in part("train") if c["kind"] in kinds and c.get("firstError") is not None]
    weight = source_weights(some, lambda c: c["source"] + c["kind"])
    rows = [(int(first[c["index"]]) + t, right, weight[c["source"] + c["kind"]]) for c in some for t, right in step_labels(c)]
    at, y, w = (torch.tensor(column, device=device, dtype=kind) for column, kind in zip(zip(*rows), (torch.long, torch.float, torch.float)))
    w = torch.where(y == 1, w / (w * y).sum(), w / (w * (1 - y)).sum()) * len(y) / 2  # as much weight to wrong steps as to right ones
    return at, y, w


def by_chain(scores, first):
    scores = scores.float().cpu().numpy()
    return [scores[a:b].tolist() for a, b in zip(first[:-1], first[1:])]


def headline(figures):
    return [v["auc"] for v in figures.values() if isinstance(v, dict) and v.get("auc") is not None]


def heads_on_frozen_states():
    with torch.no_grad():
        store, first = all_states(observed)
    report(stage="states", device=torch.cuda.get_device_name() if device == "cuda" else "cpu", torch=torch.__version__, chains=len(chains), tokens=sum(c["length"] for c in chains), layers=depth)
    frozen = Frozen(store, first)

    style = torch.tensor(
        [[math.log(c["length"]), math.log(len(c["places"])), math.log(c["characters"] + 1), c["characters"] / len(c["places"]) / 100] for c in chains],
        device=device,
    )
    at, y, w = outcome_rows()
    scores = logistic(style[at], y, w, 1e-4)(style).cpu().tolist()
    report(stage="style alone", outcomes=measure_outcomes("test", scores))

    best = (-1, None)
    for layers in [[l] for l in observed] + [[depth - 4, depth]]:
        x = frozen.chain(layers)
        for penalty in (1e-3, 1e-2, 1e-1):
            scores = logistic(x[at], y, w, penalty)(x).cpu().tolist()
            dev = measure_outcomes("dev", scores)
            quality = dev.get("mmluPro", {}).get("auc") or 0
            report(stage="frozen outcome", layers=layers, penalty=penalty, dev=dev, test=measure_outcomes("test", scores))
            if quality > best[0]:
                best = (quality, (layers, penalty))
    layers, penalty = best[1]
    x = frozen.chain(layers)
    for fraction in (0.1, 0.3, 1.0):
        some, labels, ws = outcome_rows(fraction)
        scores = logistic(x[some], labels, ws, penalty)(x).cpu().tolist()
        report(stage="learning curve", fraction=fraction, chains=len(some), layers=layers, penalty=penalty, test=measure_outcomes("test", scores))
    scores = perceptron(x[at], y, w)(x).cpu().tolist()
    report(stage="frozen outcome, perceptron", layers=layers, dev=measure_outcomes("dev", scores), test=measure_outcomes("test", scores))

    sat, sy, sw = step_rows(first)
    best_step = (-1, None)
    for layer in observed:
        x = frozen.steps([layer]).float()
        steps = by_chain(logistic(x[sat], sy, sw, 1e-2)(x), first)
        dev = measure_steps("dev", steps)
        quality = sum(headline(dev))
        report(stage="frozen steps", layer=layer, dev=dev, test=measure_steps("test", steps))
        if quality > best_step[0]:
            best_step = (quality, layer)
    layer = best_step[1]
    x = frozen.steps([layer]).float()
    for kinds in (("step",), ("slip",), ("likely-error",), ("step", "likely-error")):
        kat, ky, kw = step_rows(first, kinds)
        report(stage="frozen steps by label", kinds=kinds, layer=layer, test=measure_steps("test", by_chain(logistic(x[kat], ky, kw, 1e-2)(x), first)))
    steps = by_chain(perceptron(x[sat], sy, sw, epochs=4)(x), first)
    report(stage="frozen steps, perceptron", layer=layer, test=measure_steps("test", steps))


if not options.no_frozen:
    heads_on_frozen_states()
    if device == "cuda":
        torch.cuda.empty_cache()

# 2. LoRA on the layers below the heads.


class Heads(torch.nn.Module):
    """On the normalised state of each step: is the step right; and with the mean of the steps so far: will the answer be right."""

    def __init__(self):
        super().__init__()
        self.step = torch.nn.Linear(width, 1)
        self.outcome = torch.nn.Linear(2 * width, 1)
        for each in (self.step, self.outcome):
            torch.nn.init.zeros_(each.weight)

    def forward(self, h, counts):
        x = F.rms_norm(h, (width,), eps=1e-5)
        means = torch.cat([part.cumsum(0) / torch.arange(1, len(part) + 1, device=x.device)[:, None] for part in x.split(counts)])
        return self.step(x)[:, 0], self.outcome(torch.cat([x, means], 1))[:, 0]


def judge(batch, top, lora, judging, fixed=0):
    rows, columns = places_of(batch)
    h = states(padded(batch), [top], lora, fixed)[top][rows, columns]
    return judging(h, [len(c["places"]) for c in batch])


def learn(name, units, lora, judging, top, epochs, rate, budget, ranking=1.0, head_rate=2e-3):
    """Trains adapter and heads in place; what it took, or None where the loss left the numbers."""
    learning = [c for unit in units for c in unit]
    weight = source_weights(learning, lambda c: c["source"] + c["kind"])
    wrong_share = sum(1 for c in learning for _, r in step_labels(c) if not r) / max(1, sum(len(step_labels(c)) for c in learning))
    shuffle = random.Random(options.seed - 2)
    plan = []
    while epochs > 0:
        epoch = batches(units, options.tokens, shuffle)
        plan += epoch[: max(1, int(len(epoch) * min(1, epochs)))]
        epochs -= 1
    optimizer = torch.optim.AdamW(
        [{"params": lora.parameters(), "lr": rate}, {"params": judging.parameters(), "lr": head_rate, "weight_decay": 0.01}], weight_decay=0.0, betas=(0.9, 0.99)
    )
    peaks = [g["lr"] for g in optimizer.param_groups]
    began, seen, sums = time.time(), 0, []
    for step, batch in enumerate(plan):
        progress = min(1, max(step / len(plan), (time.time() - began) / budget))  # a run that its time ends has cooled down too
        if time.time() - began > budget:
            report(stage=name, note=f"stopped after {step} of {len(plan)} steps")
            break
        for group, peak in zip(optimizer.param_groups, peaks):
            group["lr"] = peak * min(1, (step + 1) / 20) * 0.5 * (1 + math.cos(math.pi * progress))
        right, outcome = judge(batch, top, lora, judging)
        counts = [len(c["places"]) for c in batch]
        starts = np.cumsum([0] + counts)
        places, labels, ws = [], [], []
        for c, start in zip(batch, starts):
            for t, ok in step_labels(c):
                places.append(start + t)
                labels.append(float(ok))
                ws.append(weight[c["source"] + c["kind"]] * (0.5 / (1 - wrong_share) if ok else 0.5 / wrong_share))
        loss = torch.zeros((), device=device)
        if places:
            ws = torch.tensor(ws, device=device)
            each = F.binary_cross_entropy_with_logits(right[torch.tensor(places, device=device)], torch.tensor(labels, device=device), reduction="none")
            loss = loss + (each * ws).sum() / ws.sum()
        ends = [(start + n - 1, float(c["correct"]), weight[c["source"] + c["kind"]], n) for c, start, n in zip(batch, starts, counts) if c.get("correct") is not None]
        if ends:
            last, y, ws, ns = zip(*ends)
            y, ws = torch.tensor(y, device=device), torch.tensor(ws, device=device)
            each = F.binary_cross_entropy_with_logits(outcome[torch.tensor(last, device=device)], y, reduction="none")
            loss = loss + (each * ws).sum() / ws.sum()
            # Half way through, the outcome can be felt already.
            middle = torch.tensor([l - n // 2 for l, n in zip(last, ns)], device=device)
            loss = loss + 0.3 * (F.binary_cross_entropy_with_logits(outcome[middle], y, reduction="none") * ws).sum() / ws.sum()
        pairs = [
            (b, a) if batch[b].get("correct") else (a, b)
            for a, b in zip(range(len(batch) - 1), range(1, len(batch)))
            if batch[a]["question"] == batch[b]["question"] and {batch[a].get("correct"), batch[b].get("correct")} == {True, False}
        ]
        if pairs and ranking > 0:
            good, bad = (torch.tensor([starts[i] + counts[i] - 1 for i in side], device=device) for side in zip(*pairs))
            loss = loss + ranking * F.softplus(outcome[bad] - outcome[good]).mean()
        slips = [
            (a, b)
            for a, b in zip(range(len(batch) - 1), range(1, len(batch)))
            if batch[a]["kind"] == batch[b]["kind"] == "slip" and batch[a]["question"] == batch[b]["question"] and batch[a]["firstError"] == -1 != batch[b]["firstError"]
        ]
        if slips and ranking > 0:
            good, bad = (torch.tensor([starts[i] + counts[i] - 1 for i in side], device=device) for side in zip(*slips))
            loss = loss + ranking * F.softplus(right[bad] - right[good]).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*lora.parameters(), *judging.parameters()], 1.0)
        optimizer.step()
        seen += sum(c["length"] for c in batch)
        sums.append(loss.item())
        if not math.isfinite(sums[-1]):
            report(stage=name, note=f"loss is {sums[-1]} at step {step}")
            return None
        if (step + 1) % 40 == 0:
            print(f"{name} {step + 1}/{len(plan)} loss {np.mean(sums[-40:]):.4f} {seen / (time.time() - began):.0f} tokens/s", flush=True)
    return {"seconds": round(time.time() - began, 1), "tokensPerSecond": round(seen / (time.time() - began)), "steps": len(plan), "chains": len(learning), "loss": rounded(np.mean(sums[-20:]))}


@torch.no_grad()
def score(some, lora, judging, top):
    """For each of these chains: a logit for each step being right, and for the answer, felt at each step."""
    steps, outcomes = [None] * len(chains), [None] * len(chains)
    judging.eval()
    for batch in batches([[c] for c in some], 4 * options.tokens, None):
        right, outcome = judge(batch, top, lora, judging)
        start = 0
        for c in batch:
            n = len(c["places"])
            steps[c["index"]] = right[start : start + n].float().tolist()
            outcomes[c["index"]] = outcome[start : start + n].float().tolist()
            start += n
    judging.train()
    return steps, outcomes


def figures_of(steps, outcomes):
    last = [None if o is None else o[-1] for o in outcomes]
    figures = {which: {**measure_outcomes(which, last), **measure_steps(which, steps)} for which in ("dev", "test")}
    return {**figures, "fresh": measure_fresh(last, steps, part("fresh")), "unread": measure_fresh(last, steps, part("unread"))}


def write_scores(name, steps, outcomes):
    kept = []
    for c in chains:
        if steps[c["index"]] is None:
            continue
        one = {"i": c["place"], "steps": [round(s, 3) for s in steps[c["index"]]], "outcome": round(outcomes[c["index"]][-1], 4)}
        if c["part"] not in ("dev", "test"):
            one["outcomes"] = [round(s, 3) for s in outcomes[c["index"]]]
        kept.append(one)
    with gzip.open(f"{options.output}/scores-{name}.json.gz", "wt") as file:
        json.dump(kept, file)


def save(name, lora, judging, top):
    lora.save(f"{options.output}/{name}")
    with open(f"{options.output}/heads-{name}.json", "w") as file:
        json.dump({"top": top, "rank": lora.rank, "alpha": lora.alpha, **{k: v.tolist() for k, v in judging.state_dict().items()}}, file)


JUDGED = ("dev", "test", "fresh", "unread", "natural")


def train_lora(name, top, epochs=1.0, ranking=1.0, rank=options.rank, rate=options.rate, kinds=None, fraction=1.0, budget=90, keep=False):
    learning = [c for c in part("train") if kinds is None or c["kind"] in kinds]
    questions = sorted({c["question"] for c in learning})
    random.Random(3).shuffle(questions)
    some = set(questions[: max(2, int(len(questions) * fraction))])
    learning = [c for c in learning if c["question"] in some]
    lora, judging = Lora(top, rank).to(device), Heads().to(device)
    took = learn(name, units_of(learning), lora, judging, top, epochs, rate, budget, ranking)
    if took is None:
        return
    steps, outcomes = score(part(*JUDGED), lora, judging, top)
    report(stage=name, top=top, rank=rank, rate=rate, ranking=ranking, kinds=kinds, fraction=fraction, seed=options.seed, **took, **figures_of(steps, outcomes))
    if keep:
        save(name, lora, judging, top)
        write_scores(name, steps, outcomes)


# 3. What ships, and what fresh slips teach it.


def shipped():
    """The adapter and the heads of a folder that `probe-unpack` wrote."""
    adapter = json.load(open(f"{options.adapter}/adapter_config.json"))
    probe = json.load(open(f"{options.adapter}/probe.json"))
    top = probe["step"]["layer"]
    lora, judging = Lora(top, adapter["r"], adapter["lora_alpha"]).to(device), Heads().to(device)
    tensors = load_file(f"{options.adapter}/adapter_model.safetensors")
    with torch.no_grad():
        for key, value in lora.pairs.items():
            layer, module, factor = key.replace("/", ".").split(" ")
            value.copy_(tensors[f"base_model.model.model.layers.{layer}.{module}.lora_{factor}.weight"])
        for head, name in ((judging.step, "step"), (judging.outcome, "outcome")):
            head.weight.copy_(torch.tensor([probe[name]["weights"]]))
            head.bias.copy_(torch.tensor([probe[name]["bias"]]))
    return lora, judging, top


def loss_of_slips(batch, right, outcome):
    """Of a batch in which the right and the wrong chain of a question stand side by side: right and wrong steps weigh alike, whatever their numbers; the answer; and
    the first wrong step below every step of the right chain and every one before it, which is what a threshold needs."""
    counts = [len(c["places"]) for c in batch]
    starts = np.cumsum([0] + counts)
    places = {True: [], False: []}
    for c, start in zip(batch, starts):
        for t, ok in step_labels(c):
            places[ok].append(start + t)
    loss = torch.zeros((), device=device)
    if places[True]:
        loss = loss + 0.5 * F.softplus(-right[places[True]]).mean()
    if places[False]:
        loss = loss + 0.5 * F.softplus(right[places[False]]).mean()
    ends = [(start + n - 1, float(c["correct"])) for c, start, n in zip(batch, starts, counts) if c.get("correct") is not None]
    if ends:
        last, y = zip(*ends)
        loss = loss + F.binary_cross_entropy_with_logits(outcome[list(last)], torch.tensor(y, device=device))
    ranks = []
    for i, (a, b) in enumerate(zip(batch, batch[1:])):
        if a["question"] != b["question"] or {a.get("correct"), b.get("correct")} != {True, False}:
            continue
        good, bad = (i, i + 1) if a["correct"] else (i + 1, i)
        ranks.append(F.softplus(outcome[starts[bad + 1] - 1] - outcome[starts[good + 1] - 1]))
        error = batch[bad].get("firstError")
        if error is not None and batch[good].get("firstError") == -1:
            slip = right[starts[bad] + error]
            ranks.append(F.softplus(slip - right[starts[good] : starts[good + 1]].min()))
            if error > 0:
                ranks.append(0.5 * F.softplus(slip - right[starts[bad] : starts[bad] + error].min()))
    return loss + torch.stack(ranks).mean() if ranks else loss


def slips():
    """Once through the fresh chains of the hands that may be learned from, with some of the training part beside them, so that it is not forgotten; again and
    again while there is time. The rate falls with the time that is spent. What is learned is kept every 25 steps."""
    lora, judging, top = shipped()
    for key, value in lora.pairs.items():
        value.requires_grad_(int(key.split(" ")[0]) >= options.slips_from)
    learning = [value for value in lora.pairs.values() if value.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": learning, "lr": options.slips_rate}, {"params": judging.parameters(), "lr": 4 * options.slips_rate, "weight_decay": 0.01}], weight_decay=0.0, betas=(0.9, 0.99)
    )
    peaks = [g["lr"] for g in optimizer.param_groups]
    kept = {hand for hand in options.slips_keep.split(",") if hand}
    fresh = units_of([c for c in part("fresh", "unread") if c["hand"] not in kept])
    others = units_of([c for c in part("train") if c["kind"] != "slip" and c["length"] < 900])
    random.Random(11).shuffle(others)
    room = options.replay * sum(c["length"] for unit in fresh for c in unit)
    spent, step, place, epoch, others_taken, sums = 0.0, 0, 0, 0, 0, []
    file = f"{options.output}/slips.pt"
    if os.path.exists(file):
        found = torch.load(file, weights_only=False)
        lora.load_state_dict(found["lora"]), judging.load_state_dict(found["judging"]), optimizer.load_state_dict(found["optimizer"])
        spent, step, place, epoch, others_taken = found["at"]
        print(f"goes on at step {step}, {spent:.0f} seconds", flush=True)
    while spent < options.slips:
        beside, more = [], room
        while more > 0 and others:
            unit = others[(others_taken + len(beside)) % len(others)]
            beside.append(unit)
            more -= sum(c["length"] for c in unit)
        plan = batches(fresh + beside, options.slips_tokens, random.Random(100 + epoch))
        for batch in plan[place:]:
            began = time.time()
            if spent >= options.slips:
                break
            for group, peak in zip(optimizer.param_groups, peaks):
                group["lr"] = peak * min(1, (step + 1) / 20) * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * spent / options.slips)))
            right, outcome = judge(batch, top, lora, judging, options.slips_from)
            loss = loss_of_slips(batch, right, outcome)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*learning, *judging.parameters()], 1.0)
            optimizer.step()
            sums.append(loss.item())
            step, place, spent = step + 1, place + 1, spent + time.time() - began
            if step % 25 == 0:
                kept_now = {"lora": lora.state_dict(), "judging": judging.state_dict(), "optimizer": optimizer.state_dict(), "at": (spent, step, place, epoch, others_taken)}
                torch.save(kept_now, file + ".new")
                os.replace(file + ".new", file)
                print(f"slips {step}, {place} of {len(plan)}, loss {np.mean(sums[-25:]):.3f}, {spent:.0f} s", flush=True)
        else:
            place, epoch, others_taken = 0, epoch + 1, others_taken + len(beside)
    report(stage="slips learned", steps=step, epochs=epoch, batchesMore=place, loss=rounded(np.mean(sums[-50:])) if sums else None)
    save("lora", lora, judging, top)
    judged = [c for c in part("fresh", "unread") if c["hand"] in kept] + part("dev", "test", "natural")
    steps, outcomes = score(judged, lora, judging, top)
    write_scores("lora", steps, outcomes)
    last = [None if o is None else o[-1] for o in outcomes]
    for hand in sorted(kept):
        report(stage=f"slips of {hand}", **measure_fresh(last, steps, [c for c in part("fresh", "unread") if c["hand"] == hand]))


if options.adapter:
    lora, judging, top = shipped()
    steps, outcomes = score(part(*JUDGED), lora, judging, top)
    report(stage="shipped", **figures_of(steps, outcomes))
    write_scores("shipped", steps, outcomes)
    if options.slips:
        slips()

# The first is the one to keep; the others say what each choice is worth. Each runs only while there is time.
runs = [
    dict(name="lora", top=depth, epochs=options.epochs, budget=options.budget, keep=True),
    dict(name="lora-no-ranking", top=depth, epochs=1, ranking=0.0, budget=50),
    dict(name="lora-lower", top=max(1, depth - 4), epochs=1, budget=45),
    dict(name="lora-one-epoch", top=depth, epochs=1, budget=50),
    dict(name="lora-30-percent", top=depth, epochs=1, fraction=0.3, budget=30),
    dict(name="lora-10-percent", top=depth, epochs=1, fraction=0.1, budget=15),
    dict(name="lora-no-slips", top=depth, epochs=1, kinds=["outcome", "likely-error", "step"], budget=40),
]
if options.runs is not None:
    runs = [run for name in options.runs.split(",") for run in runs if run["name"] == name]
for run in runs:
    if left() < run["budget"] * 0.6:
        report(stage=run["name"], note="no time left")
        continue
    run["budget"] = min(run["budget"], left() - 10)
    train_lora(**run)
report(stage="end", peakMB=round(torch.cuda.max_memory_allocated() / 2**20) if device == "cuda" else None)
