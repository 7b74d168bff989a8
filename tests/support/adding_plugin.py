"""A plugin that adds to all there is: a method to each resource, a field to each object, and a module of texts.

What it adds says what the document says, so that a text of that comes by the plugin, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.ir.declarations import Declaration, Field, ObjectModel, ObjectParams
from generator.ir.types import Primitive, PrimitiveKind
from generator.plugins import Package, Resource, all_resources, comment, docstring, literal, string

ADDED = "added_by_a_plugin"


def lower(package: Package) -> Package:
    """Add a method to each resource that has some, and a field to each object."""
    return replace(
        package,
        resources=tuple(map(_with_method, package.resources)),
        declarations=tuple(_with_field(declaration, package) for declaration in package.declarations),
    )


def _with_method(resource: Resource) -> Resource:
    said = f"{resource.name}: {resource.doc}"
    own = tuple(replace(one, name=ADDED, doc=said, deprecated=said) for one in resource.operations[:1])
    return replace(
        resource,
        operations=(*resource.operations, *own),
        children=tuple(map(_with_method, resource.children)),
    )


def _with_field(declaration: Declaration, package: Package) -> Declaration:
    if not isinstance(declaration, ObjectModel | ObjectParams):
        return declaration
    said = f"{package.title}: {declaration.doc}"
    text = Primitive(kind=PrimitiveKind.STRING)
    field = Field(
        name=ADDED, wire_name=ADDED, type=text, required=False, doc=said, deprecated=True, location=declaration.location
    )
    return replace(declaration, fields=(*declaration.fields, field))


def files(package: Package) -> Mapping[str, str]:
    """Add a module with the texts of the document, by way of each encoder."""
    lines = [docstring(package.doc, 0), "", "TEXTS = {"]
    for resource in all_resources(package.resources):
        for operation in resource.operations:
            lines += [comment(f"{operation.name}: {operation.doc}")]
            lines += [f"    ({string('.'.join(resource.path))}, {literal(operation.name)}): {literal(operation.doc)},"]
    return {f"{package.name}/texts.py": "\n".join([*lines, "}", ""])}
