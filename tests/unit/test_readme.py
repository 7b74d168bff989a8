"""What the README shows is what there is."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
EXCERPTS = re.findall(r"<!-- from (\S+) -->\n(`{3,})\w+\n(.*?)\n\2\n", README, re.DOTALL)


@pytest.mark.parametrize(("path", "fence", "text"), EXCERPTS, ids=[path for path, _, _ in EXCERPTS])
def test_excerpts_are_real(path: str, fence: str, text: str) -> None:
    """Every excerpt stands in the generated file that it names."""
    source = (ROOT / path).read_text()
    indented = textwrap.indent(text, "    ")
    assert len(EXCERPTS) == 3 and fence
    assert text in source or indented in source


def test_the_command_line_is_documented() -> None:
    """Every command and every option is in the README."""
    from generator.cli import commands

    assert {name for name in commands.commands if f"    sdkgen {name}" not in README} == set()
    parameters = [parameter for command in commands.commands.values() for parameter in command.params]
    options = {name for parameter in parameters for name in parameter.opts if name.startswith("--")}
    assert options - set(re.findall(r"--[a-z-]+", README)) == set()
