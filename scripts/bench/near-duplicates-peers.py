"""Removes near-duplicates with a peer library: python near-duplicates-peers.py LIBRARY TEXTS.json, prints one JSON object.

The work is ours (normalise, character 5-grams, keep the first): 96 permutations in 24 bands of 4, a candidate counts when the
estimated Jaccard is at least 0.4. `rensa-bulk` is its quickest way, which takes every candidate unseen.
"""

import json
import resource
import sys
import time
import unicodedata

PERMUTATIONS, BANDS, ROWS, THRESHOLD = 96, 24, 4, 0.4


def shingles(text):
    text = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    return list({text[at : at + 5] for at in range(max(1, len(text) - 4))})


def datasketch(texts):
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    kept, removed = {}, []
    for at, text in enumerate(texts):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        if any(kept[key].jaccard(sketch) >= THRESHOLD for key in index.query(sketch)):
            removed.append(at)
        else:
            kept[at] = sketch
            index.insert(at, sketch)
    return removed


def rensa(texts):
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    kept, removed = {}, []
    for at, text in enumerate(texts):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(shingles(text))
        if any(kept[key].jaccard(sketch) >= THRESHOLD for key in index.query(sketch)):
            removed.append(at)
        else:
            kept[at] = sketch
            index.insert(at, sketch)
    return removed


def rensa_bulk(texts):
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    matrix = RMinHash.digest_matrix_from_token_sets((shingles(text) for text in texts), PERMUTATIONS, 1)
    flags = index.insert_matrix_and_query_duplicate_flags(matrix)
    return [at for at, flag in enumerate(flags) if flag]


def main():
    library, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        texts = json.load(file)
    work = {"datasketch": datasketch, "rensa": rensa, "rensa-bulk": rensa_bulk}[library]
    started = time.process_time()
    removed = work(texts)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"removed": removed, "seconds": seconds, "peakMb": peak}))


main()
