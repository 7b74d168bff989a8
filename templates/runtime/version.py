"""The version of this package, where other packages look for it."""

from __future__ import annotations

from ._version import __version__

VERSION: str = __version__
