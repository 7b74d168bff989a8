"""Ways in which a document can say otherwise what it says: none of them changes what its API is.

A way is a function that finds all places of a document where it can be gone, and gives for each what goes it there.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]
Edit: TypeAlias = Callable[[], None]
"""Writes one place of a document otherwise."""
Edits: TypeAlias = Callable[[Document], list[Edit]]

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SCHEMAS = "#/components/schemas/"
_PARTS = ("oneOf", "anyOf", "allOf", "prefixItems")
_COMPOSED = ("oneOf", "anyOf", "allOf")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands, and a name that nothing else in the document has and that tells where this is."""

    container: Any
    key: Any
    name: str

    @property
    def node(self) -> Any:
        return self.container[self.key]

    def put(self, node: Any) -> None:
        """Have something else stand there."""
        self.container[self.key] = node


# Where things stand


def operations(document: Document) -> Iterator[tuple[str, Document, Document]]:
    """All operations with their verbs and path items; webhooks, too."""
    for kind in ("paths", "webhooks"):
        for item in document.get(kind, {}).values():
            for verb in _VERBS:
                if verb in item:
                    yield verb, item, item[verb]


def _name(*words: Any) -> str:
    return "".join(word[:1].upper() + word[1:] for word in map(str, words) if word.isalnum())


def schemas(document: Document) -> Iterator[Place]:
    """All schemas, those of components first."""
    components = document.get("components", {})
    for name in components.get("schemas", {}):
        yield from _schemas(Place(components["schemas"], name, name))
    for kind in ("parameters", "headers", "requestBodies", "responses"):
        for name, one in components.get(kind, {}).items():
            yield from _described(one, _name(kind, name))
    for _, item, operation in operations(document):
        own = _name(operation["operationId"])
        for number, one in enumerate(item.get("parameters", ())):
            yield from _described(one, f"{own}Shared{number}")
        for number, one in enumerate(operation.get("parameters", ())):
            yield from _described(one, f"{own}Argument{number}")
        if "requestBody" in operation:
            yield from _described(operation["requestBody"], f"{own}Sent")
        for status, one in operation.get("responses", {}).items():
            yield from _described(one, f"{own}Answer{status}")


def _described(one: Document, name: str) -> Iterator[Place]:
    """The schemas of a parameter, a header, a body or a response."""
    if "schema" in one:
        yield from _schemas(Place(one, "schema", name))
    for number, media in enumerate(one.get("content", {}).values()):
        if "schema" in media:
            yield from _schemas(Place(media, "schema", f"{name}{number or ''}"))
    for header, description in one.get("headers", {}).items():
        yield from _described(description, f"{name}{_name(header)}")


def _schemas(place: Place) -> Iterator[Place]:
    yield place
    schema = place.node
    for name in schema.get("properties", {}):
        yield from _schemas(Place(schema["properties"], name, f"{place.name}{_name(name)}"))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _schemas(Place(schema, key, f"{place.name}Each"))
    for key in _PARTS:
        for number in range(len(schema.get(key, ()))):
            yield from _schemas(Place(schema[key], number, f"{place.name}Part{number}"))


def _inline(document: Document) -> list[Place]:
    """The schemas that are written out where they are used."""
    components = document.get("components", {}).get("schemas")
    return [place for place in schemas(document) if place.container is not components and "$ref" not in place.node]


def _references(document: Document) -> list[Place]:
    return [place for place in schemas(document) if _SCHEMAS in place.node.get("$ref", "")]


def _is_older(document: Document) -> bool:
    return bool(document["openapi"].startswith("3.0"))


def _changing(places: list[Place], change: Callable[[Any], Any]) -> list[Edit]:
    """An edit for each place that puts there what a change makes of the node; None: nothing can be made of it."""

    def edit(place: Place) -> None:
        if (made := change(place.node)) is not None:
            place.put(made)

    return [partial(edit, place) for place in places if change(copy.deepcopy(place.node)) is not None]


# Components


