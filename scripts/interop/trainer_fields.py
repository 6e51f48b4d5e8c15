"""Names of the annotated fields of all classes in Python files, as a JSON list: what dataclasses and pydantic models take."""

import ast
import json
import sys

fields = set()
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as source:
        tree = ast.parse(source.read(), path)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
                    fields.add(member.target.id)
print(json.dumps(sorted(fields)))
