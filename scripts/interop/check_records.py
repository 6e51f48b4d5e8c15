"""Reads the records as their consumers do and compares with the JSONL, nothing changed.

usage: check_records.py FOLDER [REFERENCE]
FOLDER holds one folder a data set with train.jsonl and data/*.parquet, and mistral-ids.jsonl beside mistral/.
REFERENCE is the folder of the official Mistral tokenizer and samples; without it those checks are skipped.
"""

import glob
import json
import os
import sys
import tempfile

import datasets
import pandas

failures = 0


def report(name, count, problems):
    global failures
    print(f"{'FAIL' if problems else 'ok  '} {name}: {count} compared" + (f", {len(problems)} differ" if problems else ""))
    for problem in problems[:5]:
        print(f"       {problem}")
    failures += bool(problems)


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def same(one, other):
    """Equal in value, kind (1 is neither true nor 1.0) and order of keys: a model is trained on the order too."""
    return json.dumps(one) == json.dumps(other)


def differing(found, line):
    return sorted(key for key in {*found, *line} if not same(found.get(key), line.get(key)))


def decode(value):
    """A Parquet cell: text columns hold texts or the JSON text of a structured value."""
    try:
        return json.loads(value)
    except (TypeError, json.JSONDecodeError):
        return value


def check_parquet(folder, cache):
    expected = lines_of(f"{folder}/train.jsonl")
    loaded = datasets.load_dataset("parquet", data_files=f"{folder}/data/*.parquet", split="train", cache_dir=cache)
    problems = [] if len(loaded) == len(expected) else [f"{len(loaded)} rows instead of {len(expected)}"]
    for at, (row, line) in enumerate(zip(loaded, expected)):
        found = {}
        for key, value in row.items():
            if value is not None:
                # A member that is a text in the line is a text in the cell; any other is the cell's JSON.
                found[key] = value if isinstance(line.get(key), str) else decode(value)
        for key in differing(found, line):
            problems.append(f"row {at}, {key}: {json.dumps(found.get(key))[:300]} != {json.dumps(line.get(key))[:300]}")
    report(f"datasets reads Parquet, {os.path.basename(folder)}", len(expected), problems)


def without_nulls(value):
    """What `datasets` adds to JSONL: a column that a row does not have comes back as null."""
    return {key: member for key, member in value.items() if member is not None}


def as_datasets_reads(number):
    """The values that `datasets` 5 may make of a number in JSONL where objects differ in their keys.

    It then passes every line through pandas' ujson, which reads some numbers one digit off and writes ten decimals
    (datasets/utils/json.py), and reads an object of its own once more by it. It writes the number anew in between, so
    no spelling in the file helps: of 20,000 numbers of two decimals below 1, the 2,458 that change change in every
    spelling (trailing zeros, exponents).
    """
    written = pandas.io.json.ujson_dumps(pandas.io.json.ujson_loads(json.dumps(number)))
    return pandas.io.json.ujson_loads(written), float(written)


def rounded(found, line):
    """`line` with its numbers as `datasets` rounds them, where they are exactly that, and how many differ by it.

    The rounding is counted, not hidden; any other change is a failure. Parquet, where all is text, is compared without.
    """
    if isinstance(line, dict) and isinstance(found, dict) and list(line) == list(found):
        parts = {key: rounded(found[key], line[key]) for key in line}
        return {key: part[0] for key, part in parts.items()}, sum(part[1] for part in parts.values())
    if isinstance(line, list) and isinstance(found, list) and len(line) == len(found):
        parts = [rounded(one, other) for one, other in zip(found, line)]
        return [part[0] for part in parts], sum(part[1] for part in parts)
    if isinstance(line, float) and isinstance(found, float) and line != found and found in as_datasets_reads(line):
        return found, 1
    return line, 0


def check_jsonl(folder, cache):
    expected = lines_of(f"{folder}/train.jsonl")
    loaded = datasets.load_dataset("json", data_files=f"{folder}/train.jsonl", split="train", cache_dir=cache)
    problems = [] if len(loaded) == len(expected) else [f"{len(loaded)} rows instead of {len(expected)}"]
    numbers = 0
    for at, (row, line) in enumerate(zip(loaded, expected)):
        found = without_nulls(row)
        for key in differing(found, line):
            as_read, changed = rounded(found.get(key), line.get(key))
            numbers += changed
            if not same(found.get(key), as_read):
                problems.append(f"row {at}, {key}: {json.dumps(found.get(key))[:300]} != {json.dumps(line.get(key))[:300]}")
    report(f"datasets reads JSONL, {os.path.basename(folder)}", len(expected), problems)
    if numbers:
        print(f"       of these, {numbers} numbers differ by the rounding of datasets' own JSON reader; Parquet keeps them")


def check_mistral(folder, reference):
    from mistral_common.protocol.instruct.request import ChatCompletionRequest
    from mistral_common.protocol.instruct.validator import ValidationMode
    from mistral_common.tokens.tokenizers.mistral import MistralTokenizer

    model = f"{reference}/mistral/mistral_instruct_tokenizer_240323.model.v3"
    training = MistralTokenizer.from_file(model, mode=ValidationMode.finetuning)
    for name in sorted(glob.glob(f"{folder}/mistral*/train.jsonl")):
        lines = lines_of(name)
        ours = lines_of(name.replace("/train.jsonl", "-ids.jsonl"))
        problems = []
        for at, line in enumerate(lines):
            try:
                tokens = training.encode_chat_completion(ChatCompletionRequest(**line)).tokens
            except Exception as error:  # noqa: BLE001: any refusal is a finding
                problems.append(f"line {at + 1}: refused: {str(error)[:200]}")
                continue
            if tokens != ours[at]:
                where = next((i for i, (a, b) in enumerate(zip(tokens, ours[at])) if a != b), "end")
                problems.append(f"line {at + 1}: ids differ at {where}: {line['messages'][-1]}")
        report(f"mistral-common accepts and tokenises alike, {os.path.basename(os.path.dirname(name))}", len(lines), problems)

    serving = MistralTokenizer.from_file(model, mode=ValidationMode.test)
    samples = sorted(glob.glob(f"{reference}/mistral/samples/*/sample.json"))
    ours = {row["sample"]: row["tokens"] for row in lines_of(f"{folder}/sample-ids.jsonl")}
    problems = []
    for path in samples:
        name = os.path.basename(os.path.dirname(path))
        with open(path, encoding="utf-8") as file:
            sample = json.load(file)
        tokens = serving.encode_chat_completion(ChatCompletionRequest(**sample)).tokens
        with open(path.replace("sample.json", "tokens_v3.json"), encoding="utf-8") as file:
            official = json.load(file)["tokens"]
        if not tokens == official == ours.get(name):
            problems.append(name)
    report("mistral-common, the official ids and ours agree on the samples", len(samples), problems)


def main():
    folder = sys.argv[1]
    with tempfile.TemporaryDirectory() as cache:
        for path in sorted(glob.glob(f"{folder}/*/train.jsonl")):
            check_parquet(os.path.dirname(path), cache)
            check_jsonl(os.path.dirname(path), cache)
    if len(sys.argv) > 2:
        check_mistral(folder, sys.argv[2])
    else:
        print("skip mistral-common: the reference folder with the tokenizer is absent")
    sys.exit(1 if failures else 0)


main()
