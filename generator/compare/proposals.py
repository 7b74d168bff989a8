"""Entries of a config that may remove a change. Whether they do is found out by trying them (`trial`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from generator.compare.entries import Entry
from generator.compare.expressions import Expression, GenericOf, ListOf, NamedClass, names, parse_expression
from generator.compare.model import Argument, Method, Origins, Surface, Type
from generator.compare.signatures import without_names
from generator.diff.codes import Code
from generator.diff.model import Change
from generator.python.identifiers import pascal_case, snake_case
from generator.values import Value

Entries: TypeAlias = tuple[Entry, ...]

_TYPES: Final = "types"
_SHARED: Final = "shared"
_SHARED_MODELS: Final = "$shared"
_FEWEST_FIELDS: Final = 2
_SCALARS: Final = {"bool": "boolean", "int": "integer", "float": "number"}


class Sides(Value, kw_only=True):
    """What proposals are made from: both surfaces, and what stands behind the new one."""

    old: Surface
    new: Surface
    origins: Origins

    def old_method(self, path: str) -> Method | None:
        """A method of the old surface."""
        return next((method for method in self.old.methods if method.path == path), None)

    def new_method(self, path: str) -> Method | None:
        """A method of the new surface."""
        return next((method for method in self.new.methods if method.path == path), None)

    def schema(self, name: str) -> str | None:
        """The schema that a type of the new side is made of, by its path or its bare name."""
        for type in self.new.types:
            if name in (type.path, type.name) and (found := self.origins.schemas.get(f"{type.module}:{type.name}")):
                return found
        return next((schema for key, schema in self.origins.schemas.items() if key.rpartition(":")[2] == name), None)


def proposals(change: Change, sides: Sides) -> tuple[Entries, ...]:
    """What may remove a change, the likeliest first."""
    propose = _PROPOSALS.get(change.code)
    return () if propose is None else tuple(propose(change, sides))


def _method_path(change: Change) -> str:
    return change.subject.removeprefix("client.").partition("(")[0]


def _argument(change: Change) -> str:
    return change.subject.partition("(")[2].partition("=")[0]


def _resource_keys(path: str) -> tuple[str, ...]:
    """The keys of a resource: `a.b` -> resources, a, subresources, b; of the client itself: resources, $client."""
    keys: list[str] = []
    for step in path.split(".") if path else ["$client"]:
        keys += ["subresources" if keys else "resources", step]
    return tuple(keys)


def _method_entry(sides: Sides, path: str, said: Mapping[str, Any]) -> Iterator[Entries]:
    """An entry about a method that both sides have."""
    endpoint = sides.origins.operations.get(path)
    if endpoint is not None:
        resource, _, name = path.rpartition(".")
        yield _listed(
            Entry(keys=(*_resource_keys(resource), "methods", name), value={"endpoint": endpoint, **said}), sides
        )


def _listed(entry: Entry, sides: Sides) -> Entries:
    """An entry about a method: the first of a config asks for the methods by rule, too, which end with it."""
    if not sides.origins.lists_no_method:
        return (entry,)
    return (entry, Entry(keys=("sdkgen", "unlisted"), value="include"))


def _method_names(change: Change, sides: Sides) -> Iterator[Entries]:
    """A method that is somewhere else, or under another name: where the config puts it."""
    path = _method_path(change)
    old = sides.old_method(path)
    moved = change.after[0].removeprefix("client.") if change.after else ""
    endpoint = sides.origins.operations.get(moved)
    if endpoint is None and old is not None and old.route:
        found = {value for value in sides.origins.operations.values() if without_names(value) == old.route}
        endpoint = next(iter(found)) if len(found) == 1 else None
    if endpoint is not None:
        resource, _, name = path.rpartition(".")
        yield _listed(Entry(keys=(*_resource_keys(resource), "methods", name), value=endpoint), sides)


def _unwanted_method(change: Change, sides: Sides) -> Iterator[Entries]:
    """A method that the package does not have."""
    path = _method_path(change)
    endpoint = sides.origins.operations.get(path)
    if endpoint is not None:
        yield (Entry(keys=("unspecified_endpoints",), value=[endpoint]),)
        yield from _method_entry(sides, path, {"skip": True})


def _positions(change: Change, sides: Sides) -> Iterator[Entries]:
    path = _method_path(change)
    old = sides.old_method(path)
    endpoint = sides.origins.operations.get(path)
    if old is None or endpoint is None:
        return
    placeholders = {snake_case(part.partition("}")[0]): part.partition("}")[0] for part in endpoint.split("{")[1:]}
    wanted = [placeholders.get(argument.name, argument.name) for argument in old.arguments if argument.positional]
    yield from _method_entry(sides, path, {"positional_params": wanted})


def _bodies(change: Change, sides: Sides) -> Iterator[Entries]:
    """An argument that is the whole body; not one that only has a mark before it."""
    if change.after[0] not in change.before[0] and change.before[0] not in change.after[0]:
        yield from _method_entry(sides, _method_path(change), {"body_param_name": _argument(change)})


def _no_pages(change: Change, sides: Sides) -> Iterator[Entries]:
    yield from _method_entry(sides, _method_path(change), {"paginated": False})


def _pages(change: Change, sides: Sides) -> Iterator[Entries]:
    wanted = change.before[0].removeprefix("Sync")
    if change.after:
        yield from _casings(wanted, change.after[0].removeprefix("Sync"))
    for scheme in (True, snake_case(wanted), wanted):
        yield from _method_entry(sides, _method_path(change), {"paginated": scheme})


def _no_stream(change: Change, sides: Sides) -> Iterator[Entries]:
    endpoint = sides.origins.operations.get(_method_path(change))
    if endpoint is not None:
        yield (Entry(keys=("sdkgen", "operations", endpoint, "stream"), value=False),)


def _streams(change: Change, sides: Sides) -> Iterator[Entries]:
    old = sides.old_method(_method_path(change))
    if old is not None and any(argument.name == "stream" for argument in old.arguments):
        yield from _method_entry(sides, old.path, {"streaming": {"param_discriminator": "stream"}})


def _client_names(change: Change, _sides: Sides) -> Iterator[Entries]:
    wanted = change.before[0].removeprefix("Async")
    word = snake_case(wanted).replace("_", "-")
    joined = word.replace("-", "")
    yield (Entry(keys=("organization", "name"), value=word),)
    casing = {"snake": joined, "camel": wanted, "pascal": wanted, "capital": wanted}
    yield (
        Entry(keys=("organization", "name"), value=joined),
        Entry(keys=("custom_casings", joined), value=casing),
    )


def _options(change: Change, sides: Sides) -> Iterator[Entries]:
    name = _argument(change)
    option = next((o for o in (sides.old.client.options if sides.old.client else ()) if o.name == name), None)
    if option is None or not name.isidentifier():
        return
    keys = ("client_settings", "opts", name)
    yield (Entry(keys=keys, value={"type": _option_type(option), "nullable": not option.required}),)


def _option_type(option: Argument) -> str:
    scalars = [word for word in _SCALARS if word in option.annotation]
    return _SCALARS[scalars[0]] if scalars else "string"


def _optional_options(change: Change, _sides: Sides) -> Iterator[Entries]:
    if change.subject.startswith("client."):
        return
    yield (Entry(keys=("client_settings", "opts", _argument(change), "nullable"), value=True),)


def _type_names(change: Change, sides: Sides) -> Iterator[Entries]:
    """A type that is called otherwise, or stands elsewhere: the model that the config names."""
    if change.after:
        yield from _casings(change.subject, change.after[0])
    schema = sides.schema(change.after[0]) if change.after else _alike(change.subject, sides)
    if schema is not None:
        yield from _model(change.subject, schema, sides)


def _casings(before: str, after: str) -> Iterator[Entries]:
    """A name that only its capitals tell from another one: the words that have capitals of their own."""
    wanted, after = (_without_face(path.rpartition(".")[2]) for path in (before, after))
    if wanted.casefold() != after.casefold():
        return
    start = 0
    entries = []
    for word in snake_case(after).split("_"):
        written = wanted[start : start + len(word)]
        start += len(word)
        if written not in (word, word.capitalize()):
            casing = {"snake": word, "camel": word, "pascal": written, "capital": written}
            entries.append(Entry(keys=("custom_casings", word), value=casing))
    if entries:
        yield tuple(entries)


def _without_face(name: str) -> str:
    """The name of pages, without what tells the synchronous ones from the others."""
    return name.removeprefix("Async").removeprefix("Sync") if name.endswith("Page") else name


def _alike(path: str, sides: Sides) -> str | None:
    """The schema of the only new type that has the same fields."""
    old = next((type for type in sides.old.types if type.path == path), None)
    if old is None or old.fields is None or len(old.fields) < _FEWEST_FIELDS:
        return None
    known = {type.path for type in sides.old.types}
    found = [type for type in sides.new.types if type.path not in known and type.kind is old.kind and _same(old, type)]
    schemas = {sides.origins.schemas.get(f"{type.module}:{type.name}") for type in found}
    return next(iter(schemas)) if len(schemas) == 1 else None


def _same(old: Type, new: Type) -> bool:
    return {(f.name, f.required) for f in old.fields or ()} == {(f.name, f.required) for f in new.fields or ()}


def _model(path: str, schema: str, sides: Sides) -> Iterator[Entries]:
    package, _, name = path.rpartition(".")
    for keys in _model_keys(package, name, sides):
        plain = snake_case(name)
        for key in (plain,) if pascal_case(plain) == name else (plain, name):
            yield (Entry(keys=(*keys, "models", key), value=schema),)


def _model_keys(package: str, name: str, sides: Sides) -> Iterator[tuple[str, ...]]:
    """Where a model is to be listed so that it stands in a package: in a resource of which that is the package.

    The types of a resource stand in the package of the resource above it; which resource it is shows in what uses it.
    """
    if package == f"{_TYPES}.{_SHARED}":
        yield ("resources", _SHARED_MODELS)
        return
    above = package.removeprefix(_TYPES).lstrip(".")
    below = [r.path for r in sides.old.resources if r.path.rpartition(".")[0] == above]
    used = [path for path in below if any(_uses(method, name) for method in _of(sides.old, path))]
    inside = [path for path in below if any(_uses(method, name) for method in _under(sides.old, path))]
    stem = snake_case(name)
    akin = [path for path in below if stem.startswith(path.rpartition(".")[2].rstrip("s"))]
    for path in (used or inside or akin or below)[:1]:
        yield _resource_keys(path)


def _of(surface: Surface, path: str) -> list[Method]:
    return [method for method in surface.methods if method.path.rpartition(".")[0] == path]


def _under(surface: Surface, path: str) -> list[Method]:
    return [method for method in surface.methods if method.path.startswith(f"{path}.")]


def _uses(method: Method, name: str) -> bool:
    annotations = (*method.returns, *(argument.annotation for argument in method.arguments))
    return any(name in names(parse_expression(annotation)) for annotation in annotations if name in annotation)


def _results(change: Change, sides: Sides) -> Iterator[Entries]:
    """An answer that is opened, or not, or whose type is called otherwise."""
    path = _method_path(change)
    before, after = (parse_expression(words[0]) for words in (change.before, change.after))
    for type in sides.new.types:
        if NamedClass(name=type.name) in after:
            for field in type.fields or ():
                if parse_expression(field.annotation) == before:
                    yield from _method_entry(sides, path, {"unwrap_response": field.wire_name or field.name})
    for type in sides.old.types:
        if NamedClass(name=type.name) in before and any(
            parse_expression(field.annotation) == after for field in type.fields or ()
        ):
            yield from _method_entry(sides, path, {"unwrap_response": False})
    old, new = _only_class(before), _only_class(after)
    if old and new:
        yield from _casings(old, new)
    schema = sides.schema(new) if old and new else None
    exported = next((type.path for type in sides.old.types if type.name == old), None)
    if schema is not None and exported is not None:
        yield from _model(exported, schema, sides)


def _only_class(expression: Expression) -> str | None:
    """The class that an answer is made of: itself, its items, or what is in its pages."""
    for branch in expression if len(expression) == 1 else ():
        match branch:
            case NamedClass(name=name):
                return name
            case ListOf(item=item):
                return _only_class(item)
            case GenericOf(arguments=(item, *_)):
                return _only_class(item)
    return None


def _kinds(change: Change, sides: Sides) -> Iterator[Entries]:
    schema = sides.schema(change.subject)
    words = {"an enum": "enum", "an alias": "literal"}
    if schema is not None and "an enum" in (*change.before, *change.after) and change.before[0] in words:
        yield (Entry(keys=("sdkgen", "enums", schema), value=words[change.before[0]]),)


_PROPOSALS: Final[Mapping[Code, Callable[[Change, Sides], Iterator[Entries]]]] = {
    Code.CLIENT_RENAMED: _client_names,
    Code.OPTION_REMOVED: _options,
    Code.BECAME_REQUIRED: _optional_options,
    Code.METHOD_RENAMED: _method_names,
    Code.METHOD_REMOVED: _method_names,
    Code.METHOD_ADDED: _unwanted_method,
    Code.PARAMETER_REPOSITIONED: _positions,
    Code.PARAMETER_RENAMED: _bodies,
    Code.PAGES_ADDED: _no_pages,
    Code.PAGES_REMOVED: _pages,
    Code.PAGES_CHANGED: _pages,
    Code.STREAM_ADDED: _no_stream,
    Code.STREAM_REMOVED: _streams,
    Code.RESULT_CHANGED: _results,
    Code.TYPE_RENAMED: _type_names,
    Code.TYPE_REMOVED: _type_names,
    Code.TYPE_KIND_CHANGED: _kinds,
}
