"""The blocks of code in pages of Markdown, and what is made of them: each is run, or held against what it is.

A comment before a block says what it is, where its language does not:

    <!-- file NAME -->         a file in the folder that the page's commands run in
    <!-- prints -->            what the block before it prints; `...` stands for lines that are left out
    <!-- exits 1 -->           commands that end with that code
    <!-- from PATH -->         an excerpt of a file of this repository
    <!-- workflow -->          a file of GitHub's or GitLab's, or of pre-commit, whose commands are run
    <!-- not run: REASON -->   all that cannot be run here
    <!-- given: COMMANDS -->   (before no block) what a reader is taken to have done before
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

_PART: Final = re.compile(
    r"^<!-- given: (?P<given>[^\n]+) -->$"
    r"|(?:^<!-- (?P<mark>[^\n]+) -->\n)?^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
RUN: Final = ("sh", "python")
PROSE: Final = "text"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A block of code: the line that it begins in, its language, and the comment before it."""

    line: int
    language: str
    mark: str
    text: str

    @property
    def kind(self) -> str:
        """The first word of the mark; without one, what its language says."""
        return self.mark.partition(" ")[0] or self.language

    @property
    def subject(self) -> str:
        """The rest of the mark."""
        return self.mark.partition(" ")[2]


def snippets(page: str) -> Iterator[Snippet]:
    """The blocks of a page, and what is given between them."""
    for part in _PART.finditer(page):
        line = page.count("\n", 0, part.start()) + 1
        if part["given"]:
            yield Snippet(line, "sh", "given", part["given"])
        else:
            yield Snippet(line, part["language"], part["mark"] or "", part["text"])


def commands_of(workflow: str) -> Iterator[str]:
    """The commands in a file of GitHub's, GitLab's or pre-commit's."""
    yield from _commands(yaml.safe_load(workflow))


def _commands(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for inner in node:
            yield from _commands(inner)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key in ("run", "entry"):
                yield inner
            elif key in ("script", "before_script"):
                yield from inner
            else:
                yield from _commands(inner)
