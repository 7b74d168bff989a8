"""The file plan: which files a package consists of, and their text before formatting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.ir.declarations import Declaration
from generator.ir.package import Package, Resource
from generator.python.code import Code
from generator.python.literals import comment, name
from generator.render.azure import MODULE as AZURE
from generator.render.azure import azure_module, azure_stub
from generator.render.client import ClientWriter
from generator.render.declarations import TypesModuleView, types_module
from generator.render.environment import TEMPLATES, render
from generator.render.exports import package_inits
from generator.render.layout import all_resources, module_file, package_file, receiver_path, resource_module
from generator.render.module_client import MODULE, module_client_stub
from generator.render.package_types import package_types
from generator.render.pagination import pagination_module
from generator.render.project import project, readme, version
from generator.render.resources import ResourceWriter

RUNTIME = TEMPLATES / "runtime"
ALLOWLIST = "stubtest_allowlist.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowlistView:
    """What stubtest is to pass over; `aliases` are patterns of dotted names below `types`."""

    package: Code
    aliases: tuple[Code, ...]


def render_client(package: Package, runtime: Path = RUNTIME) -> dict[str, str]:
    """The client package and what stands around it, by path below the output folder; `runtime` is copied as it is."""
    plan = _Plan(package)
    files = {f"{plan.folder}/{path}": text for path, text in plan.client_files()}
    left_out = set() if package.client.azure_deployment_paths is not None else {"_azure.py"}
    files |= {f"{plan.folder}/{path}": text for path, text in _runtime_files(runtime) if path not in left_out}
    files[f"{plan.folder}/py.typed"] = ""
    files["pyproject.toml"] = render("client/pyproject.toml.jinja", project(package))
    files["README.md"] = render("client/readme.md.jinja", readme(package))
    if package.license_text:
        files["LICENSE"] = package.license_text
    return files


def render_stubs(package: Package) -> dict[str, str]:
    """The stub beside every public module, by path below the output folder."""
    plan = _Plan(package)
    modules = plan.types_modules(stub=True)
    files = {f"{plan.folder}/{path}": text for path, text in plan.stub_files(modules)}
    incomparable = (f"{module}.{n}".replace(".", r"\.") for module, view in modules.items() for n in view.incomparable)
    allowlist = AllowlistView(package=plan.folder, aliases=tuple(map(Code, incomparable)))
    files[ALLOWLIST] = render("stubs/stubtest_allowlist.txt.jinja", allowlist)
    return files


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
        self.resources, receiver = _with_receiver(package)
        self.modules: dict[str, list[Declaration]] = defaultdict(list)
        for declaration in package.declarations:
            self.modules[declaration.module].append(declaration)
        self.resource_writer = ResourceWriter(self.types, self.header, receiver, package.webhook_event)
        self.client_writer = ClientWriter(package, self.resources, self.types, self.header)

    def types_modules(self, *, stub: bool) -> dict[str, TypesModuleView]:
        return {
            module: types_module(module, declarations, self.types, self.header, stub=stub)
            for module, declarations in self.modules.items()
        }

    def client_files(self) -> Iterator[tuple[str, str]]:
        for module, view in self.types_modules(stub=False).items():
            yield module_file(f"types.{module}"), render("client/types_module.py.jinja", view)
        for resource in all_resources(self.resources):
            text = render("client/resource_module.py.jinja", self.resource_writer.module(resource))
            yield module_file(resource_module(resource)), text
        for home, init in package_inits(self.package, self.resources, self.header).items():
            yield package_file(home), render("client/init.py.jinja", init)
        yield "_client.py", render("client/client.py.jinja", self.client_writer.module())
        if self.package.client.azure_deployment_paths is not None:
            azure = azure_module(self.package.client, self.types.annotator, self.header)
            yield module_file(AZURE), render("client/azure.py.jinja", azure)
        yield "_version.py", render("client/version.py.jinja", version(self.package, self.header))
        pages = pagination_module(self.package.pages, self.types, self.header, stub=False)
        yield "pagination.py", render("client/pagination.py.jinja", pages)

    def stub_files(self, modules: Mapping[str, TypesModuleView]) -> Iterator[tuple[str, str]]:
        for module, view in modules.items():
            yield module_file(f"types.{module}", ".pyi"), render("stubs/types_module.pyi.jinja", view)
        for resource in all_resources(self.resources):
            text = render("stubs/resource_module.pyi.jinja", self.resource_writer.stub(resource))
            yield module_file(resource_module(resource), ".pyi"), text
        for home, init in package_inits(self.package, self.resources, self.header).items():
            yield package_file(home, ".pyi"), render("stubs/init.pyi.jinja", init)
        own = module_client_stub(self.package.client, self.resources, self.types.annotator, self.header)
        yield f"{MODULE}.pyi", render("stubs/module_client.pyi.jinja", own)
        if self.package.client.azure_deployment_paths is not None:
            azure = azure_stub(self.package.client, self.types.annotator, self.header)
            yield module_file(AZURE, ".pyi"), render("stubs/azure.pyi.jinja", azure)
        yield "_client.pyi", render("stubs/client.pyi.jinja", self.client_writer.stub())
        pages = pagination_module(self.package.pages, self.types, self.header, stub=True)
        yield "pagination.pyi", render("stubs/pagination.pyi.jinja", pages)


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
