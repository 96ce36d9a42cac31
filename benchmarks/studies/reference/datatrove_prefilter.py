"""The same documents through datatrove's reader, Gopher quality filter and MinHash, for benchmarks/extraction-speed.ts.

    pip install datatrove 'xxhash<4' nltk regex orjson tokenizers spacy
    python datatrove_prefilter.py FOLDER_OF_JSONL SCRATCH_FOLDER

One process, one task; MinHash in datatrove's defaults (5-word shingles, 14 bands of 8), all three of its stages. Prints one JSON object: documents,
seconds and CPU seconds of each stage. Thresholds that would drop the made-up words are loosened: every document passes. Not part of the npm package.
"""

import json
import sys
import time

from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.filters import GopherQualityFilter
from datatrove.pipeline.readers import JsonlReader

source, scratch = sys.argv[1:3]
config = MinhashConfig()
stages = {}


def quality():
    return GopherQualityFilter(min_stop_words=0, min_avg_word_length=2, max_avg_word_length=12, min_doc_words=10)


def measured(name, steps):
    """Runs a chain of steps and counts what comes out at its end."""
    began, cpu = time.time(), time.process_time()
    data = None
    for step in steps:
        data = step(data)
    count = 0
    for _ in data or ():
        count += 1
    stages[name] = {"seconds": time.time() - began, "cpuSeconds": time.process_time() - cpu, "passed": count}


def step(made):
    return lambda data: made.run(data, 0, 1)


measured("read", [step(JsonlReader(source))])
measured("read, quality", [step(JsonlReader(source)), step(quality())])
measured("read, quality, signatures", [
    step(JsonlReader(source)), step(quality()), step(MinhashDedupSignature(f"{scratch}/signatures", config=config))])
for bucket in range(config.num_buckets):
    buckets = MinhashDedupBuckets(f"{scratch}/signatures", f"{scratch}/buckets", config=config)
    measured(f"bucket {bucket}", [lambda _, rank=bucket: buckets.run(None, rank, config.num_buckets)])
measured("cluster", [step(MinhashDedupCluster(f"{scratch}/buckets", f"{scratch}/remove", config=config))])
measured("read, filter", [step(JsonlReader(source)), step(MinhashDedupFilter(f"{scratch}/remove"))])

# The signatures' pass reads and judges too; the buckets, clusters and the last filtering pass come on top.
whole = ["read, quality, signatures", *(f"bucket {i}" for i in range(config.num_buckets)), "cluster", "read, filter"]
print(json.dumps({
    "documents": stages["read"]["passed"],
    "kept": stages["read, filter"]["passed"],
    "quality": stages["read, quality"],
    "signatures": stages["read, quality, signatures"],
    "whole": {key: sum(stages[name][key] for name in whole) for key in ("seconds", "cpuSeconds")},
}))
