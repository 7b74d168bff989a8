"""The file plan: which files a package consists of, and their text before formatting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from generator.ir.declarations import Declaration, earlier_name_of
from generator.ir.operations import Operation
from generator.ir.package import WEBHOOK_SECRET, Package, Resource, all_resources
from generator.ir.types import Named, TypeExpr, named
from generator.python.code import Code
from generator.python.literals import comment, name
from generator.render.answers import answer_classes
from generator.render.client import ClientWriter
from generator.render.declarations import incomparable, is_single_class, types_module_view, types_stub_view
from generator.render.docs.mentions import types_of_operation, types_on_page
from generator.render.earlier import EarlierName, earlier_names
from generator.render.error_bodies import error_bodies
from generator.render.exports import init_view, package_exports
from generator.render.extensions import RUNTIME, HandWrittenFiles, stubless_modules, types_of_hand
from generator.render.joined import joined
from generator.render.key_tables import key_tables
from generator.render.layout import (
    callbacks_path,
    module_file,
    outline,
    package_file,
    receiver_path,
    resource_module,
)
from generator.render.metadata import license_file, project
from generator.render.method_names import method_names
from generator.render.module_client import module_client_stub
from generator.render.package_types import PackageTypes, package_types
from generator.render.pagination import pagination_module
from generator.render.project import readme, version
from generator.render.recipes import FileRecipe, Fixed, Given, Once, Recipe, opened, prepared
from generator.render.resources import Deliveries, resource_module_view, resource_stub_view
from generator.render.runtime_files import (
    ERROR_BODIES,
    KEY_TABLES,
    METHOD_NAMES,
    MODULE_CLIENT,
    all_operations,
    in_package,
    runtime_files,
)
from generator.render.successors import homes_of
from generator.values import Value, replace

ALLOWLIST = "stubtest_allowlist.txt"
View: TypeAlias = Callable[..., object]


class AllowlistView(Value, kw_only=True):
    """What stubtest is to pass over, as patterns of dotted names: `aliases` below `types`, modules without a stub."""

    package: Code
    aliases: tuple[Code, ...]
    stubless: tuple[Code, ...]


def _pattern(dotted_name: str) -> Code:
    return Code(dotted_name.replace(".", r"\."))


class Modules:
    """The files of one package's code and stubs, by path below the output folder."""

    def __init__(
        self,
        package: Package,
        declarations: tuple[Once[Declaration], ...],
        by_hand: HandWrittenFiles,
        runtime: Path = RUNTIME,
        *,
        stubless: tuple[str, ...] = (),
    ) -> None:
        """`stubless` are further modules of the package that have their types in their code."""
        self._package = package
        self._all_declarations = tuple(once for once in declarations if earlier_name_of(once.value) is None)
        self._earlier = earlier_names(package.declarations)
        self._by_hand = by_hand.files
        self._runtime = runtime
        self._stubless = stubless
        self._folder = name(package.name)
        self._header = header(package)
        self._types = package_types(package.declarations, answer_classes(package.client), self._earlier.moved)
        self._joined = joined(package.joined_types, opened(self._all_declarations))
        self._resources = _with_receivers(package)
        self._client = ClientWriter(package, self._resources, self._types, self._header)

    def client_files(self) -> dict[str, FileRecipe]:
        """The client package and what stands around it; the runtime is copied as it is."""
        package = self._package
        files = self._in_package(self._code())
        files |= self._in_package((path, Fixed(content)) for path, content in self._fixed())
        files |= self._in_package([("py.typed", Fixed(""))])
        files["pyproject.toml"] = prepared("client/pyproject.toml.jinja", project(package, self._by_hand))
        files["README.md"] = prepared("client/readme.md.jinja", readme(package))
        if (license := license_file(package)) is not None:
            files["LICENSE"] = license
        return files

    def _fixed(self) -> Iterator[tuple[str, str | bytes]]:
        client = self._package.client
        yield from runtime_files(self._package, self._runtime)
        for path, content in self._by_hand.items():
            yield path, content if isinstance(content, bytes) else in_package(content, client)

    def stub_files(self) -> dict[str, FileRecipe]:
        """The stub beside every public module."""
        return self._in_package(self._stubs()) | {ALLOWLIST: self._allowlist()}

    def _in_package(self, files: Iterable[tuple[str, FileRecipe]]) -> dict[str, FileRecipe]:
        return {f"{self._folder}/{path}": recipe for path, recipe in files}

    def _code(self) -> Iterator[tuple[str, FileRecipe]]:
        yield from self._types_code("client/types_module.py.jinja")
        yield from self._resource_modules("client/resource_module.py.jinja", ".py", resource_module_view)
        yield from self._package_modules("client/init.py.jinja", ".py")
        yield "_client.py", prepared("client/client.py.jinja", self._client.module())
        yield "_version.py", prepared("client/version.py.jinja", version(self._package, self._header))
        pages = pagination_module(self._package.pages, self._types, self._header, stub=False)
        yield "pagination.py", prepared("client/pagination.py.jinja", pages)
        bodies = error_bodies(
            self._package.client.errors, all_operations(self._package), self._types.annotator, self._header
        )
        yield f"{ERROR_BODIES}.py", prepared("client/error_bodies.py.jinja", bodies)
        names = method_names(self._package.client_operations, self._package.resources, self._header)
        yield f"{METHOD_NAMES}.py", prepared("client/method_names.py.jinja", names)
        if self._package.key_tables:
            tables = Given(self._package.key_tables, self._header)
            yield f"{KEY_TABLES}.py", Recipe("client/key_tables.py.jinja", key_tables, tables)

    def _stubs(self) -> Iterator[tuple[str, FileRecipe]]:
        yield from self._types_stubs("stubs/types_module.pyi.jinja")
        yield from self._resource_modules("stubs/resource_module.pyi.jinja", ".pyi", resource_stub_view)
        yield from self._package_modules("stubs/init.pyi.jinja", ".pyi")
        client = self._package.client
        if client.module_client is not None:
            own = module_client_stub(client, client.module_client, self._resources, self._types.annotator, self._header)
            yield f"{MODULE_CLIENT}.pyi", prepared("stubs/module_client.pyi.jinja", own)
        yield "_client.pyi", prepared("stubs/client.pyi.jinja", self._client.stub())
        pages = pagination_module(self._package.pages, self._types, self._header, stub=True)
        yield "pagination.pyi", prepared("stubs/pagination.pyi.jinja", pages)

    def _types_code(self, template: str) -> Iterator[tuple[str, FileRecipe]]:
        for module, given in self._given_to_types.items():
            recipe = Recipe(template, types_module_view, given)
            if module in self._joined.groups:
                recipe = self._joined_code(template, module)
            yield module_file(f"types.{module}"), recipe
        yield from self._types_of_hand(template, ".py")

    def _joined_code(self, template: str, module: str) -> Recipe:
        """The code of a module that needs others and is needed by them."""
        group, own = self._joined.groups[module], self._declarations[module]
        if module != group[0]:
            return prepared(template, self._joined.from_home(module, own, self._known(module), self._header))
        every = [once for one in group for once in self._declarations[one]]
        among = self._types.among(once.value.reference for once in every)
        known = replace(among, deep=self._deep.get(module, ()), earlier=self._earlier_in(module))
        types = self._joined.types(known)
        exports = tuple(once.value.name for once in own)
        given = Given(module, self._joined.declarations(every), types, self._header, exports)
        return Recipe(template, types_module_view, given)

    def _types_stubs(self, template: str) -> Iterator[tuple[str, FileRecipe]]:
        for module, given in self._given_to_types.items():
            yield module_file(f"types.{module}", ".pyi"), Recipe(template, types_stub_view, given)
        yield from self._types_of_hand(template, ".pyi")

    def _types_of_hand(self, template: str, suffix: str) -> Iterator[tuple[str, FileRecipe]]:
        for added in self._package.added_types:
            yield module_file(f"types.{added.target}", suffix), prepared(template, types_of_hand(added, self._header))

    def _resource_modules(self, template: str, suffix: str, view: View) -> Iterator[tuple[str, FileRecipe]]:
        for module, given in self._given_to_resources.items():
            yield module_file(module, suffix), Recipe(template, view, given)

    def _package_modules(self, template: str, suffix: str) -> Iterator[tuple[str, FileRecipe]]:
        for home, given in self._given_to_packages.items():
            if package_file(home) in self._by_hand:
                continue
            yield package_file(home, suffix), Recipe(template, init_view, given)

    def _allowlist(self) -> FileRecipe:
        several = (
            module
            for module, found in self._declarations.items()
            if module in self._deep or self._earlier_in(module) or not is_single_class(opened(found))
        )
        modules = tuple(self._given_to_types[module] for module in several)
        given = Given(self._folder, modules, (*stubless_modules(self._package, self._by_hand), *self._stubless))
        return Recipe("stubs/stubtest_allowlist.txt.jinja", _allowlist, given)

    @cached_property
    def _declarations(self) -> dict[str, tuple[Once[Declaration], ...]]:
        modules: dict[str, list[Once[Declaration]]] = defaultdict(list)
        for declaration in self._all_declarations:
            modules[declaration.value.module].append(declaration)
        only_earlier = {module: () for module in self._earlier.by_module if module not in modules}
        return {module: tuple(declarations) for module, declarations in modules.items()} | only_earlier

    @cached_property
    def _given_to_types(self) -> dict[str, Given]:
        """For the views of types modules, by module below `types`."""
        return {
            module: Given(module, declarations, self._known(module), self._header)
            for module, declarations in self._declarations.items()
        }

    def _known(self, module: str) -> PackageTypes:
        """What is known of the types that a module declares, and of those that it has further names for."""
        deep, earlier = self._deep.get(module, ()), self._earlier_in(module)
        own = (once.value.reference for once in self._declarations[module])
        again = (named for one in earlier for named in (one.alias.reference, one.target))
        return replace(self._types.among((*own, *(named for _, named in deep), *again)), deep=deep, earlier=earlier)

    def _earlier_in(self, module: str) -> tuple[EarlierName, ...]:
        return self._earlier.by_module.get(module, ())

    @cached_property
    def _deep(self) -> dict[str, tuple[tuple[str, Named], ...]]:
        return {deep.module: deep.names for deep in self._package.deep_names}

    @cached_property
    def _given_to_resources(self) -> dict[str, Given]:
        """For the views of resource modules, by module."""
        found = {}
        for resource in all_resources(self._resources):
            deliveries = _deliveries(self._package, resource)
            types = [type for operation in resource.operations for type in self._types_of(operation)]
            mentioned = named(
                [
                    *types,
                    *(callback.event for callback in deliveries.callbacks),
                    *(method.event for method in deliveries.methods),
                ]
            )
            own = replace(resource, children=tuple(map(outline, resource.children)))
            homes = homes_of(resource.operations, self._resources)
            types_of_own = self._types.among(mentioned)
            found[resource_module(resource)] = Given(own, types_of_own, self._header, deliveries, homes)
        return found

    def _types_of(self, operation: Operation) -> Iterator[TypeExpr]:
        return (types_on_page if self._types.answers.error_data else types_of_operation)(operation)

    @cached_property
    def _given_to_packages(self) -> dict[str, Given]:
        """For the views of `__init__` modules, by package."""
        return {
            exports.home: Given(exports, self._header) for exports in package_exports(self._package, self._resources)
        }


