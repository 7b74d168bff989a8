"""How words are written in names, where that is not as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Casings(Mapping[str, str]):
    """Words in lower case with a spelling of their own.

    It maps them to the way they are written in class names ({"openai": "OpenAI", "api": "API"}). `snake` has those that
    are written otherwise in lower case, too ({"youtube": "you_tube"}), `singulars` the one form of what is many
    ({"people": "person"}).
    """

    pascal: Mapping[str, str] = field(default_factory=dict)
    snake: Mapping[str, str] = field(default_factory=dict)
    singulars: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, word: str) -> str:
        return self.pascal[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self.pascal)

    def values(self) -> ValuesView[str]:
        """The spellings: asked for with every name, and much quicker than by way of the others."""
        return self.pascal.values()

    def __hash__(self) -> int:  # what is remembered of names is so for one run's, which are one object
        return id(self)

    def __len__(self) -> int:
        return len(self.pascal)


NO_CASINGS = Casings()
