"""The `__init__` modules: what each package of the generated package exports, lazily."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.ir.exports import OAUTH_EXPORTS, RUNTIME_EXPORTS, WAIT_EXPORTS, WEBHOOK_EXPORTS
from generator.ir.extensions import LIB
from generator.ir.package import SHARED_TYPES, Package, Resource, all_resources
from generator.python.code import Code
from generator.python.docstrings import summary
from generator.python.imports import External, Import, Local, export_order, import_lines, relative
from generator.python.literals import mapping, name, string, string_list, strings
from generator.render.extensions import lib_modules
from generator.render.faces import PLAIN_FACES
from generator.render.layout import resource_module, resource_package
from generator.render.module_client import module_client_names
from generator.render.runtime_files import MODULE_CLIENT, RAW_RESPONSES, obtains_tokens
from generator.values import Value


class InitView(Value, kw_only=True):
    """An `__init__` module: a table of names and the modules they come from ("" for submodules).

    `run_time_imports` and `names` are what it defines itself, beside the table; `module_client` are names that the
    package's own client gives it. `stub_imports` say it all to type checkers.
    """

    header: Code
    doc: Code
    run_time_imports: tuple[Code, ...]
    typing_imports: tuple[Code, ...]
    stub_imports: tuple[Code, ...]
    table: Code
    names: Code
    module_client: Code


class Exports(Value, kw_only=True):
    """What a package exports: names, and their modules below the generated package ("" for submodules).

    `home` is the package, dotted below the generated package (itself: ""). `module_client` are the attributes that the
    module client gives it.
    """

    home: str
    names: Mapping[str, str]
    doc: Code
    module_client: tuple[str, ...] = ()


def package_exports(package: Package, resources: tuple[Resource, ...]) -> Iterator[Exports]:
    """What every package exports, the generated package itself first."""
    yield _root(package, resources)
    for home, names in _type_packages(package).items():
        yield Exports(home=home, names=names, doc=Code('"""Types of requests and answers."""'))
    for home, names in _resource_packages(resources).items():
        yield Exports(home=home, names=names, doc=Code('"""Resources of the client."""'))
    if modules := lib_modules(package):
        doc = Code('"""What is not made from the document."""')
        yield Exports(home=LIB, names=dict.fromkeys(modules, "") | _by_hand(package, LIB), doc=doc)


def _by_hand(package: Package, home: str) -> dict[str, str]:
    """What a package exports of hand-written modules, or such a module itself."""
    found = (export for export in package.exports if export.home == home)
    return {e.name: "" if e.name == e.source.module else e.source.module for e in found}


_RAW_RESPONSES: Final = ("HttpxBinaryResponseContent",)


def _root(package: Package, resources: tuple[Resource, ...]) -> Exports:
    client = package.client.class_name
    classes = dict.fromkeys([*(face.class_name(client) for face in PLAIN_FACES), "Client", "AsyncClient"], "_client")
    names: dict[str, str] = {exported: module for module, names in RUNTIME_EXPORTS.items() for exported in names}
    if obtains_tokens(package.client):
        names |= {exported: module for module, names in OAUTH_EXPORTS.items() for exported in names}
    if package.webhook_methods:
        names |= {exported: module for module, names in WEBHOOK_EXPORTS.items() for exported in names}
    if any(resource.waits for resource in all_resources(resources)):
        names |= {exported: module for module, names in WAIT_EXPORTS.items() for exported in names}
    if len(package.client.servers) > 1:
        names["ENVIRONMENTS"] = "_client"
    names |= {**classes, "VERSION": "_version", "__title__": "_version", "__version__": "_version"}
    names[package.client.error_name] = "_exceptions"
    if package.client.plain_raw_responses:
        names |= dict.fromkeys(_RAW_RESPONSES, RAW_RESPONSES)
    names |= _by_hand(package, "")
    names |= dict.fromkeys(("pagination", "resources", "types"), "")
    own = tuple(n for n in dict.fromkeys(module_client_names(package.client, resources)) if n not in names)
    doc = summary(package.doc or f"Client for {package.title or package.name}.")
    return Exports(home="", names=names, doc=doc, module_client=own)


_LAZY = Local("_lazy", "lazy_exports")
_TYPE_CHECKING = External("typing", "TYPE_CHECKING")


def init_view(exports: Exports, header: Code) -> InitView:
    """The view of an `__init__` module; that of the generated package itself names everything to type checkers."""
    home, is_root = exports.home, not exports.home
    parts = home.split(".") if home else []
    public = sorted(exports.names, key=export_order)
    modules = {n: exports.names[n] for n in public}
    reexports: dict[Import, str] = {Local(modules[n] or home, n): n for n in public}
    reexports |= {Local(MODULE_CLIENT, attribute): attribute for attribute in exports.module_client}
    stub_imports = import_lines(reexports, home, is_package=True, reexport=True)
    loaded: tuple[Import, ...] = (_LAZY, _TYPE_CHECKING) if is_root else (_LAZY,)
    return InitView(
        header=header,
        doc=exports.doc,
        run_time_imports=import_lines({item: item.name for item in loaded}, home, is_package=True),
        typing_imports=stub_imports if is_root else (),
        stub_imports=stub_imports,
        table=mapping((n, string(relative(parts, m).lstrip(".") if m else "")) for n, m in modules.items()),
        names=string_list(public),
        module_client=strings(sorted(exports.module_client)) if exports.module_client else Code(""),
    )


def _type_packages(package: Package) -> dict[str, dict[str, str]]:
    """What each types package exports: public declarations of its own modules, and its subpackages; the root what is
    shared, too."""
    packages: dict[str, dict[str, str]] = {"types": {}}
    for declaration in package.declarations:
        home = _enclosing(f"types.{declaration.module}", packages)
        if declaration.public:
            packages[home][name(declaration.name)] = f"types.{declaration.module}"
    for added in package.added_types:
        home = _enclosing(f"types.{added.target}", packages)
        packages[home].update((name(n), f"types.{added.target}") for n in added.names)
    shared = packages.get(f"types.{SHARED_TYPES}", {})
    packages["types"] |= {n: module for n, module in shared.items() if n not in packages["types"]}
    return packages


def _resource_packages(resources: tuple[Resource, ...]) -> dict[str, dict[str, str]]:
    """What each resource package exports: the classes of its own resource and of those below it."""
    packages: dict[str, dict[str, str]] = {"resources": {}}
    for resource in all_resources(resources):
        module = resource_module(resource)
        classes = dict.fromkeys((face.class_name(resource.class_name) for face in PLAIN_FACES), module)
        parent = resource_package(resource).rpartition(".")[0]
        packages.setdefault(parent, {}).update({n: m for n, m in classes.items() if n not in packages[parent]})
        if resource.children:
            packages.setdefault(resource_package(resource), {}).update(classes)
    return packages


def _enclosing(module: str, packages: dict[str, dict[str, str]]) -> str:
    """The package of a module; it and the packages around it are entered where they are new."""
    home = module.rpartition(".")[0]
    if home not in packages:
        parent = _enclosing(home, packages)
        packages[home] = {}
        packages[parent].setdefault(name(home.rpartition(".")[2]), "")
    return home
