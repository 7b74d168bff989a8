"""Methods of the official package beside ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.compare.expressions import spelled
from tests.measures.tally import ABSENT, Comparison, Tally, in_both, presence, tally

from .catalogue import READABLE, Catalogue
from .facts import Method
from .introspection import REQUEST_OPTIONS, LiveMethod, Package


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
    named = ((name, required) for name, required in sorted(method.keywords.items()) if name not in REQUEST_OPTIONS)
    return [f"{name}!" if required else name for name, required in named]


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


def compare_methods(group: str, methods: Methods, catalogue: Catalogue) -> Iterator[Tally]:
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
        official=spelled(official.result),
        ours=spelled(live.result) if live else None,
        same=verdict in READABLE,
    )


def compare_paths(methods: Sequence[Method], package: Package) -> Tally:
    """Which methods of ours the facts have too."""
    known = {method.path for method in methods}
    return tally("methods.extra", (in_both(path, path in known) for path in package.paths()))


def compare_asynchronous(methods: Methods, package: Package) -> Tally:
    """What the synchronous client has, the asynchronous one has with the same parameters."""
    twins = [(m.path, live, package.method(m.path, asynchronous=True)) for m, live in methods if live]
    return tally("methods.asynchronous", (compare_parameters(*twin) for twin in twins))


def compare_parameters(path: str, expected: Parameters, live: LiveMethod | None) -> Comparison:
    """Compare all parameters of a method by name, place and requiredness."""
    return _compare_lists(path, _signature(expected), _signature(live) if live else [ABSENT])


def _signature(method: Parameters) -> list[str]:
    return [*(f"{place}: {name}" for place, name in enumerate(_positional(method), 1)), *_keywords(method)]
