"""The surface of a package that would be generated, found by the reader of packages that exist."""

from __future__ import annotations

import re
from typing import Final

from generator.compare.locate import Texts
from generator.compare.model import Origins, Surface
from generator.compare.read import read_package
from generator.compare.signatures import without_names
from generator.ir.operations import Operation, Place
from generator.ir.package import Package
from generator.render.docs.samples import methods
from generator.render.extensions import HandWrittenFiles
from generator.render.files import Modules
from generator.render.recipes import Fixed, Once
from generator.values import replace

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


def generated_surface(
    package: Package, by_hand: HandWrittenFiles, *, lists_no_method: bool = False
) -> tuple[Surface, Origins]:
    """The surface as the reader of any package finds it, and what stands behind its names. Only stubs are rendered."""
    modules = Modules(package, tuple(map(Once, package.declarations)), by_hand)
    fixed = {path: recipe for path, recipe in modules.client_files().items() if isinstance(recipe, Fixed)}
    texts = {path: recipe.text() for path, recipe in (fixed | modules.stub_files()).items()}
    inside = f"{package.name}/"
    files = {
        path.removeprefix(inside): text.encode() if isinstance(text, str) else text
        for path, text in texts.items()
        if path.startswith(inside) and path.endswith((".py", ".pyi"))
    }
    found = read_package(Texts(name=package.name, files=files))
    origins = _origins(package, lists_no_method=lists_no_method)
    routed = (replace(m, route=without_names(origins.operations.get(m.path, ""))) for m in found.methods)
    return replace(found, methods=tuple(routed)), origins


def _origins(package: Package, *, lists_no_method: bool) -> Origins:
    operations = {
        ".".join((*method.resource, method.operation.name)): _endpoint(method.operation) for method in methods(package)
    }
    schemas = {
        f"types.{declared.module}:{declared.name}": declared.component or f"#{declared.location.pointer}"
        for declared in package.declarations
    }
    return Origins(operations=operations, schemas=schemas, lists_no_method=lists_no_method)


def _endpoint(operation: Operation) -> str:
    """An operation as configs write it: `get /pets/{petId}`, in the document's own words."""
    named = {f"{{{p.name}}}": f"{{{p.wire_name}}}" for p in operation.parameters if p.place is Place.PATH}
    path = _PLACEHOLDER.sub(lambda found: named.get(found[0], found[0]), operation.path)
    written = operation.location.pointer.removeprefix("/paths/").rpartition("/")[0]
    written = written.replace("~1", "/").replace("~0", "~")
    # Where it is written has the query of a path besides, but is another path's where both have the same path item.
    same = written.partition("?")[0] == path.partition("?")[0]
    return f"{operation.verb.lower()} {written if same else path}"
