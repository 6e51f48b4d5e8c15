"""Scores the paper's saved results by its own rules: scoring_reference.py ROUNDS FILE ..., prints one JSON object.

The rules are those of the `ste` profile (method, section 4), written the plain way with json and difflib. Saved verdicts
decide on arguments that a model judges, and where comparing again contradicts them (a gold that was changed since).
"""

import difflib
import json
import sys
import time


def parse(output, tools):
    """The call in a reply: ("call", name, arguments), ("no-call", None, None) or ("error", None, None)."""
    if "Final Answer:" in output:
        output = output.split("Final Answer:", 1)[0]
        if "Action Input:" not in output:
            return "no-call", None, None
    parts = output.split("Action Input:")
    if len(parts) != 2:
        return "error", None, None
    action = parts[0].split("Action:")
    if len(action) != 2:
        return "error", None, None
    start, end = parts[1].find("{"), parts[1].rfind("}")
    if start < 0 or end < start:
        return "error", None, None
    try:
        arguments = json.loads("{" + parts[1][start : end + 1].strip("{}") + "}")
    except ValueError:
        return "error", None, None
    name = action[1].strip().replace("<tool_", "").strip("<>").strip()
    if name not in tools:
        closest = difflib.get_close_matches(name, tools, n=1, cutoff=0.001)
        name = closest[0] if closest else name
    return "call", name, arguments


def equal(gold, arguments):
    return all(
        key in arguments and str(value).strip().lower() == str(arguments[key]).strip().lower()
        for key, value in gold.items()
    )


def score(row, tools, counts):
    kind, name, arguments = parse(row["model_output"], tools)
    counts["total"] += 1
    counts["wellformed"] += kind == "call"
    if kind != "call" or name != row["action"]:
        return
    counts["match"] += 1
    is_equal = equal(json.loads(row["action_input"]), arguments)
    counts["correct"] += row.get("args_correct", is_equal)


def score_all(files):
    counts = {"total": 0, "wellformed": 0, "match": 0, "correct": 0}
    for document in files:
        tools = list(document)
        for rows in document.values():
            for row in rows:
                score(row, tools, counts)
    return counts


def main():
    rounds, *paths = sys.argv[1:]
    files = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            files.append(json.load(file))
    seconds = []
    for _ in range(int(rounds)):
        started = time.process_time()
        counts = score_all(files)
        seconds.append(time.process_time() - started)
    print(json.dumps({"seconds": seconds, "counts": counts}))


main()
