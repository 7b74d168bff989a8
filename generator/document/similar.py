"""Guessing what was meant: the hint "did you mean" for a name that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LIMIT = 50


class Similar:
    """Looks for similar names. Each look costs time, so only the first few dozen names that are missing get a hint."""

    def __init__(self) -> None:
        self._looks = 0

    def hint(self, missing: str, names: Iterable[str]) -> str | None:
        """The hint for a missing name, if something similar is among the names that are there."""
        self._looks += 1
        if self._looks > _LIMIT:
            return None
        near = difflib.get_close_matches(missing, names, n=1)
        return f"did you mean {near[0]}?" if near else None