def _allowlist(package: Code, modules: tuple[Given, ...], stubless: tuple[str, ...]) -> AllowlistView:
    given = (module.value for module in modules)
    aliases = (f"{module}.{n}" for module, found, types, _ in given for n in incomparable(module, opened(found), types))
    return AllowlistView(
        package=package,
        aliases=tuple(Code(rf"{_pattern(n)}(\..*)?") for n in aliases),
        stubless=tuple(map(_pattern, stubless)),
    )


def header(package: Package) -> Code:
    """What each generated module begins with."""
    own = comment(f"{package.file_header}\n" if package.file_header else "")
    made = comment("Generated by sdkgen from an OpenAPI document. Do not edit.")
    return Code(f"{own}\n{made}" if own else made)


def _with_receivers(package: Package) -> tuple[Resource, ...]:
    """The resources, with those that receive webhook events and read callbacks where the package has any."""
    resources = package.resources
    for path, class_name, doc in (
        (receiver_path(package), "Webhooks", "Events sent to your server."),
        (callbacks_path(package), "Callbacks", "What operations have sent to your server."),
    ):
        if path is not None and all(resource.path != path for resource in resources):
            receiver = Resource(name=path[-1], class_name=class_name, path=path, operations=(), children=(), doc=doc)
            resources = (*resources, receiver)
    return resources


def _deliveries(package: Package, resource: Resource) -> Deliveries:
    """What a resource receives."""
    return Deliveries(
        event=package.webhook_event if resource.path == receiver_path(package) else None,
        methods=tuple(method for method in package.webhook_methods if method.resource == resource.path),
        callbacks=package.callbacks if resource.path == callbacks_path(package) else (),
        signed=any(option.name == WEBHOOK_SECRET for option in package.client.options),
    )
