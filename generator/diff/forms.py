"""The forms in which a difference can be had, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from generator.diff.as_json import as_json
from generator.diff.markdown import markdown
from generator.diff.model import Difference
from generator.diff.text import text

FORMS: Final[Mapping[str, Callable[[Difference], str]]] = {"text": text, "markdown": markdown, "json": as_json}
