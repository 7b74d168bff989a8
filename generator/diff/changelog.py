"""The changelog of an output: an entry for each update, on top of whatever its owner wrote."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from generator.diff.markdown import change_list
from generator.diff.model import Difference
from generator.render.markdown import Markdown

_TITLE: Final = "# Changelog\n"
_HEADING: Final = re.compile(r"^## ", re.MULTILINE)


def entry(difference: Difference, on: date) -> Markdown:
    """What the next version brings, breaking changes first."""
    lines = change_list(difference, level=3)
    return Markdown("\n".join([f"## {difference.next_version} ({on.isoformat()})", "", *lines]))


def with_entry(changelog: str, new: Markdown) -> str:
    """A changelog with an entry on top.

    An entry of the same version makes place for it: a run that was interrupted wrote that, or its version is not out.
    """
    title = new.split("(", 1)[0]
    start = _HEADING.search(changelog)
    before = changelog[: start.start()] if start else changelog
    after = changelog[start.start() :] if start else ""
    if after.startswith(title):
        following = _HEADING.search(after, len(title))
        after = after[following.start() :] if following else ""
    head = before.rstrip("\n") or _TITLE.rstrip("\n")
    return f"{head}\n\n{new.rstrip()}\n" + (f"\n{after}" if after else "")
