"""Files before they are rendered: what their text is made from, so that an unchanged one need not be made again.

A file's text is a function of its recipe: a template, the function that prepares its view, and what that is given. So
the recipe's key, a hash over these, stands for the text. What a view has to know of the rest of the package is cut down
to what its own file mentions, and given too; a function that asks for more finds nothing, rather than missing a change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

from generator.render.environment import render

_UNSEEN = "location"
"""Where something stands in the document: no file says it, and it moves with every line above."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A file made from a template: `view`, called with all of `given`, prepares what the template places.

    `given` is made of dataclasses, tuples, frozen sets, mappings, enums and scalars.
    """

    template: str
    view: Callable[..., object]
    given: tuple[object, ...]

    def text(self) -> str:
        """The text, not formatted yet."""
        return render(self.template, self.view(*self.given))

    def key(self) -> str:
        """A hash over everything that decides the text, save the generator itself."""
        return _hash((self.template, self.view.__module__, self.view.__qualname__, _plain(self.given)))


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file whose text is known from the start."""

    content: str

    def text(self) -> str:
        """The text, not formatted yet."""
        return self.content

    def key(self) -> str:
        """A hash over the text."""
        return _hash(self.content)


FileRecipe: TypeAlias = Recipe | Fixed


def prepared(template: str, view: object) -> Recipe:
    """A file whose view is cheap, and made already."""
    return Recipe(template, _as_it_is, (view,))


def _as_it_is(view: object) -> object:
    return view


def _hash(plain: object) -> str:
    return hashlib.sha256(repr(plain).encode()).hexdigest()


def _plain(value: Any) -> object:
    """A value as tuples and scalars whose `repr` is the same whenever the value is, in any run."""
    return _reader(value.__class__)(value)


@cache
def _reader(kind: type) -> Callable[[Any], object]:
    """How values of a class become plain. Raises `TypeError` for a class whose content is not known."""
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, str):
        return str.__str__
    if kind in (int, float, bool, type(None)):
        return _as_it_is
    if issubclass(kind, tuple):
        return lambda items: tuple(map(_plain, items))
    if issubclass(kind, frozenset):
        return lambda items: ("set", *sorted((_plain(item) for item in items), key=repr))
    if issubclass(kind, Mapping):
        return lambda items: ("map", *((_plain(key), _plain(item)) for key, item in items.items()))
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    raise TypeError(f"a file is made from a {kind.__name__}, whose content has no hash")


def _dataclass_reader(kind: type) -> Callable[[Any], object]:
    names = tuple(field.name for field in fields(kind) if field.compare and field.name != _UNSEEN)
    members = tuple(map(attrgetter, names))
    return lambda value: (kind.__name__, *(_plain(member(value)) for member in members))
