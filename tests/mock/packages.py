"""Packages with the part `testing`, imported for as long as a test needs them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from generator.cli import main


@contextmanager
def made_package(spec: Path, name: str, out: Path, *options: str) -> Iterator[ModuleType]:
    """The package of a document."""
    parts = [argument for part in ("client", "stubs", "testing") for argument in ("--only", part)]
    assert main(["generate", str(spec), "--out", str(out), "--package", name, "-q", *parts, *options]) == 0
    sys.path.insert(0, str(out))
    try:
        package = importlib.import_module(name)
        importlib.import_module(f"{name}.testing")
        yield package
    finally:
        sys.path.remove(str(out))
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]
