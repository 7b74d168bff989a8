"""Differences between variations of a small shop."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml

from generator.diff.compare import compare
from generator.diff.model import Difference
from generator.ir.package import Package
from generator.pipeline import validate
from generator.published.names import text_of
from generator.published.record import published_names
from generator.request import NAMES_LOCK, Request

HERE = Path(__file__).parent
Edits: TypeAlias = Mapping[str, Any]
"""JSON pointers, each with the value that shall stand there; None: nothing shall."""


def edited(document: Any, edits: Edits) -> Any:
    """A copy of a document with other values in some places. `-` in a pointer appends to a list."""
    changed = copy.deepcopy(document)
    for pointer, value in edits.items():
        *parents, last = (part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
        place = changed
        for part in parents:
            place = place[int(part)] if isinstance(place, list) else place.setdefault(part, {})
        if isinstance(place, list):
            if last == "-":
                place.append(value)
            elif value is None:
                del place[int(last)]
            else:
                place[int(last)] = value
        elif value is None:
            del place[last]
        else:
            place[last] = value
    return changed


Shop: TypeAlias = Callable[..., Package]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Builds the SDK of the shop, with edits to its document and its config; with the names of one before it."""

    def build(document: Edits | None = None, config: Edits | None = None, before: Package | None = None) -> Package:
        names = text_of(() if before is None else published_names(before, {}))
        (tmp_path / NAMES_LOCK).write_text(names, encoding="utf-8")
        paths = []
        for name, edits in (("shop.yaml", document), ("shop.sdk.yaml", config)):
            content = edited(yaml.safe_load((HERE / name).read_text()), edits or {})
            paths.append(tmp_path / name)
            paths[-1].write_text(yaml.safe_dump(content, sort_keys=False))
        request = Request(spec=str(paths[0]), config=paths[1])
        outcome = validate(request, stdin=io.BytesIO(), progress=lambda _: None)
        assert not outcome.diagnostics.errors, [found.message for found in outcome.diagnostics.sorted()]
        assert outcome.package is not None
        return outcome.package

    return build


@pytest.fixture
def changes(shop: Shop) -> Callable[[Edits, Edits], Difference]:
    """The difference between two variations of the shop's document."""
    return lambda old, new: compare(shop(old), shop(new))
