"""YAML scalars: the encoder for workflows, in which some texts are expressions that the service evaluates."""

from __future__ import annotations

import json
from typing import Final

from generator.python.code import Code

_OPENING: Final = "${{"
_QUOTED_OPENING: Final = "${{ '${{' }}"
"""An expression whose value is what opens one."""


def yaml_string(text: str) -> Code:
    """A double-quoted scalar on one line, in ASCII. Lone surrogates, which YAML cannot hold, become U+FFFD."""
    return Code('"' + "".join(map(_escaped, text)) + '"')


def _escaped(character: str) -> str:
    """A character as JSON has it, but where JSON takes two surrogates for one, and where it lets one stand."""
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return "\\ufffd"
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return "\\x7f" if code == 0x7F else json.dumps(character)[1:-1]


def workflow_string(text: str) -> Code:
    """A scalar whose value in a workflow is the text itself, whatever expressions it seems to have."""
    return yaml_string(text.replace(_OPENING, _QUOTED_OPENING))


def workflow_condition(left: str, text: str) -> Code:
    """A scalar with an expression: whether what `left` names is the text."""
    quoted = text.replace("'", "''")
    return yaml_string(f"{left} == '{quoted}'")
