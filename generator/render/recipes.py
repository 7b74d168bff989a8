"""Files before they are rendered: what their text is made from, so that an unchanged one need not be made again.

A file's text is a function of its recipe: a template, the function that prepares its view, and what that is given. So
the recipe's key, a hash over these, stands for the text. What a view has to know of the rest of the package is cut down
to what its own file mentions, and given too; a function that asks for more finds nothing, rather than missing a change.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property
from operator import attrgetter
from types import NoneType
from typing import Any, Generic, TypeAlias, TypeVar

from generator.render.environment import own_digest, render
from generator.values import Value, members

_UNSEEN = "location"
"""Where something stands in the document: no file says it, and it moves with every line above."""


_Value = TypeVar("_Value")


class Once(Generic[_Value]):
    """A value that several files are made from, hashed once for all of them."""

    def __init__(self, value: _Value) -> None:
        self.value = value

    @cached_property
    def key(self) -> str:
        """A hash over all of it."""
        return _hash(_plain(self.value))


class Given(Once[tuple[Any, ...]]):
    """What a view is called with: values, tuples, sets, mappings, enums, scalars, bytes, and `Once` of these."""

    def __init__(self, *values: Any) -> None:
        super().__init__(values)


class Later(Given):
    """What a view is called with, where that is made only for who asks for the file."""

    def __init__(self, make: Callable[[], tuple[Any, ...]]) -> None:
        self._make = make

    @cached_property
    def value(self) -> tuple[Any, ...]:  # type: ignore[override]  # an attribute of what is there at once
        """All of it."""
        return self._make()


class Recipe(Value):
    """A file made from a template: `view`, called with all that is given, prepares what the template places."""

    template: str
    view: Callable[..., object]
    given: Given

    def text(self) -> str:
        """The text, not formatted yet."""
        return render(self.template, self.view(*self.given.value))

    def key(self) -> str:
        """A hash over everything that decides the text, save the generator itself: templates that are not ours, too."""
        content = (self.template, self.view.__module__, self.view.__qualname__, self.given.key)
        own = own_digest(self.template)
        return _hash(content if own is None else (*content, own))


class Fixed(Value):
    """A file that is known from the start: text, not formatted yet, or the bytes that it consists of."""

    content: str | bytes

    def text(self) -> str | bytes:
        """The content."""
        return self.content

    def key(self) -> str:
        """A hash over the content."""
        return _hash(self.content)


class Shared:
    """A file whose text stands in another one, too, and is rendered once for both."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def text(self) -> str:
        """The text, not formatted yet."""
        return self._text

    def key(self) -> str:
        """A hash over everything that decides the text."""
        return self._key

    @cached_property
    def _text(self) -> str:
        return self._recipe.text()

    @cached_property
    def _key(self) -> str:
        return self._recipe.key()


class Joined(Value):
    """A file that consists of others, each below a line with its path; `trimmed` is what is taken of each."""

    files: Mapping[str, Shared]
    trimmed: Callable[[str], str]

    def text(self) -> str:
        """The text, not formatted yet."""
        return "\n".join(f"<!-- {path} -->\n\n{self.trimmed(file.text())}" for path, file in self.files.items())

    def key(self) -> str:
        """A hash over the keys of the files."""
        return _hash(tuple((path, file.key()) for path, file in self.files.items()))


class Written:
    """A file whose content is made only for who asks for it, by what knows nothing of templates."""

    def __init__(self, write: Callable[[], str]) -> None:
        self._write = write

    def text(self) -> str:
        """The content."""
        return self._content

    def key(self) -> str:
        """A hash over the content."""
        return _hash(self._content)

    @cached_property
    def _content(self) -> str:
        return self._write()


FileRecipe: TypeAlias = Recipe | Fixed | Written | Shared | Joined


def opened(values: Iterable[Once[_Value]]) -> tuple[_Value, ...]:
    """The values themselves."""
    return tuple([once.value for once in values])


def prepared(template: str, view: object) -> Recipe:
    """A file whose view is cheap, and made already."""
    return Recipe(template, _as_it_is, Given(view))


def _as_it_is(view: object) -> object:
    return view


def _hash(plain: Any) -> str:
    return hashlib.sha256(marshal.dumps(plain, _MARSHAL)).hexdigest()


_MARSHAL = 2
"""The last version of the format in which the same value always has the same bytes. Nothing is ever read from it."""


def _plain(value: Any) -> object:
    """A value as tuples and scalars that tell everything about it."""
    return _READERS[value.__class__](value)


class _Readers(dict[type, Callable[[Any], object]]):
    """How values of each class become plain. Raises `TypeError` for a class whose content is not known."""

    def __missing__(self, kind: type) -> Callable[[Any], object]:
        self[kind] = reader = _reader(kind)
        return reader


_READERS = _Readers()


def _reader(kind: type) -> Callable[[Any], object]:
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, Once):
        return attrgetter("key")
    if issubclass(kind, str):
        return str.__str__  # `Code` too
    if kind in _PLAIN:
        return _as_it_is
    if issubclass(kind, tuple):
        return _items
    if issubclass(kind, frozenset):
        return lambda items: ("set", *sorted(_items(items), key=repr))
    if issubclass(kind, Mapping):
        return lambda items: ("map", *_items(items), *_items(items.values()))
    if issubclass(kind, Value):
        return _value_reader(kind)
    raise TypeError(f"a file is made from a {kind.__name__}, whose content has no hash")


_PLAIN = frozenset({str, bool, int, float, bytes, NoneType})
"""What is as it is: most of all values."""


def _items(values: Iterable[Any]) -> tuple[object, ...]:
    return tuple([value if value.__class__ in _PLAIN else _READERS[value.__class__](value) for value in values])


def _value_reader(kind: type[Value]) -> Callable[[Any], object]:
    names = [name for name in members(kind) if name not in kind.ASIDE and name != _UNSEEN]
    content = attrgetter("__class__.__name__", *names)
    return lambda value: _items(content(value))
