#!/usr/bin/env python3
"""Reads parameters and answer fields of actions out of the official Alibaba Cloud Python SDKs (Apache-2.0).

    python3 tests/contract/generate.py tests/contract/actions.txt > tests/contract/alibaba.json

`actions.txt` holds one `<sdk package suffix> <Action>` a line (`rds20140815 DescribeDBInstanceSSL`). The SDKs are packages
`alibabacloud_<suffix>` and `alibabacloud_oss_v2`; install them with `pip install --no-deps` beside `alibabacloud-tea`,
`alibabacloud_tea_openapi` and `darabonba-core`. Only names and types are taken.
"""
import importlib
import inspect
import json
import re
import sys
import typing


def snake(name):
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def fields(model, models, depth=0):
    """Yields (path, type) of a model class, by the wire names of its `to_map`."""
    if depth > 12:
        return
    source = inspect.getsource(model.to_map)
    wire = {attr: name for name, attr in re.findall(r"result\['([^']+)'\] = self\.(\w+)", source)}
    wire |= {attr: name for name, attr in re.findall(r"result\['([^']+)'\] = (?:\[\]|\{\})\s+if self\.(\w+) is not None", source)}
    for attr, parameter in inspect.signature(model.__init__).parameters.items():
        if attr == "self" or attr not in wire:
            continue
        kind = parameter.annotation if isinstance(parameter.annotation, str) else typing_name(parameter.annotation)
        yield from typed(wire[attr], kind, models, depth)


def typing_name(annotation):
    return getattr(annotation, "__name__", None) if isinstance(annotation, type) else str(annotation).replace("typing.", "")


def typed(name, kind, models, depth):
    kind = kind.strip()
    listed = re.fullmatch(r"List\[(.*)\]", kind)
    if listed:
        inner = listed.group(1).strip()
        model = model_of(inner, models)
        if model is not None:
            for path, of in fields(model, models, depth + 1):
                yield f"{name}[].{path}", of
        elif inner.startswith("List["):
            yield from typed(f"{name}[]", inner, models, depth + 1)
        elif inner.startswith("Dict"):
            yield f"{name}[]", "Dict[str, Any]"
        else:
            yield f"{name}[]", kind
        return
    model = model_of(kind, models)
    if model is not None:
        for path, of in fields(model, models, depth + 1):
            yield f"{name}.{path}", of
    else:
        yield name, kind


def model_of(kind, models):
    name = kind.split(".")[-1]
    found = getattr(models, name, None)
    return found if inspect.isclass(found) and hasattr(found, "to_map") else None


def action(package, name):
    client = importlib.import_module(f"{package}.client")
    models = importlib.import_module(f"{package}.models")
    source = inspect.getsource(getattr(client.Client, method_of(client.Client, name)))
    value = lambda key: re.search(rf"(?<!req_){key} ?= ?'([^']*)'", source).group(1)
    path = re.search(r"pathname ?= ?f?'([^']*)'", source).group(1)
    path = re.sub(r"\{[^}]*\((?:[^()]*\.)?(\w+)\)[^}]*\}", r"{\1}", path)
    request = getattr(models, f"{name}Request", None)
    response = getattr(models, f"{name}ResponseBody", None)
    shape = getattr(models, f"{name}Response")
    body = value("body_type")
    entry = {
        "version": value("version"), "style": value("style"), "method": value("method"), "path": path, "body": body,
        "request": sorted(f"{p}:{t}" for p, t in fields(request, models)) if request else [],
        "response": [],
    }
    if response is not None:
        entry["response"] = sorted(f"{p}:{t}" for p, t in fields(response, models))
    else:
        annotation = inspect.signature(shape.__init__).parameters["body"].annotation
        kind = annotation if isinstance(annotation, str) else typing_name(annotation)
        entry["response"] = sorted({f"{p.removeprefix('body').removeprefix('.')}:{t}" for p, t in typed("body", kind, models, 0)})
    return entry


def method_of(client, name):
    wanted = f"{snake(name)}_with_options"
    plain = wanted.replace("_", "")
    for attr in dir(client):
        if attr.replace("_", "") == plain:
            return attr
    raise SystemExit(f"no method for {name}")


def oss_fields(model, module, depth=0):
    for spec in model._attribute_map.values():
        if spec.get("tag") not in ("xml", None) and not (spec.get("tag") == "output" and spec.get("position") == "body"):
            continue
        kind, name = spec.get("type", "str"), spec.get("rename")
        if name is None:
            continue
        name = name.replace("/", ".")
        listed = re.fullmatch(r"\[(.*)\]", kind)
        inner = (listed.group(1) if listed else kind).split(",")[0]
        sub = getattr(module, inner, None)
        tail = "[]" if listed else ""
        if inspect.isclass(sub) and hasattr(sub, "_attribute_map") and depth < 8:
            for path, of in oss_fields(sub, sys.modules[sub.__module__], depth + 1):
                yield f"{name}{tail}.{path}", of
        else:
            yield f"{name}{tail}", "int" if inner == "int" else "str"


def oss(name):
    models = importlib.import_module("alibabacloud_oss_v2.models")
    result = getattr(models, f"{name}Result")
    module = sys.modules[result.__module__]
    entry = {"version": "2019-05-17", "style": "OSS", "method": "GET", "path": "/", "body": "xml", "request": ["bucket:str"]}
    bodies = [s for s in result._attribute_map.values() if s.get("position") == "body" and s["type"].endswith(",xml")]
    if name == "GetBucketPolicy":
        entry["response"] = ["*:Any"]
    elif bodies:
        root = getattr(module, bodies[0]["type"].split(",")[0])
        entry["response"] = sorted(f"{p}:{t}" for p, t in oss_fields(root, sys.modules[root.__module__]))
    else:
        entry["response"] = sorted(f"{p}:{t}" for p, t in oss_fields(result, module))
    return entry


def main():
    products = {}
    for line in open(sys.argv[1]):
        package, name = line.split()
        entry = oss(name) if package.startswith("oss") else action(f"alibabacloud_{package}", name)
        products.setdefault(package, {"actions": {}})["actions"][name] = entry
    about = ("API contract (names and types) read out of the official Alibaba Cloud Python SDKs (Apache-2.0), "
             "see NOTICE. Path = where[].field:type.")
    rows = []
    for package, product in sorted(products.items()):
        actions = ",\n".join(f"   {json.dumps(a)}: {json.dumps(e)}" for a, e in sorted(product["actions"].items()))
        rows.append(f"  {json.dumps(package)}: {{\"actions\": {{\n{actions}\n  }}}}")
    print(f"{{\n \"about\": {json.dumps(about)},\n \"products\": {{\n" + ",\n".join(rows) + "\n }\n}")


main()