def schema_as_component(document: Document) -> list[Edit]:
    """A schema written inline becomes a component."""
    found = document.setdefault("components", {}).setdefault("schemas", {})

    def edit(place: Place) -> None:
        found[place.name] = place.node
        place.put({"$ref": f"{_SCHEMAS}{place.name}"})

    said = ("properties", "oneOf", "anyOf", "enum", "items")
    return [partial(edit, place) for place in _inline(document) if not place.node.keys().isdisjoint(said)]


def component_inline(document: Document) -> list[Edit]:
    """A schema component that is used once is written inline."""
    components = document.get("components", {}).get("schemas", {})
    used: dict[str, list[Place]] = {}
    for place in _references(document):
        used.setdefault(place.node["$ref"].removeprefix(_SCHEMAS), []).append(place)

    def edit(name: str, place: Place) -> None:
        if name in components:
            place.put(components.pop(name))

    once = {name: places[0] for name, places in used.items() if len(places) == 1}
    once = {name: place for name, place in once.items() if not _mentions(components[name], name)}
    return [partial(edit, name, place) for name, place in once.items()]


def _mentions(node: Any, name: str) -> bool:
    return f"'{_SCHEMAS}{name}'" in repr(node)


def component_renamed(document: Document) -> list[Edit]:
    """A schema component has another name."""
    components = document.get("components", {}).get("schemas", {})

    def edit(name: str) -> None:
        new = f"{name}Anew"
        renamed = {new if key == name else key: value for key, value in components.items()}
        components.clear()
        components.update(renamed)
        _refer(document, f"{_SCHEMAS}{name}", f"{_SCHEMAS}{new}")

    return [partial(edit, name) for name in components]


def _refer(node: Any, old: str, new: str) -> None:
    """Have all references name something else."""
    match node:
        case dict():
            for key, value in node.items():
                if value == old:
                    node[key] = new
                elif key == "$ref" and isinstance(value, str) and value.startswith(f"{old}/"):
                    node[key] = new + value.removeprefix(old)
                else:
                    _refer(value, old, new)
        case list():
            for value in node:
                _refer(value, old, new)
        case _:
            pass


def part_of_component(document: Document) -> list[Edit]:
    """A schema component stands inside of another one, and is referred to there."""
    components = document.get("components", {}).get("schemas", {})

    def edit(name: str, home: str) -> None:
        if name not in components or home not in components:
            return
        components[home].setdefault("$defs", {})[name] = components.pop(name)
        _refer(document, f"{_SCHEMAS}{name}", f"{_SCHEMAS}{home}/$defs/{name}")

    homes = [name for name, schema in components.items() if "properties" in schema]
    pairs = [(name, home) for name in components for home in homes if home != name and name not in homes[:1]]
    return [] if _is_older(document) else [partial(edit, *pair) for pair in pairs[::3]]


def described_as_component(document: Document) -> list[Edit]:
    """A parameter, a header, a request body or a response becomes a component."""
    components = document.setdefault("components", {})

    def edit(kind: str, name: str, container: Any, key: Any) -> None:
        components.setdefault(kind, {})[name] = container[key]
        container[key] = {"$ref": f"#/components/{kind}/{name}"}

    edits: list[Edit] = []
    for _, item, operation in operations(document):
        own = _name(operation["operationId"])
        places = [("parameters", f"{own}{n}", operation["parameters"], n) for n in _indices(operation, "parameters")]
        places += [("parameters", f"{own}Shared{n}", item["parameters"], n) for n in _indices(item, "parameters")]
        if "requestBody" in operation:
            places.append(("requestBodies", own, operation, "requestBody"))
        places += [("responses", f"{own}{s}", operation["responses"], s) for s in operation["responses"]]
        for status, response in operation["responses"].items():
            heads = response.get("headers", {})
            places += [("headers", f"{own}{status}{name}", heads, name) for name in heads]
        edits += [partial(edit, *place) for place in places if "$ref" not in place[2][place[3]]]
    return edits


def _indices(node: Mapping[str, Any], key: str) -> range:
    return range(len(node.get(key, ())))


