"""TOML strings survive any text."""

from __future__ import annotations

import tomllib

import pytest

from generator.render.toml import toml_string
from tests.unit.python.hostile import HOSTILE_TEXTS


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_values_survive(text: str) -> None:
    """A document with the string parses to one key with that value."""
    assert tomllib.loads(f"a = {toml_string(text)}\nb = 1\n") == {"a": text.replace("\ud800", "\ufffd"), "b": 1}
