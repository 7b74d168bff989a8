"""What a plugin is: a Python file of a project that changes the SDK, or adds files to it.

The project's config names it (`sdkgen.plugins`), and a run imports it; so it is code of whoever owns the config. It may
define either of two functions, `lower` and `files`, as the protocols here have them. What a plugin needs beside them is
here, too: what an SDK consists of, and the encoders that make text printable in Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from generator.ir.operations import Operation, Parameter
from generator.ir.package import Package, Resource, all_resources
from generator.methods import http_method
from generator.python.docstrings import docstring
from generator.python.identifiers import is_identifier
from generator.python.literals import comment, literal, string

__all__ = [
    "AddsFiles",
    "ChangesPackage",
    "Operation",
    "Package",
    "Parameter",
    "Resource",
    "all_resources",
    "comment",
    "docstring",
    "http_method",
    "is_identifier",
    "literal",
    "string",
]


class ChangesPackage(Protocol):
    """A plugin that changes what the SDK consists of, before anything is rendered."""

    def lower(self, package: Package, /) -> Package:
        """Return the package as it is to be: the same for the same package, whatever else there is."""
        ...


class AddsFiles(Protocol):
    """A plugin that adds files to the output."""

    def files(self, package: Package, /) -> Mapping[str, str]:
        """Return texts by path below the output folder; Python is formatted as generated code is."""
        ...