def described_inline(document: Document) -> list[Edit]:
    """A parameter, a header, a request body or a response that is a component is written inline."""
    components = document.get("components", {})

    def edit(container: Any, key: Any) -> None:
        if "$ref" in container[key]:
            _, _, kind, name = container[key]["$ref"].split("/")
            container[key] = copy.deepcopy(components[kind][name])

    places: list[tuple[Any, Any]] = []
    for _, item, operation in operations(document):
        places += [(operation["parameters"], n) for n in _indices(operation, "parameters")]
        places += [(item["parameters"], n) for n in _indices(item, "parameters")]
        places += [(operation, "requestBody")] if "requestBody" in operation else []
        places += [(operation["responses"], status) for status in operation["responses"]]
    return [partial(edit, *place) for place in places if "$ref" in place[0][place[1]]]


# Order


def other_order(document: Document) -> list[Edit]:
    """Everything whose order says nothing stands in another one: keys, paths, properties, components, statuses."""

    def turn(node: Any) -> Any:
        match node:
            case dict():
                return {key: turn(value) for key, value in reversed(node.items())}
            case list():
                return [turn(value) for value in node]
            case _:
                return node

    def edit() -> None:
        turned = turn(document)
        document.clear()
        document.update(turned)

    return [edit]


def variants_in_other_order(document: Document) -> list[Edit]:
    """The variants of a union, or what an `allOf` puts together, stand in another order."""
    places = [p for p in schemas(document) if any(len(p.node.get(key, ())) > 1 for key in _COMPOSED)]
    return _changing(places, lambda s: {key: value[::-1] if key in _COMPOSED else value for key, value in s.items()})


# Schemas


def _union_key(schema: Document) -> str | None:
    return next((key for key in ("oneOf", "anyOf") if len(schema.get(key, ())) > 2), None)


def union_split(document: Document) -> list[Edit]:
    """Some variants of a union stand in a union inside of it."""

    def split(schema: Document) -> Document | None:
        key = _union_key(schema)
        return None if key is None else {**schema, key: [schema[key][0], {key: schema[key][1:]}]}

    return _changing(list(schemas(document)), split)


def union_of_unions(document: Document) -> list[Edit]:
    """Some variants of a union are a component."""
    found = document.setdefault("components", {}).setdefault("schemas", {})

    def edit(place: Place) -> None:
        key = _union_key(place.node)
        if key is not None:
            found[f"{place.name}Others"] = {key: place.node[key][1:]}
            place.put({**place.node, key: [place.node[key][0], {"$ref": f"{_SCHEMAS}{place.name}Others"}]})

    return [partial(edit, place) for place in schemas(document) if _union_key(place.node)]


def any_for_one(document: Document) -> list[Edit]:
    """`anyOf` in place of `oneOf`, and the reverse."""
    other = {"oneOf": "anyOf", "anyOf": "oneOf"}

    def change(schema: Document) -> Document | None:
        return None if schema.keys().isdisjoint(other) else {other.get(k, k): v for k, v in schema.items()}

    return _changing(list(schemas(document)), change)


def wrapped(document: Document) -> list[Edit]:
    """A schema is the only part of an `allOf`."""
    return _changing(list(schemas(document)), lambda schema: {"allOf": [schema]})


def wrapped_with_description(document: Document) -> list[Edit]:
    """A schema is the only part of an `allOf` with a description beside it."""
    return _changing(list(schemas(document)), lambda schema: {"description": "Of the place.", "allOf": [schema]})


def siblings(document: Document) -> list[Edit]:
    """A description stands beside a reference."""
    places = [] if _is_older(document) else _references(document)
    return _changing(places, lambda schema: {**schema, "description": "Of the place."})


