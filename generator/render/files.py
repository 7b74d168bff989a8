"""The file plan: which files a package consists of, and their text before formatting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator.ir.declarations import Declaration
from generator.ir.package import Package, Resource
from generator.ir.types import Named, named
from generator.python.code import Code
from generator.python.literals import comment, name
from generator.render.azure import MODULE as AZURE
from generator.render.azure import azure_module, azure_stub
from generator.render.client import ClientWriter
from generator.render.declarations import incomparable, is_single_class, types_module_view, types_stub_view
from generator.render.docs.mentions import types_of_operation
from generator.render.exports import package_inits
from generator.render.extensions import RUNTIME, shipped_files, stubless_modules, types_of_hand
from generator.render.layout import (
    all_resources,
    module_file,
    outline,
    package_file,
    receiver_path,
    resource_module,
)
from generator.render.module_client import MODULE, module_client_stub
from generator.render.package_types import PackageTypes, package_types
from generator.render.pagination import pagination_module
from generator.render.project import project, readme, version
from generator.render.recipes import FileRecipe, Fixed, Recipe, prepared
from generator.render.resources import resource_module_view, resource_stub_view

ALLOWLIST = "stubtest_allowlist.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowlistView:
    """What stubtest is to pass over, as patterns of dotted names: `aliases` below `types`, modules without a stub."""

    package: Code
    aliases: tuple[Code, ...]
    stubless: tuple[Code, ...]


def client_files(package: Package, runtime: Path = RUNTIME) -> dict[str, FileRecipe]:
    """What the client package and what stands around it are made from, by path below the output folder.

    `runtime` is copied as it is.
    """
    plan = _Plan(package)
    files = {f"{plan.folder}/{path}": recipe for path, recipe in plan.client_files()}
    left_out = set() if package.client.azure_deployment_paths is not None else {"_azure.py"}
    files |= {f"{plan.folder}/{path}": Fixed(text) for path, text in _runtime_files(runtime) if path not in left_out}
    files |= {f"{plan.folder}/{path}": Fixed(text) for path, text in shipped_files(package, runtime).items()}
    files[f"{plan.folder}/py.typed"] = Fixed("")
    files["pyproject.toml"] = prepared("client/pyproject.toml.jinja", project(package))
    files["README.md"] = prepared("client/readme.md.jinja", readme(package))
    if package.license_text:
        files["LICENSE"] = Fixed(package.license_text)
    return files


def stub_files(package: Package) -> dict[str, FileRecipe]:
    """What the stub beside every public module is made from, by path below the output folder."""
    plan = _Plan(package)
    files = {f"{plan.folder}/{path}": recipe for path, recipe in plan.stub_files()}
    files[ALLOWLIST] = plan.allowlist()
    return files


def _pattern(dotted_name: str) -> Code:
    return Code(dotted_name.replace(".", r"\."))


def _runtime_files(runtime: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(runtime.glob("_*.py")):
        if path.name != "__init__.py":
            yield path.name, path.read_text(encoding="utf-8")


class _Plan:
    """Everything that code and stubs of one package have in common."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.folder = name(package.name)
        self.header = _header(package)
        self.types = package_types(package.declarations)
        self.resources, self.receiver = _with_receiver(package)
        self.modules: dict[str, list[Declaration]] = defaultdict(list)
        for declaration in package.declarations:
            self.modules[declaration.module].append(declaration)
        self.client_writer = ClientWriter(package, self.resources, self.types, self.header)

    def client_files(self) -> Iterator[tuple[str, FileRecipe]]:
        yield from self.types_modules("client/types_module.py.jinja", ".py", types_module_view)
        yield from self.resource_modules("client/resource_module.py.jinja", ".py", resource_module_view)
        yield from self.inits("client/init.py.jinja", ".py")
        yield "_client.py", prepared("client/client.py.jinja", self.client_writer.module())
        if self.package.client.azure_deployment_paths is not None:
            azure = azure_module(self.package.client, self.types.annotator, self.header)
            yield module_file(AZURE), prepared("client/azure.py.jinja", azure)
        yield "_version.py", prepared("client/version.py.jinja", version(self.package, self.header))
        pages = pagination_module(self.package.pages, self.types, self.header, stub=False)
        yield "pagination.py", prepared("client/pagination.py.jinja", pages)

    def stub_files(self) -> Iterator[tuple[str, FileRecipe]]:
        yield from self.types_modules("stubs/types_module.pyi.jinja", ".pyi", types_stub_view)
        yield from self.resource_modules("stubs/resource_module.pyi.jinja", ".pyi", resource_stub_view)
        yield from self.inits("stubs/init.pyi.jinja", ".pyi")
        own = module_client_stub(self.package.client, self.resources, self.types.annotator, self.header)
        yield f"{MODULE}.pyi", prepared("stubs/module_client.pyi.jinja", own)
        if self.package.client.azure_deployment_paths is not None:
            azure = azure_stub(self.package.client, self.types.annotator, self.header)
            yield module_file(AZURE, ".pyi"), prepared("stubs/azure.pyi.jinja", azure)
        yield "_client.pyi", prepared("stubs/client.pyi.jinja", self.client_writer.stub())
        pages = pagination_module(self.package.pages, self.types, self.header, stub=True)
        yield "pagination.pyi", prepared("stubs/pagination.pyi.jinja", pages)

    def types_modules(
        self, template: str, suffix: str, view: Callable[..., object]
    ) -> Iterator[tuple[str, FileRecipe]]:
        for module, declarations in self.modules.items():
            known = self.types.among(Named(module=module, name=d.name) for d in declarations)
            recipe = Recipe(template, view, (module, tuple(declarations), known, self.header))
            yield module_file(f"types.{module}", suffix), recipe
        for added in self.package.added_types:
            yield module_file(f"types.{added.target}", suffix), prepared(template, types_of_hand(added, self.header))

    def resource_modules(
        self, template: str, suffix: str, view: Callable[..., object]
    ) -> Iterator[tuple[str, FileRecipe]]:
        for resource in all_resources(self.resources):
            known = self.types.among(named(t for o in resource.operations for t in types_of_operation(o)))
            event = self.package.webhook_event if resource.path == self.receiver else None
            own = replace(resource, children=tuple(map(outline, resource.children)))
            yield (
                module_file(resource_module(resource), suffix),
                Recipe(template, view, (own, known, self.header, event)),
            )

    def inits(self, template: str, suffix: str) -> Iterator[tuple[str, FileRecipe]]:
        for home, init in package_inits(self.package, self.resources, self.header).items():
            yield package_file(home, suffix), prepared(template, init)

    def allowlist(self) -> FileRecipe:
        several = tuple((m, tuple(found)) for m, found in self.modules.items() if not is_single_class(found))
        known = self.types.among(Named(module=m, name=d.name) for m, found in several for d in found)
        stubless = tuple(stubless_modules(self.package))
        return Recipe("stubs/stubtest_allowlist.txt.jinja", _allowlist, (self.folder, several, known, stubless))


def _allowlist(
    package: Code,
    modules: tuple[tuple[str, tuple[Declaration, ...]], ...],
    types: PackageTypes,
    stubless: tuple[str, ...],
) -> AllowlistView:
    aliases = (f"{module}.{n}" for module, found in modules for n in incomparable(module, found, types))
    return AllowlistView(
        package=package, aliases=tuple(map(_pattern, aliases)), stubless=tuple(map(_pattern, stubless))
    )


def _header(package: Package) -> Code:
    own = comment(f"{package.file_header}\n" if package.file_header else "")
    made = comment("Generated by sdkgen from an OpenAPI document. Do not edit.")
    return Code(f"{own}\n{made}" if own else made)


def _with_receiver(package: Package) -> tuple[tuple[Resource, ...], tuple[str, ...] | None]:
    """The resources, with one that receives webhook events where the package has any, and its path."""
    path = receiver_path(package)
    if path is None or any(resource.path == path for resource in package.resources):
        return package.resources, path
    receiver = Resource(
        name=path[-1], class_name="Webhooks", path=path, operations=(), children=(), doc="Events sent to your server."
    )
    return (*package.resources, receiver), path
