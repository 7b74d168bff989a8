"""A surface as facts, a line of JSON each, so that it can be kept and compared without the package.

The first line is the client: `{"kind": "client", "name", "init": {option: {required, type}}, "top_level": [names],
"pages": [names]}`. Then `{"kind": "resource", "path", "class"}`, `{"kind": "method", "path", "positional": [[name,
required, type]], "keyword": {name: {required, type}}, "idempotency_key", "returns": [type of each overload],
"overloads", "route"}`, `{"kind": "type", "exported": "package:name", "module", "is": model | dict | enum | alias |
class, "fields": {name: {required, type, wire_name}}, "type": what an alias stands for, "declared": the name of the
class under another name}`. `route`, `wire_name`, `declared`, `type` of aliases and `fields` are there where they are
known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from generator.compare.locate import UnreadablePackageError
from generator.compare.model import Argument, Client, Field, Method, Resource, Surface, Type, TypeKind

_MOST_BYTES: Final = 100_000_000


def read_facts(path: Path) -> Surface:
    """Read a file of facts. Raises `UnreadablePackageError` where a line is none, and `OSError`."""
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadablePackageError(f"{path}: larger than a surface that can be read")
    facts: dict[str, list[dict[str, Any]]] = {"client": [], "resource": [], "method": [], "type": []}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            fact = json.loads(line)
            facts[fact["kind"]].append(fact)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise UnreadablePackageError(f"{path}:{number}: not a line of a surface ({error!r:.80})") from None
    try:
        return _surface(facts)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadablePackageError(f"{path}: not a surface ({error!r:.80})") from None


def _surface(facts: Mapping[str, list[dict[str, Any]]]) -> Surface:
    client = facts["client"][0] if facts["client"] else None
    return Surface(
        client=Client(name=client["name"], options=tuple(_named(client["init"], positional=False))) if client else None,
        exports=tuple(client["top_level"]) if client else (),
        pages=tuple(client["pages"]) if client else (),
        resources=tuple(Resource(path=fact["path"], class_name=fact["class"]) for fact in facts["resource"]),
        methods=tuple(map(_method, facts["method"])),
        types=tuple(map(_type, facts["type"])),
    )


def _named(said: Mapping[str, Any], *, positional: bool) -> Iterator[Argument]:
    for name, fact in said.items():
        yield Argument(name=name, required=fact["required"], positional=positional, annotation=fact["type"])


def _method(fact: Mapping[str, Any]) -> Method:
    positional = (
        Argument(name=name, required=required, positional=True, annotation=annotation)
        for name, required, annotation in fact["positional"]
    )
    return Method(
        path=fact["path"],
        arguments=(*positional, *_named(fact["keyword"], positional=False)),
        returns=tuple(fact["returns"]),
        idempotency_key=fact["idempotency_key"],
        route=fact.get("route", ""),
    )


def _type(fact: Mapping[str, Any]) -> Type:
    package, _, name = fact["exported"].partition(":")
    fields = fact.get("fields")
    return Type(
        package=package,
        name=name,
        module=fact["module"],
        kind=TypeKind(fact["is"]),
        fields=None if fields is None else tuple(_field(name, said) for name, said in fields.items()),
        annotation=fact.get("type", ""),
        declared=fact.get("declared", ""),
    )


def _field(name: str, said: Mapping[str, Any]) -> Field:
    return Field(name=name, required=said["required"], annotation=said["type"], wire_name=said.get("wire_name", ""))


def facts_of(surface: Surface) -> str:
    """The surface as such a file."""
    return "".join(f"{json.dumps(fact, ensure_ascii=True)}\n" for fact in _facts(surface))


def _facts(surface: Surface) -> Iterator[dict[str, Any]]:
    if surface.client is not None:
        yield {
            "kind": "client",
            "name": surface.client.name,
            "init": dict(map(_said, surface.client.options)),
            "top_level": list(surface.exports),
            "pages": list(surface.pages),
        }
    for resource in surface.resources:
        yield {"kind": "resource", "path": resource.path, "class": resource.class_name}
    for method in surface.methods:
        yield {
            "kind": "method",
            "path": method.path,
            "positional": [[a.name, a.required, a.annotation] for a in method.arguments if a.positional],
            "keyword": dict(_said(a) for a in method.arguments if not a.positional),
            "idempotency_key": method.idempotency_key,
            "returns": list(method.returns),
            "overloads": len(method.returns),
            **({"route": method.route} if method.route else {}),
        }
    for type in surface.types:
        yield {
            "kind": "type",
            "exported": f"{type.package}:{type.name}",
            "module": type.module,
            "is": type.kind.value,
            **({} if type.fields is None else {"fields": dict(map(_field_said, type.fields))}),
            **({"type": type.annotation} if type.annotation else {}),
            **({"declared": type.declared} if type.declared else {}),
        }


def _said(argument: Argument) -> tuple[str, dict[str, Any]]:
    return argument.name, {"required": argument.required, "type": argument.annotation}


def _field_said(field: Field) -> tuple[str, dict[str, Any]]:
    wire_name = {"wire_name": field.wire_name} if field.wire_name else {}
    return field.name, {"required": field.required, "type": field.annotation, **wire_name}
