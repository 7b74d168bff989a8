"""The facts held against the generated package, measure by measure.

Types are compatible when code written for the official package still type-checks: what users write must be accepted
(ours admits all that the official type admits), what they read must be expected (ours yields nothing the official type
does not admit), and an alias, which may be used for both, must admit the same. Classes are the same when they have the
same name, are imported by the same name, or have the same fields with the same requiredness. Of the classes that the
official package does not export the facts have only the bare name: any class of ours stands for a name that is never
exported, and a class of ours that has none of the exported names stands for any name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import takewhile
from typing import Protocol

from .expressions import NULL, Expression, NamedClass, Verdict, expand, judge, show
from .facts import Facts, Field, Method, PublicType
from .introspection import REQUEST_OPTIONS, LiveMethod, LiveType, Package, fields_of, kind_of
from .tally import ABSENT, PRESENT, Comparison, Tally, presence, tally

_WRITABLE = (Verdict.EQUAL, Verdict.WIDER)
_READABLE = (Verdict.EQUAL, Verdict.NARROWER)


def compare(facts: Facts, package: Package) -> tuple[Tally, ...]:
    """Every measure of the facts."""
    catalogue = Catalogue(facts.types, package)
    operations = [(m, package.method(m.path)) for m in facts.methods if m.operation is not None]
    conveniences = [(m, package.method(m.path)) for m in facts.methods if m.operation is None]
    types = [(t, package.type(t.module, t.name)) for t in facts.types]
    return (
        *_methods("methods", operations, catalogue),
        _beyond(facts.methods, package),
        _asynchronous(operations, package),
        *_methods("conveniences", conveniences, catalogue),
        *compare_kinds("types", types),
        *compare_fields("fields", types),
        _field_types(types, catalogue),
        _aliases([(t, live) for t, live in types if t.kind == "alias"], catalogue),
    )


class Catalogue:
    """Which of our classes stands for a class that the official package only names."""

    def __init__(self, types: Iterable[PublicType], package: Package) -> None:
        self._package = package
        self._types_package = f"{package.root.__name__}.types."
        self._public: dict[str, list[PublicType]] = defaultdict(list)
        for public in types:
            self._public[public.name].append(public)

    def judge(self, official: Expression, ours: Expression) -> Verdict:
        """Say how our type stands to the official one."""
        return judge(official, ours, self.same)

    def without_aliases(self, official: Expression, resource: str) -> Expression:
        """Expand the aliases that a method of a resource names; of several of one name, the nearest."""
        return expand(official, self._aliases_near(f"{self._types_package}{resource}"))

    @cache  # noqa: B019 - there is one catalogue in a run
    def _aliases_near(self, module: str) -> Mapping[str, Expression]:
        nearest = {
            name: max(types, key=lambda public: _nearness(public, module)) for name, types in self._public.items()
        }
        return {name: public.type for name, public in nearest.items() if public.type is not None}

    def same(self, official: NamedClass, ours: type) -> bool:
        """Say whether `ours` stands for the official class."""
        if official.name == ours.__name__:
            return True
        if not ours.__module__.startswith(self._types_package):
            return False
        kind = kind_of(ours)
        candidates = [public for public in self._public.get(official.name, []) if public.kind == kind]
        if not candidates or ours not in self._exported:
            return True
        return any(self._imported(public) is ours or _same_fields(public, ours) for public in candidates)

    @cached_property
    def _exported(self) -> set[type]:
        """Our classes that are imported by a name of the official package."""
        return {value for types in self._public.values() for public in types if (value := self._imported(public))}

    def _imported(self, public: PublicType) -> type | None:
        live = self._package.type(public.module, public.name)
        return live.value if live and live.kind != "alias" else None


def _nearness(public: PublicType, module: str) -> int:
    """How many steps of its module's path a type shares with `module`."""
    pairs = zip(public.module.split("."), module.split("."), strict=False)
    return sum(1 for _ in takewhile(lambda steps: steps[0] == steps[1], pairs))


def _same_fields(public: PublicType, ours: type) -> bool:
    fields = fields_of(ours)
    return {n: f.required for n, f in public.fields.items()} == {n: f.required for n, f in fields.items()}


