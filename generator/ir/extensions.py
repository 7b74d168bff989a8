"""Hand-written code that generated code builds on.

Modules are dotted, below the package. They stand beside the config of the project, come with the runtime, or are files
of the package's owner that stand beside the generated ones.
"""

from __future__ import annotations

from generator.source import Location
from generator.values import Value

LIB = "lib"
"""The package for what is not made from the document."""


class HandWritten(Value, kw_only=True):
    """A module, and where the config names it."""

    module: str
    location: Location


class Extension(HandWritten, kw_only=True):
    """A module with the bases that generated classes derive from: `{class name}Extension`.

    Where it has `response_faces`, what `with_raw_response` and `with_streaming_response` lead to derives from
    `{class name}ExtensionWithRawResponse` and `{class name}ExtensionWithStreamingResponse`. The generated module has
    its `names` too.
    """

    response_faces: bool = False
    names: tuple[str, ...] = ()


class Replacement(HandWritten, kw_only=True):
    """A module with the class that stands in for a model of the same name."""


class CustomType(HandWritten, kw_only=True):
    """A module with the type of this name."""

    name: str


class Variant(HandWritten, kw_only=True):
    """A module with a further client class, which `value` of the module client's setting chooses.

    Where that is not set, one of these `settings` or environment `variables` chooses it by being set.
    """

    value: str
    class_name: str
    settings: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


class AddedTypes(Value, kw_only=True):
    """A types module (`target`, dotted below `types`) made of names of a hand-written one."""

    target: str
    names: tuple[str, ...]
    source: HandWritten


class Export(Value, kw_only=True):
    """A name that the package (`home` "", or a package in it) exports from a hand-written module."""

    name: str
    source: HandWritten
    home: str = ""
