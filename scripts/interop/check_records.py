"""Reads the records as their consumers do and compares with the JSONL."""

import argparse
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


def compare(name, found_rows, expected, readings=lambda number: ()):
    """Row by row. Numbers may differ by `readings`, what `datasets` is known to make of one: they are counted, not hidden."""
    problems = [] if len(found_rows) == len(expected) else [f"{len(found_rows)} rows instead of {len(expected)}"]
    numbers = 0
    for at, (found, line) in enumerate(zip(found_rows, expected)):
        # A column that a row does not have comes as null; no line of ours has one itself.
        found = {key: member for key, member in found.items() if member is not None}
        for key in differing(found, line):
            as_read, changed = rounded(found.get(key), line.get(key), readings)
            numbers += changed
            if not same(found.get(key), as_read):
                problems.append(f"row {at}, {key}: {json.dumps(found.get(key))[:300]} != {json.dumps(line.get(key))[:300]}")
    report(name, len(expected), problems)
    if numbers:
        print(f"       of these, {numbers} numbers are as datasets' JSON parser reads them; json.loads of the Parquet cells is exact")


ujson = pandas.io.json.ujson_loads


def parsed(number):
    """A number as `datasets` 5 parses it from JSONL: pandas' ujson reads some decimals one digit off."""
    return (ujson(json.dumps(number)),)


def parsed_at_best(number):
    """What a number may become that ujson reads exactly in no spelling tried here: trailing zeros, other exponents."""
    whole, _, exponent = repr(number).partition("e")
    spellings = [f"{whole}{'0' * zeros}{'e' + exponent if exponent else ''}" for zeros in range(15)] if "." in whole else [repr(number)]
    digits = whole.replace(".", "")
    point = len(whole.partition(".")[2])
    spellings += [f"{digits}{'0' * zeros}e{int(exponent or 0) - point - zeros}" for zeros in range(max(0, 18 - len(digits)))]
    found = [ujson(spelling) for spelling in spellings]
    return () if number in found else found


def parsed_anew(number):
    """The values that `datasets` 5 may make of a number in JSONL with a column of json, declared or inferred.

    It parses every line, writes the column anew with ten decimals (datasets/utils/json.py) and parses that.
    """
    written = pandas.io.json.ujson_dumps(*parsed(number))
    return ujson(written), float(written)


def rounded(found, line, readings):
    """`line` with those numbers replaced that are exactly one of their readings, and how many."""
    if isinstance(line, dict) and isinstance(found, dict) and list(line) == list(found):
        parts = {key: rounded(found[key], line[key], readings) for key in line}
        return {key: part[0] for key, part in parts.items()}, sum(part[1] for part in parts.values())
    if isinstance(line, list) and isinstance(found, list) and len(line) == len(found):
        parts = [rounded(one, other, readings) for one, other in zip(found, line)]
        return [part[0] for part in parts], sum(part[1] for part in parts)
    if isinstance(line, float) and isinstance(found, float) and line != found and found in readings(line):
        return found, 1
    return line, 0


def parsed_texts(rows, expected):
    """The rows with those cells parsed that are structured in the JSONL and texts in Parquet."""
    return [
        {key: json.loads(value) if isinstance(value, str) and not isinstance(line.get(key), str) else value for key, value in row.items()}
        for row, line in zip(rows, expected)
    ]


def check_data_set(folder, cache):
    """A data set as formatting lays it out: by its card, its Parquet files alone, its JSONL alone and with the card's columns.

    Columns that the card declares as json come as objects; those of text come as they are, and json.loads of them is exact.
    """
    for config in datasets.get_dataset_config_names(folder):
        loaded = datasets.load_dataset(folder, config, cache_dir=cache)
        for split, rows in loaded.items():
            prefix = "" if config == "default" else f"{config}-"
            jsonl = f"{folder}/{prefix}{split}.jsonl"
            name = f"{os.path.basename(folder)}/{prefix}{split}"
            expected = lines_of(jsonl)
            shards = sorted(glob.glob(f"{folder}/{prefix.replace('-', '/')}data/{split}-*.parquet"))
            columns = [(" inferred", None)]
            if any(isinstance(feature, datasets.Json) for feature in rows.features.values()):
                compare(f"datasets by the card, {name}", rows, expected, parsed_at_best if shards else parsed_anew)
                columns.append((" by the card", rows.features))
            else:
                compare(f"datasets by the card and json.loads, {name}", parsed_texts(rows, expected), expected)
            if shards:
                plain = datasets.load_dataset("parquet", data_files=shards, split="train", cache_dir=cache)
                compare(f"json.loads of the Parquet cells, {name}", parsed_texts(plain, expected), expected)
            for how, features in columns:
                lines = datasets.load_dataset("json", data_files=jsonl, split="train", cache_dir=cache, features=features)
                compare(f"datasets reads JSONL, columns{how}, {name}", lines, expected, parsed_anew)


def check_spellings(path):
    """Every decimal must be read exactly in its spelling; of doubles with all their digits some cannot be: they are counted."""
    rows = lines_of(path)
    for kind in dict.fromkeys(row["kind"] for row in rows):
        numbers = [row for row in rows if row["kind"] == kind]
        wrong = [row for row in numbers if json.loads(row["spelling"]) != row["number"]]
        off = [row for row in numbers if ujson(row["spelling"]) != row["number"]]
        plain = sum(ujson(json.dumps(row["number"])) != row["number"] for row in numbers)
        report(f"pandas' ujson reads the spellings, {kind}", len(numbers), wrong if kind == "full doubles" else wrong + off)
        print(f"       a digit off: {len(off)}; in the shortest spelling: {plain}")


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="one data set a folder, as a run holds them, with spellings.jsonl, and mistral-ids.jsonl beside mistral/")
    parser.add_argument("--run", help="a finished run, whose data sets are read as they lie")
    parser.add_argument("--reference", help="the official Mistral tokenizer and samples; without it those checks are skipped")
    given = parser.parse_args()
    cards = glob.glob(f"{given.folder}/*/README.md") + (glob.glob(f"{given.run}/records/*/README.md") if given.run else [])
    with tempfile.TemporaryDirectory() as cache:
        for card in sorted(cards):
            check_data_set(os.path.dirname(card), cache)
    check_spellings(f"{given.folder}/spellings.jsonl")
    if given.reference:
        check_mistral(given.folder, given.reference)
    else:
        print("skip mistral-common: the reference folder with the tokenizer is absent")
    sys.exit(1 if failures else 0)


main()
