"""Words on their way to names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.casings import Casings
from generator.python.identifiers import pascal_case, snake_case


def singular(word: str, casings: Casings) -> str:
    """`choices` -> `choice`, `categories` -> `category`; what has no plural form stays.

    The last word counts, and what the config says of it first (`vip_people` -> `vip_person`).
    """
    lower = word.lower()
    before, _, last = lower.rpartition("_")
    if last in casings.singulars:
        return f"{word[: len(before) + 1] if before else ''}{casings.singulars[last]}"
    if len(word) > 4 and lower.endswith("ies"):
        return word[:-3] + "y"
    if lower.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words_to_class_name(words: Sequence[str], casings: Casings) -> str:
    """`("choices", "logprobs")` -> `ChoicesLogprobs`."""
    return "".join(pascal_case(snake_case(w) if w.islower() else w, casings) for w in words)


def first_free(pattern: str, is_taken: Callable[[str], bool], separator: str = "") -> str:
    """The pattern with nothing, else with the first number from 2 on that is free."""
    name, number = pattern.format(""), 2
    while is_taken(name):
        name, number = pattern.format(f"{separator}{number}"), number + 1
    return name
