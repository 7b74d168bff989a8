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
    return Code(
        json.dumps("".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in text)).replace("\x7f", "\\x7f")
    )


def workflow_string(text: str) -> Code:
    """A scalar whose value in a workflow is the text itself, whatever expressions it seems to have."""
    return yaml_string(text.replace(_OPENING, _QUOTED_OPENING))
