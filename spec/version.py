"""The version of this package, where other packages look for it."""

from __future__ import annotations

from importlib import import_module

__version__: str = import_module("._version", __package__).__version__
VERSION: str = __version__
