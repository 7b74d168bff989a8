"""What would be generated, as `sdkgen compare` sees it, without the command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from generator import pipeline
from generator.compare.comparison import compare
from generator.compare.generated import generated_surface
from generator.compare.model import Origins, Surface
from generator.compare.proposals import Sides
from generator.compare.trial import Suggestions, suggestions
from generator.request import Request


def generated(request: Request) -> tuple[Surface, Origins] | None:
    """The surface of what would be generated; None where nothing would."""
    outcome = pipeline.validate(request, stdin=BytesIO(), progress=lambda _: None)
    if outcome.package is None or outcome.diagnostics.errors:
        return None
    return generated_surface(outcome.package, outcome.by_hand)


def suggested(old: Surface, request: Request, new: Surface, origins: Origins) -> Suggestions:
    """What the config could say so that the SDK of a request comes nearer to `old`."""

    def attempt(additions: Mapping[str, Any]) -> Any:
        found = generated(replace(request, additions=additions))
        return None if found is None else compare(old, found[0])

    return suggestions(compare(old, new), Sides(old=old, new=new, origins=origins), attempt)
