"""Nothing of the IR escapes the comparison."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import generator.diff
from generator.ir import declarations, extensions, operations, package, types

OF_THE_PUBLICATION = (
    *("author", "branch", "docs", "environment", "homepage", "licensed", "owners", "readme_title", "repository"),
    "terms",
)

# Member of the IR -> why its change is none that users feel.
UNFELT = {
    "answered": "how a method that waits gets what the one that asks takes",
    "passed": "the same",
    "json": "a part of an example, which is compared as a whole",
    "response_faces": "a part of a hand-written module",
    "source": "where the config names a module",
    "meanings": "taken together by the function of that name, and compared",
    "has_default": "what an answer without the property is read as; the types of the union stay",
    "base": "fields that a method's arguments have anyway",
    "joined_types": "which module the code of types stands in that need each other",
    "key_tables": "how keys that are fields, and compared as such, reach the wire",
    "called": "what the document calls a variant, of which names are made",
    "arguments": "what the method in another's place calls what that takes, which is compared itself",
    "is_earlier": "told with the better name, of which it is another one",
    "extra_keys": "which of them is for further members",
    **dict.fromkeys(OF_THE_PUBLICATION, "a part of what is said of the publication, which is compared as a whole"),
}


def members() -> Iterator[str]:
    """The name of every member of every class of the IR."""
    for module in (declarations, extensions, operations, package, types):
        for made in vars(module).values():
            if isinstance(made, type) and is_dataclass(made):
                yield from (member.name for member in fields(made))


def looked_at() -> set[str]:
    """Every attribute that the comparison reads, and every member that it matches."""
    found: set[str] = set()
    for path in Path(generator.diff.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.MatchClass):
                found.update(node.kwd_attrs)
    return found


def test_every_member_is_looked_at() -> None:
    """A new member of the IR is compared, or it is said here why not."""
    assert set(members()) - looked_at() - set(UNFELT) == set()


def test_reasons_are_for_what_exists() -> None:
    """A member that is gone, or compared by now, needs no reason."""
    assert {name for name in UNFELT if name not in set(members()) or name in looked_at()} == set()
