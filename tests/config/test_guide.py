"""The guide for those who have a `stainless.yml` tells of every key, and of none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.config_keys import config_keys, leaves

GUIDE = (Path(__file__).parents[2] / "docs" / "coming-from-stainless.md").read_text(encoding="utf-8")
ROWS = [
    (re.findall(r"`([^`]+)`", keys), text) for keys, text in re.findall(r"^\| (`.*?) \| (.*) \|$", GUIDE, re.MULTILINE)
]


def test_the_table_has_every_key_once() -> None:
    """A key that comes or goes changes the guide."""
    told = [key for keys, _ in ROWS for key in keys]
    assert set(leaves()) - set(told) == set()
    assert set(told) - set(config_keys()) == set()
    assert len(told) == len(set(told))


def test_why_a_key_has_no_effect() -> None:
    """The reason is that of the ledger; where there is one, the key is not said to do anything."""
    for keys, text in ROWS:
        for key in keys:
            reason = config_keys()[key]
            assert reason is None or reason == text, key


def test_the_commands_are_those_of_the_command_line() -> None:
    """Every option that the guide uses is there."""
    from generator.cli import commands

    known = {
        option
        for command in commands.commands.values()
        for p in command.params
        for option in (*p.opts, "--no-deps", "--dest")
    }
    assert set(re.findall(r"(?<=[ `])--[a-z][a-z-]*", GUIDE)) - known == set()
