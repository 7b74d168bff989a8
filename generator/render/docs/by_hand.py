"""What resource pages say of hand-written methods: which files they are in, and what each is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.ir.extensions import Extension
from generator.python.docstrings import first_sentence
from generator.render.layout import module_file
from generator.render.markdown import Markdown, cell, code_span
from generator.values import Value


class MethodRow(Value, kw_only=True):
    """A method in a table."""

    name: Markdown
    doc: Markdown


class ExtensionView(Value, kw_only=True):
    """A file with further methods of a resource. `methods` are those of a file that the generator has seen."""

    file: Markdown
    methods: tuple[MethodRow, ...]


def extension_views(
    extensions: tuple[Extension, ...], class_name: str, sources: Mapping[str, str | bytes]
) -> tuple[ExtensionView, ...]:
    """The files that extend a class; `sources` are those that are known, by path in the package."""
    return tuple(
        ExtensionView(
            file=code_span(module_file(extension.module)),
            methods=tuple(
                MethodRow(name=code_span(method, in_table=True), doc=cell(first_sentence(doc)))
                for method, doc in _methods(sources.get(module_file(extension.module), ""), f"{class_name}Extension")
                if not method.startswith("_")
            ),
        )
        for extension in extensions
    )


def defined_by_hand(
    extensions: tuple[Extension, ...], class_name: str, sources: Mapping[str, str | bytes]
) -> frozenset[str]:
    """The names of all methods that hand-written code gives to a class, private ones too."""
    files = ((f"{class_name}Extension", sources.get(module_file(extension.module), "")) for extension in extensions)
    return frozenset(name for own, source in files for name, _ in _methods(source, own))


@lru_cache(maxsize=64)
def _methods(source: str | bytes, class_name: str) -> tuple[tuple[str, str], ...]:
    """The methods of a class, with their docstrings; none where the source is no Python."""
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    found = (node for node in module.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    return tuple({name: doc for node in found for name, doc in _described(node)}.items())


def _described(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Each definition in a class; of overloads, the last is the one that has a docstring."""
    for member in node.body:
        if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
            yield member.name, ast.get_docstring(member) or ""
