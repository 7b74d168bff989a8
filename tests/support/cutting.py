"""Documents cut into files, in the ways that teams cut theirs."""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

Node = dict[str, Any]
Rename = Callable[[str], str]
SCHEMAS = "#/components/schemas/"
VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def referring(value: Any, rename: Rename) -> Any:
    """A copy of a node, with other words for what it refers to."""
    if isinstance(value, list):
        return [referring(item, rename) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: referring(item, rename) for key, item in value.items()}
    if isinstance(made.get("$ref"), str):
        made["$ref"] = rename(made["$ref"])
    mapping = made.get("discriminator", {}).get("mapping") if isinstance(made.get("discriminator"), dict) else None
    if mapping:
        made["discriminator"]["mapping"] = {k: rename(v) if "#" in v else v for k, v in mapping.items()}
    return made


def file_name(text: str) -> str:
    """Any name or path as the name of a file."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", text).strip("_")


def away(home: str, where: dict[str, str], entry: str = "openapi.yaml") -> Rename:
    """How a file called `home` refers to schemas that stand in files of their own, and to all else in the entry."""

    def rename(reference: str) -> str:
        name = reference.removeprefix(SCHEMAS)
        target, place = (where[name], "") if name in where else (entry, reference)
        path = os.path.relpath(target, Path(home).parent)
        return f"{path}{place}" if target != home else (place or "#")

    return rename


class Cut:
    """The files that a document was cut into, by path; the entry is `entry`."""

    def __init__(self, document: Node, entry: str = "openapi.yaml") -> None:
        self.document = copy.deepcopy(document)
        self.entry = entry
        self.files: dict[str, Any] = {entry: self.document}

    @property
    def schemas(self) -> Node:
        """The component schemas of the entry."""
        schemas: Node = self.document["components"]["schemas"]
        return schemas

    def write(self, folder: Path) -> Path:
        """Write the files; the result is the path of the entry."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            dump = json.dumps(content) if name.endswith(".json") else yaml.safe_dump(content, sort_keys=False)
            path.write_text(dump, encoding="utf-8")
        return folder / self.entry


def whole(document: Node) -> Cut:
    """The document in one file."""
    return Cut(document)


def by_component(document: Node) -> Cut:
    """Each component schema in a file, which refers to its neighbours."""
    return _schemas_to(document, lambda name: f"schemas/{file_name(name)}.yaml")


def in_nested_folders(document: Node) -> Cut:
    """Schemas in folders within folders, path items in others."""
    cut = _schemas_to(document, lambda name: f"parts/{name[0].lower()}/{len(name)}/{file_name(name)}.json")
    where = {name: schema["$ref"] for name, schema in cut.schemas.items()}
    return _path_items_to(cut, where)


def by_path_item(document: Node) -> Cut:
    """Each path item in a file."""
    return _path_items_to(Cut(document), {})


def by_operation(document: Node) -> Cut:
    """Each operation in a file."""
    cut = Cut(document)
    for path, item in cut.document["paths"].items():
        for verb in filter(item.__contains__, VERBS):
            home = f"operations/{file_name(path)}-{verb}.yaml"
            cut.files[home] = referring(item[verb], away(home, {}))
            item[verb] = {"$ref": home}
    return cut


def in_a_shared_folder(document: Node) -> Cut:
    """All schemas in one file of a folder beside that of the entry, which refers to them directly."""
    cut, home = Cut(document, "api/openapi.yaml"), "shared/schemas.yaml"
    schemas = cut.document["components"].pop("schemas")

    def outside(reference: str) -> str:
        return f"../{home}#/{reference.removeprefix(SCHEMAS)}" if reference.startswith(SCHEMAS) else reference

    def inside(reference: str) -> str:
        is_schema = reference.startswith(SCHEMAS)
        return f"#/{reference.removeprefix(SCHEMAS)}" if is_schema else f"../{cut.entry}{reference}"

    cut.files[home] = referring(schemas, inside)
    cut.document = cut.files[cut.entry] = referring(cut.document, outside)
    cut.document["components"]["schemas"] = {name: {"$ref": f"../{home}#/{name}"} for name in schemas}
    return cut


def by_identifier(document: Node) -> Cut:
    """Each schema in a file that says by `$id` what it is called; nothing refers to a place in another way."""
    cut = Cut(document)
    names = {SCHEMAS + name: f"https://schemas.example.com/{file_name(name)}" for name in cut.schemas}
    cut.document = cut.files[cut.entry] = referring(cut.document, lambda reference: names.get(reference, reference))
    for name, schema in list(cut.schemas.items()):
        home = f"schemas/{file_name(name)}.yaml"
        cut.files[home] = {"$id": names[SCHEMAS + name], **schema}
        cut.schemas[name] = {"$ref": home}
    return cut


def _schemas_to(document: Node, home_of: Callable[[str], str]) -> Cut:
    cut = Cut(document)
    where = {name: home_of(name) for name in cut.schemas}
    for name, home in where.items():
        cut.files[home] = referring(cut.schemas[name], away(home, where))
        cut.schemas[name] = {"$ref": home}
    return cut


def _path_items_to(cut: Cut, where: dict[str, str]) -> Cut:
    for path, item in list(cut.document["paths"].items()):
        home = f"paths/{file_name(path)}.yaml"
        cut.files[home] = referring(item, away(home, where))
        cut.document["paths"][path] = {"$ref": home}
    return cut


WAYS = (by_component, by_path_item, by_operation, in_nested_folders, in_a_shared_folder, by_identifier)
