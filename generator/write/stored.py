"""The IR of an output as a file of that output, so that the next document can be compared without the old one at hand.

`OUT/.sdkgen.model.json` belongs to the output like any generated file: it is committed, listed in the manifest, and the
same on every machine. Of texts it keeps a digest, of places the JSON pointer: enough to tell that they changed. A
declaration or a resource is one line of it, so that a reviewer sees a changed type as a changed line. It is not
compressed, since compressors differ in their bytes from machine to machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from enum import Enum
from functools import cache
from hashlib import blake2s
from json.encoder import encode_basestring_ascii as _quoted
from pathlib import Path
from typing import Any, Final, assert_never, get_args

from generator.ir import declarations, extensions, keys, operations, package
from generator.ir.declarations import ObjectParams
from generator.ir.operations import Operation
from generator.ir.package import Package
from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Meaning,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
    TupleOf,
    TypeExpr,
    UnionOf,
)
from generator.source import Location
from generator.values import Value, defaults, members
from generator.write.earlier import RENAMED, of_earlier
from generator.write.manifest import ManifestError

_CLASS: Final = "is"
_PLACE: Final = "location"
_WORDS: Final = frozenset({"doc", "summary", "json", "license_text", "file_header", "text"})
_WIRE_NAME: Final = "wire_name"
_DEFAULTS: Final[Mapping[str, Any]] = {"required": False, _WIRE_NAME: ""}
"""Members that have no default in the IR and mostly one value: for a wire name that is the name."""
_DIGEST_BYTES: Final = 4
_NONE: Final = object()
"""There is no default."""
_TYPES: Final = frozenset(get_args(TypeExpr))
_SCALARS: Final = frozenset({str, int, float, bool, type(None)})


def store(model: Package) -> str:
    """The text of the file."""
    encoder = _Encoder(frozenset(operation.location for operation in _operations(model)))
    lines = [f'{{"version": {_json(model.version)},', f'"{_CLASS}": "Package",']
    for name, own, base in encoder.told(model, ""):
        if isinstance(own, tuple) and own:
            items = ",\n".join([encoder.text(item, base) for item in own])
            lines += [f'"{name}": [', items, "],"]
        elif name not in ("version", _CLASS):
            lines.append(f'"{name}": {encoder.member(name, own, base)},')
    lines[-1] = lines[-1].removesuffix(",")
    return "\n".join([*lines, "}\n"])


def _operations(model: Package) -> Iterator[Operation]:
    yield from model.client_operations
    pending = list(model.resources)
    while pending:
        resource = pending.pop()
        yield from resource.operations
        pending += resource.children


_encoded: Final = json.JSONEncoder().encode


def _json(value: Any) -> str:
    """A value of no class of ours. What there is most of is soon written."""
    if value.__class__ is str:
        return _quoted(value)
    if value is None or value.__class__ is bool:
        return "null" if value is None else "true" if value else "false"
    return _encoded(value)


def restore(text: str | bytes, path: Path) -> Package:
    """The model in the text of a file. Raises `ManifestError`, which names `path`, for anything else."""
    try:
        restored = _decoded(json.loads(text), "")
        if isinstance(restored, Package):
            return restored
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass  # told below, the same for whatever is wrong
    raise ManifestError(
        f"{path} is damaged, or another version of the generator wrote it: restore it, or run `generate` to renew it"
    )


class _Encoder:
    """Values to JSON objects that name their class and leave out what has its default; types in a short form. Members
    stand in the order of their names."""

    def __init__(self, arguments: Set[Location]) -> None:
        self._arguments = arguments

    def text(self, value: Any, base: str) -> str:
        """Anything that a member may hold; `base` is the pointer of what encloses it."""
        kind = value.__class__
        if kind is tuple:
            return f"[{','.join([self.text(item, base) for item in value])}]"
        if kind in _TYPES:
            return _type(value)
        if kind is Location:
            pointer = value.pointer
            return _quoted(f".{pointer.removeprefix(base)}" if base and pointer.startswith(f"{base}/") else pointer)
        if isinstance(value, Value):
            members = [f'"{name}":{self.member(name, own, inner)}' for name, own, inner in self.told(value, base)]
            return f"{{{','.join(members)}}}"
        return (
            f'{{"{_CLASS}":"{kind.__name__}","value":{_json(value.value)}}}'
            if isinstance(value, Enum)
            else _json(value)
        )

    def told(self, value: Value, base: str) -> Iterator[tuple[str, Any, str]]:
        """The members of a value that do not have their defaults, with the pointer of what encloses each; its class
        stands among them."""
        at = getattr(value, _PLACE, None)
        inner = base if at is None else at.pointer
        # The fields of what holds a method's arguments say what the method says.
        silent = "fields" if isinstance(value, ObjectParams) and at in self._arguments else None
        for name, default in _members(value.__class__):
            own = getattr(value, name, value.__class__.__name__)
            usual = value.name if name == _WIRE_NAME else default  # type: ignore[attr-defined]  # what is on the wire has one
            if name == silent:
                yield name, (), inner
            elif own is not usual and own != usual:
                yield name, own, base if own is at else inner

    def member(self, name: str, value: Any, base: str) -> str:
        """The value of a member."""
        if name in _WORDS:
            return f'"{_digest(value)}"'
        return _json(value) if value.__class__ in _SCALARS else self.text(value, base)


def _type(type: TypeExpr) -> str:
    match type:
        case Primitive():
            return f'{{"{type.kind.value}":{_json(type.format)}}}'
        case Named():
            return f'{{"named":"{type.module}:{type.name}"}}'  # names of Python, which nothing has to be escaped in
        case Nullable():
            return f'{{"nullable":{_type(type.inner)}}}'
        case ListOf():
            return f'{{"list":{_type(type.item)}}}'
        case MapOf():
            return f'{{"map":{_type(type.value)}}}'
        case TupleOf():
            rest = "" if type.rest is None else f'"rest":{_type(type.rest)},'
            return f'{{{rest}"tuple":{_types(type.items)}}}'
        case LiteralOf():
            meanings = ",".join(map(_meaning, type.meanings))
            told = f'"meanings":[{meanings}],' if meanings else ""
            values = ",".join(map(_json, type.values))
            return f'{{{told}"{"open" if type.open else "values"}":[{values}]}}'
        case UnionOf():
            absent = '"absent":true,' if type.has_default else ""
            by = "" if type.discriminator is None else f'"by":{_json(type.discriminator)},'
            otherwise = '"otherwise":true,' if type.open else ""
            return f'{{{absent}{by}{otherwise}"union":{_types(type.variants)}}}'
        case Anything():
            return '{"anything":null}'
        case _:
            assert_never(type)


def _types(types: Iterable[TypeExpr]) -> str:
    return f"[{','.join(map(_type, types))}]"


def _meaning(meaning: Meaning) -> str:
    doc = _digest(meaning.doc) if meaning.doc else ""
    return f'[{_json(meaning.value)},{_json(meaning.name)},"{doc}"]'


def _digest(words: str) -> str:
    return blake2s(words.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


@cache
def _members(made: type[Value]) -> tuple[tuple[str, Any], ...]:
    """The members of a class, its name among them, in their order, each with its default, or `_NONE`."""
    known = {**defaults(made), **_DEFAULTS}
    return tuple((name, known.get(name, _NONE)) for name in sorted((*members(made), _CLASS)))


def _classes() -> Iterator[type]:
    for module in (declarations, extensions, keys, operations, package):
        for made in vars(module).values():
            if isinstance(made, type) and made.__module__ == module.__name__:
                yield made


_KNOWN: Final[Mapping[str, type]] = {made.__name__: made for made in _classes()}


def _decoded(value: Any, base: str) -> Any:
    """What a JSON value stands for. Raises `KeyError`, `TypeError` or `ValueError` for what the encoder never makes."""
    if isinstance(value, list):
        return tuple(_decoded(item, base) for item in value)
    if not isinstance(value, dict):
        return value
    name = value.pop(_CLASS, None)
    if name is None:
        return _decoded_type(value)
    made = _KNOWN[RENAMED.get(name, name)]
    return made(value["value"]) if issubclass(made, Enum) else made(**_decoded_members(made, value, base))


def _decoded_members(made: type, written: dict[str, Any], base: str) -> dict[str, Any]:
    if made is package.Package:
        written = of_earlier(written)
    found: dict[str, Any] = {}
    if _PLACE in written:
        at = written.pop(_PLACE)
        base = base + at[1:] if at.startswith(".") else at
        file, _, pointer = base.rpartition("#")
        found[_PLACE] = Location(file, 0, 0, pointer)
    found |= {member: _decoded(value, base) for member, value in written.items()}
    for member, default in _members(made):
        if member not in found and default is not _NONE:
            found[member] = found["name"] if member == _WIRE_NAME else default
    return found


def _meanings(written: dict[str, Any]) -> tuple[Meaning, ...]:
    return tuple(Meaning(value=value, name=name, doc=doc) for value, name, doc in written.get("meanings", ()))


def _decoded_type(written: dict[str, Any]) -> TypeExpr:
    match written:
        case {"named": str(name)}:
            module, _, own = name.partition(":")
            return Named(module=module, name=own)
        case {"list": item}:
            return ListOf(item=_decoded_type(item))
        case {"tuple": list(items)}:
            rest = _decoded_type(written["rest"]) if "rest" in written else None
            return TupleOf(items=tuple(map(_decoded_type, items)), rest=rest)
        case {"map": value}:
            return MapOf(value=_decoded_type(value))
        case {"nullable": inner}:
            return Nullable(inner=_decoded_type(inner))
        case {"values": list(values)}:
            return LiteralOf(values=tuple(values), meanings=_meanings(written))
        case {"open": list(values)}:
            return LiteralOf(values=tuple(values), open=True, meanings=_meanings(written))
        case {"union": list(variants)}:
            return UnionOf(
                variants=tuple(map(_decoded_type, variants)),
                discriminator=written.get("by"),
                open=written.get("otherwise", False),
                has_default=written.get("absent", False),
            )
        case {"anything": None}:
            return Anything()
        case _:
            ((kind, format),) = written.items()
            return Primitive(kind=PrimitiveKind(kind), format=format)