# Methods


class Parameters(Protocol):
    """A method as both sides have it."""

    @property
    def positional(self) -> tuple[str, ...]: ...
    @property
    def keywords(self) -> Mapping[str, bool]: ...


Methods = Sequence[tuple[Method, LiveMethod | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _MethodMeasure:
    """What is compared of a method, as texts that show it, in an order that counts."""

    name: str
    official: Callable[[Method], list[str]]
    ours: Callable[[LiveMethod], list[str]]


def _positional(method: Parameters) -> list[str]:
    return [name for name in method.positional if name not in REQUEST_OPTIONS]


def _keywords(method: Parameters) -> list[str]:
    names = (f"{name}!" if required else name for name, required in sorted(method.keywords.items()))
    return [name for name in names if name not in REQUEST_OPTIONS]


_METHOD_MEASURES = (
    _MethodMeasure(name="positional", official=_positional, ours=_positional),
    _MethodMeasure(name="keywords", official=_keywords, ours=_keywords),
    _MethodMeasure(name="page", official=lambda m: [str(m.page)], ours=lambda live: [str(live.page)]),
    _MethodMeasure(name="streaming", official=lambda m: [str(m.streams)], ours=lambda live: [str(live.streams)]),
    _MethodMeasure(
        name="deprecation", official=lambda m: [str(m.deprecated)], ours=lambda live: [str(live.deprecated)]
    ),
)


def _compare_lists(subject: str, official: list[str], ours: list[str] | None) -> Comparison:
    """Compare two lists; shown is what only one of them has, if that is what differs."""
    own = ours or []
    common = set(official) & set(own) if set(official) != set(own) else set()
    theirs, mine = (", ".join(text for text in side if text not in common) for side in (official, own))
    return Comparison(
        subject=subject,
        official=theirs,
        ours=None if ours is None else mine,
        same=ours is not None and official == ours,
    )


def _methods(group: str, methods: Methods, catalogue: Catalogue) -> Iterator[Tally]:
    yield presence(group, ((official.path, live is not None) for official, live in methods))
    for measure in _METHOD_MEASURES:
        yield tally(f"{group}.{measure.name}", (_of_method(measure, *pair) for pair in methods))
    yield tally(f"{group}.result", (_result(*pair, catalogue) for pair in methods))


def _of_method(measure: _MethodMeasure, official: Method, live: LiveMethod | None) -> Comparison:
    return _compare_lists(official.path, measure.official(official), measure.ours(live) if live else None)


def _result(official: Method, live: LiveMethod | None, catalogue: Catalogue) -> Comparison:
    stated = catalogue.without_aliases(official.result, official.resource)
    verdict = catalogue.judge(stated, live.result) if live else None
    return Comparison(
        subject=official.path,
        official=show(official.result),
        ours=show(live.result) if live else None,
        same=verdict in _READABLE,
    )


def _beyond(methods: Sequence[Method], package: Package) -> Tally:
    """Which methods of ours the facts have too."""
    known = {method.path for method in methods}
    return tally("methods.extra", (_in_both(path, path in known) for path in package.paths()))


def _in_both(subject: str, in_official: bool) -> Comparison:
    official = PRESENT if in_official else ABSENT
    return Comparison(subject=subject, official=official, ours=PRESENT, same=in_official)


def _asynchronous(methods: Methods, package: Package) -> Tally:
    """What the synchronous client has, the asynchronous one has with the same parameters."""
    twins = [(m.path, live, package.method(m.path, asynchronous=True)) for m, live in methods if live]
    return tally("methods.asynchronous", (compare_parameters(*twin) for twin in twins))


def compare_parameters(path: str, expected: Parameters, live: LiveMethod | None) -> Comparison:
    """Compare all parameters of a method by name, place and requiredness."""
    return _compare_lists(path, _signature(expected), _signature(live) if live else [ABSENT])


def _signature(method: Parameters) -> list[str]:
    return [*(f"{place}: {name}" for place, name in enumerate(_positional(method), 1)), *_keywords(method)]


# Types

Types = Sequence[tuple[PublicType, LiveType | None]]


def compare_kinds(group: str, types: Types) -> Iterator[Tally]:
    """Which types can be imported, and whether they are of the same kind."""
    yield presence(group, ((official.path, live is not None) for official, live in types))
    yield tally(f"{group}.kind", (_kind(*pair) for pair in types))


def _kind(official: PublicType, live: LiveType | None) -> Comparison:
    ours = live.kind if live else None
    return Comparison(subject=official.path, official=official.kind, ours=ours, same=ours == official.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class _FieldPair:
    """A field on both sides, as far as they have it; `compared` when the types are of one kind."""

    owner: PublicType
    name: str
    compared: bool
    official: Field | None
    ours: Field | None

    @property
    def subject(self) -> str:
        return f"{self.owner.path}.{self.name}"


def compare_fields(group: str, types: Types) -> Iterator[Tally]:
    """Which fields the types of one kind have on both sides, and whether those are required in both."""
    pairs = list(_all_pairs(types))
    theirs = [pair for pair in pairs if pair.official is not None]
    yield tally(group, map(_has_field, theirs))
    yield tally(f"{group}.extra", (_in_both(pair.subject, pair.official is not None) for pair in pairs if pair.ours))
    yield tally(f"{group}.required", (_requiredness(pair) for pair in theirs))


def _field_types(types: Types, catalogue: Catalogue) -> Tally:
    pairs = (pair for pair in _all_pairs(types) if pair.official is not None)
    return tally("fields.type", (_field_type(pair, catalogue) for pair in pairs))


def _all_pairs(types: Types) -> Iterator[_FieldPair]:
    return (pair for official, live in types for pair in _field_pairs(official, live))


def _field_pairs(official: PublicType, live: LiveType | None) -> Iterator[_FieldPair]:
    compared = live is not None and live.kind == official.kind
    ours = live.fields if compared and live else {}
    for name in {**official.fields, **ours}:
        yield _FieldPair(
            owner=official, name=name, compared=compared, official=official.fields.get(name), ours=ours.get(name)
        )


def _has_field(pair: _FieldPair) -> Comparison:
    ours = (PRESENT if pair.ours else ABSENT) if pair.compared else None
    return Comparison(subject=pair.subject, official=PRESENT, ours=ours, same=pair.ours is not None)


def _requiredness(pair: _FieldPair) -> Comparison:
    theirs, ours = (_required(field) if field else None for field in (pair.official, pair.ours))
    return Comparison(subject=pair.subject, official=str(theirs), ours=ours, same=theirs == ours)


def _required(field: Field) -> str:
    return "required" if field.required else "optional"


def _field_type(pair: _FieldPair, catalogue: Catalogue) -> Comparison:
    assert pair.official is not None
    if pair.ours is None:
        return Comparison(subject=pair.subject, official=show(pair.official.type), ours=None, same=False)
    theirs, ours = _value_type(pair.owner, pair.official), _value_type(pair.owner, pair.ours)
    compatible = _WRITABLE if pair.owner.is_sent else _READABLE
    verdict = catalogue.judge(theirs, ours)
    return Comparison(subject=pair.subject, official=show(theirs), ours=show(ours), same=verdict in compatible)


def _value_type(owner: PublicType, field: Field) -> Expression:
    """What a field holds when it is there: a model shows an absent field as None."""
    return field.type if field.required or owner.is_sent else field.type - {NULL}


def _aliases(aliases: Types, catalogue: Catalogue) -> Tally:
    return tally("aliases.type", (_alias(*pair, catalogue) for pair in aliases))


def _alias(official: PublicType, live: LiveType | None, catalogue: Catalogue) -> Comparison:
    assert official.type is not None
    if live is None or live.kind != official.kind:
        return Comparison(subject=official.path, official=show(official.type), ours=None, same=False)
    compatible = _WRITABLE if official.is_sent else (Verdict.EQUAL,)
    return Comparison(
        subject=official.path,
        official=show(official.type),
        ours=show(live.type),
        same=catalogue.judge(official.type, live.type) in compatible,
    )
