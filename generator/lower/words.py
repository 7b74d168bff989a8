"""Words on their way to names."""

from __future__ import annotations

from collections.abc import Sequence

from generator.python.identifiers import Casings, pascal_case, snake_case


def singular(word: str) -> str:
    """`choices` -> `choice`, `categories` -> `category`; what has no plural form stays."""
    lower = word.lower()
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