def divided(document: Document) -> list[Edit]:
    """Some properties of an object stand in a part of an `allOf`."""

    def divide(schema: Document) -> Document | None:
        if "allOf" in schema or len(schema.get("properties", {})) < 2 or "additionalProperties" in schema:
            return None
        names = list(schema["properties"])
        first, rest = names[: len(names) // 2], names[len(names) // 2 :]
        beside = {k: v for k, v in schema.items() if k not in ("properties", "required", "type")}
        if isinstance(schema.get("type"), list) or "nullable" in schema:
            return None
        parts = [
            {
                "type": "object",
                "properties": {name: schema["properties"][name] for name in some},
                **({"required": needed} if (needed := [n for n in schema.get("required", ()) if n in some]) else {}),
            }
            for some in (first, rest)
        ]
        return {**beside, "allOf": parts}

    return _changing(list(schemas(document)), divide)


def required_apart(document: Document) -> list[Edit]:
    """What is required is said in a part of an `allOf`."""

    def change(schema: Document) -> Document | None:
        if "allOf" in schema or "required" not in schema or "properties" not in schema:
            return None
        rest = {key: value for key, value in schema.items() if key not in ("required", "description", "title")}
        beside = {key: schema[key] for key in ("description", "title") if key in schema}
        return {**beside, "allOf": [rest, {"required": schema["required"]}]}

    return _changing(list(schemas(document)), change)


def _bare(schema: Document) -> tuple[Document, Document] | None:
    """What a schema is beside null, and what is said of it; None where it cannot be null."""
    said = {key: schema[key] for key in ("description", "title") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in said}
    null = {"type": "null"}
    for key in ("anyOf", "oneOf"):
        if null in rest.get(key, ()) and len(rest) == 1:
            others = [one for one in rest[key] if one != null]
            return (others[0] if len(others) == 1 else {key: others}), said
    if isinstance(rest.get("type"), list) and "null" in rest["type"] and len(rest["type"]) == 2:
        (type,) = [one for one in rest["type"] if one != "null"]
        return {**rest, "type": type}, said
    if rest.get("nullable") is True:
        bare = {key: value for key, value in rest.items() if key != "nullable"}
        return (bare["allOf"][0] if list(bare) == ["allOf"] and len(bare["allOf"]) == 1 else bare), said
    return None


def null_as(key: str) -> Edits:
    """That something may be null is said by a variant of a union."""

    def change(schema: Document) -> Document | None:
        found = _bare(schema)
        return None if found is None else {**found[1], key: [found[0], {"type": "null"}]}

    return lambda document: [] if _is_older(document) else _changing(list(schemas(document)), change)


def null_first(document: Document) -> list[Edit]:
    """Null is the first variant."""

    def change(schema: Document) -> Document | None:
        found = _bare(schema)
        return None if found is None else {**found[1], "anyOf": [{"type": "null"}, found[0]]}

    return [] if _is_older(document) else _changing(list(schemas(document)), change)


def null_as_type(document: Document) -> list[Edit]:
    """Null is one of the types."""

    def change(schema: Document) -> Document | None:
        found = _bare(schema)
        if found is None or not isinstance(found[0].get("type"), str):
            return None
        return {**found[1], **found[0], "type": [found[0]["type"], "null"]}

    return [] if _is_older(document) else _changing(list(schemas(document)), change)


def nullable_with_all_of(document: Document) -> list[Edit]:
    """`nullable` stands beside an `allOf` of the schema itself."""

    def change(schema: Document) -> Document | None:
        found = _bare(schema)
        return None if found is None else {**found[1], "nullable": True, "allOf": [found[0]]}

    return _changing(list(schemas(document)), change) if _is_older(document) else []


def type_in_list(document: Document) -> list[Edit]:
    """The only type stands in a list."""
    places = [] if _is_older(document) else list(schemas(document))
    return _changing(places, lambda s: {**s, "type": [s["type"]]} if isinstance(s.get("type"), str) else None)


def const_as_enum(document: Document) -> list[Edit]:
    """An enum of one value in place of `const`, and the reverse."""

    def change(schema: Document) -> Document | None:
        if "const" in schema:
            return {**{k: v for k, v in schema.items() if k != "const"}, "enum": [schema["const"]]}
        if len(schema.get("enum", ())) == 1 and not _is_older(document):
            return {**{k: v for k, v in schema.items() if k != "enum"}, "const": schema["enum"][0]}
        return None

    return _changing(list(schemas(document)), change)


def typed_const(document: Document) -> list[Edit]:
    """The type of a constant is said, too."""
    return _changing(list(schemas(document)), lambda s: {"type": "string", **s} if "const" in s else None)


def type_left_out(document: Document) -> list[Edit]:
    """That what has properties is an object is not said."""

    def change(schema: Document) -> Document | None:
        if schema.get("type") != "object" or "properties" not in schema:
            return None
        return {key: value for key, value in schema.items() if key != "type"}

    return _changing(list(schemas(document)), change)


def mapping_said(document: Document) -> list[Edit]:
    """A union says which values of its discriminator are which component, as their own constants do."""
    components = document.get("components", {}).get("schemas", {})

    def change(schema: Document) -> Document | None:
        key = next((key for key in ("oneOf", "anyOf") if key in schema), None)
        if key is None or "discriminator" not in schema or "mapping" in schema["discriminator"]:
            return None
        told = schema["discriminator"]["propertyName"]
        mapping = {}
        for variant in schema[key]:
            name = variant.get("$ref", "").removeprefix(_SCHEMAS)
            value = components.get(name, {}).get("properties", {}).get(told, {})
            if said := value.get("const") or (value.get("enum") or [None])[0]:
                mapping[said] = variant["$ref"]
        if len(mapping) < len(schema[key]):
            return None
        return {**schema, "discriminator": {**schema["discriminator"], "mapping": mapping}}

    return _changing(list(schemas(document)), change)


# Words


def other_descriptions(document: Document) -> list[Edit]:
    """Everything is described otherwise."""

    def edit() -> None:
        for place in schemas(document):
            if "$ref" not in place.node:
                place.node["description"] = f"Otherwise: {place.node.get('description', '')}"
        for _, _, operation in operations(document):
            operation["summary"] = "Does it."
            operation["description"] = "Does what it says, and says what it does."

    return [edit]


def other_examples(document: Document) -> list[Edit]:
    """Examples stand where there were none, and in the other form where there were."""

    def change(schema: Document) -> Document | None:
        if "examples" in schema:
            return {**{k: v for k, v in schema.items() if k != "examples"}, "example": schema["examples"][0]}
        if schema.get("type") == "string" and "enum" not in schema and "format" not in schema:
            return {**schema, "example": "like this"}
        return None

    return _changing(list(schemas(document)), change)


def other_summaries(document: Document) -> list[Edit]:
    """Operations have other tags and summaries."""

    def edit(operation: Document) -> None:
        operation["summary"] = "Does something else?"
        operation["tags"] = ["Other words"]

    return [partial(edit, operation) for _, _, operation in operations(document)]


# Operations


def parameters_shared(document: Document) -> list[Edit]:
    """The parameters of the only operation of a path stand beside it."""

    def edit(item: Document, operation: Document) -> None:
        item["parameters"] = [*item.get("parameters", []), *operation.pop("parameters")]

    return [
        partial(edit, item, operation)
        for _, item, operation in operations(document)
        if "parameters" in operation and len(item.keys() & set(_VERBS)) == 1
    ]


def parameters_apart(document: Document) -> list[Edit]:
    """The parameters that stand beside operations stand in each."""

    def edit(item: Document) -> None:
        shared = item.pop("parameters")
        for verb in item.keys() & set(_VERBS):
            item[verb]["parameters"] = [*copy.deepcopy(shared), *item[verb].get("parameters", [])]

    return [partial(edit, item) for item in document.get("paths", {}).values() if "parameters" in item]


def path_item_as_component(document: Document) -> list[Edit]:
    """A path item is a component."""

    def edit(path: str, name: str) -> None:
        if "$ref" not in document["paths"][path]:
            document.setdefault("components", {}).setdefault("pathItems", {})[name] = document["paths"][path]
            document["paths"][path] = {"$ref": f"#/components/pathItems/{name}"}

    return [partial(edit, path, f"item{number}") for number, path in enumerate(document["paths"])]


def placeholder_renamed(document: Document) -> list[Edit]:
    """A placeholder of a path is called otherwise; the API does not see that."""

    def edit(path: str, number: int) -> None:
        items = document["paths"]
        item = items.get(path)
        placeholder = path.partition("{")[2].partition("}")[0]
        if item is None or "$ref" in item:
            return
        new = f"{placeholder}_{number}"
        renamed = {
            (key.replace(f"{{{placeholder}}}", f"{{{new}}}") if key == path else key): v for key, v in items.items()
        }
        items.clear()
        items.update(renamed)
        inner = [item.get("parameters", []), *(item[verb].get("parameters", []) for verb in item.keys() & set(_VERBS))]
        for parameters in inner:
            for parameter in parameters:
                if parameter.get("in") == "path" and parameter["name"] == placeholder:
                    parameter["name"] = new

    return [partial(edit, path, number) for number, path in enumerate(document["paths"]) if "{" in path]


def other_operation_id(document: Document) -> list[Edit]:
    """An operation has another operationId."""

    def edit(operation: Document) -> None:
        operation["operationId"] = f"{operation['operationId']}Again"

    return [partial(edit, operation) for _, _, operation in operations(document)]


def path_moved(document: Document) -> list[Edit]:
    """A path is another one, with operations of the same operationIds."""

    def edit(path: str) -> None:
        moved = {("/moved" + key if key == path else key): value for key, value in document["paths"].items()}
        document["paths"].clear()
        document["paths"].update(moved)

    return [partial(edit, path) for path in document["paths"]]


# The document


def newer_version(document: Document) -> list[Edit]:
    """A document of version 3.0 says the same in 3.1."""
    if not _is_older(document):
        return []

    def edit() -> None:
        document["openapi"] = "3.1.0"
        for place in list(schemas(document)):
            if (found := _bare(place.node)) is not None:
                bare, said = found
                has_type = isinstance(bare.get("type"), str)
                place.put(
                    {**said, **bare, "type": [bare["type"], "null"]}
                    if has_type
                    else {**said, "anyOf": [bare, {"type": "null"}]}
                )
        for place in list(schemas(document)):
            if place.node.pop("exclusiveMinimum", None) is True:
                place.node["exclusiveMinimum"] = place.node.pop("minimum")
            if "example" in place.node:
                place.node["examples"] = [place.node.pop("example")]

    return [edit]


NAMED_ANEW = frozenset({"schema_as_component", "component_renamed", "union_of_unions", "path_moved"})
"""The ways that ask for new names beside the old ones."""

WAYS: Mapping[str, Edits] = {
    "schema_as_component": schema_as_component,
    "component_inline": component_inline,
    "component_renamed": component_renamed,
    "part_of_component": part_of_component,
    "described_as_component": described_as_component,
    "described_inline": described_inline,
    "other_order": other_order,
    "variants_in_other_order": variants_in_other_order,
    "union_split": union_split,
    "union_of_unions": union_of_unions,
    "any_for_one": any_for_one,
    "wrapped": wrapped,
    "wrapped_with_description": wrapped_with_description,
    "siblings": siblings,
    "divided": divided,
    "required_apart": required_apart,
    "null_in_any_of": null_as("anyOf"),
    "null_in_one_of": null_as("oneOf"),
    "null_first": null_first,
    "null_as_type": null_as_type,
    "nullable_with_all_of": nullable_with_all_of,
    "type_in_list": type_in_list,
    "const_as_enum": const_as_enum,
    "typed_const": typed_const,
    "type_left_out": type_left_out,
    "mapping_said": mapping_said,
    "other_descriptions": other_descriptions,
    "other_examples": other_examples,
    "other_summaries": other_summaries,
    "parameters_shared": parameters_shared,
    "parameters_apart": parameters_apart,
    "path_item_as_component": path_item_as_component,
    "placeholder_renamed": placeholder_renamed,
    "other_operation_id": other_operation_id,
    "path_moved": path_moved,
    "newer_version": newer_version,
}


def otherwise(document: Document, way: str, number: int | None = None) -> Document | None:
    """A document written otherwise in one place, or in all (`number` None); None where there is no such place."""
    changed = copy.deepcopy(document)
    edits = WAYS[way](changed)
    if not edits:
        return None
    for edit in edits if number is None else [edits[number % len(edits)]]:
        edit()
    return changed
