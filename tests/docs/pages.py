"""The pages of `docs/`, and those among them that are made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tests.docs import command_reference, config_reference, template_reference

REPOSITORY: Final = Path(__file__).parents[2]
DOCS: Final = REPOSITORY / "docs"
INDEX: Final = "index.md"
_ENTRY: Final = re.compile(r"^(?:## (?P<group>.+)|- \[(?P<title>[^\]]+)\]\((?P<page>[\w-]+\.md)\).*)$", re.MULTILINE)


@cache
def made_pages() -> Mapping[str, str]:
    """The text of each page that nobody writes by hand, by its path in `docs/`."""
    return {
        config_reference.PAGE: config_reference.config_reference(),
        command_reference.PAGE: command_reference.command_reference(),
        template_reference.PAGE: template_reference.template_reference(),
    }


def written_pages() -> dict[str, str]:
    """The text of each page, by its path in `docs/`, in the order in which the index lists them."""
    listed = [page for _, pages in contents() for _, page in pages]
    paths = sorted(path.name for path in DOCS.glob("*.md"))
    return {path: (DOCS / path).read_text(encoding="utf-8") for path in [*listed, *(set(paths) - set(listed))]}


def contents() -> list[tuple[str, list[tuple[str, str]]]]:
    """What the index lists: groups, with the titles and paths of their pages."""
    groups: list[tuple[str, list[tuple[str, str]]]] = [("", [("Overview", INDEX)])]
    for entry in _ENTRY.finditer((DOCS / INDEX).read_text(encoding="utf-8")):
        if entry["group"] is not None:
            groups.append((entry["group"], []))
        else:
            groups[-1][1].append((entry["title"], entry["page"]))
    return groups
