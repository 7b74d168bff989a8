"""Trials: calls of the SDK's methods with values that the document allows, for generated tests."""

from __future__ import annotations

from generator.values import Value


class TrialValue(Value, kw_only=True):
    """A value as JSON text, and what it stands for: where it travels and what the wire calls it there (`("query",
    "limit")`, `("body", "name")`), or the body as a whole (`("body",)`)."""

    origin: tuple[str, ...]
    json: str


class Trial(Value, kw_only=True):
    """Values for calls of one method: `required` are those that the document demands, `every` has as many as go
    together. `fixed` is what its client sends with each call by itself, as far as the document speaks of that. `alone`
    are the origins of what goes with none of the others, so that no call has them."""

    resource: tuple[str, ...]
    method: str
    required: tuple[TrialValue, ...]
    every: tuple[TrialValue, ...]
    fixed: tuple[TrialValue, ...] = ()
    alone: tuple[tuple[str, ...], ...] = ()


class Untried(Value, kw_only=True):
    """A method that no call is made of, and why."""

    resource: tuple[str, ...]
    method: str
    reason: str
