"""The `__init__` modules: what each package of the generated package exports, lazily."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.ir.package import Client, Package, Resource
from generator.python.code import Code
from generator.python.docstrings import summary
from generator.python.imports import External, Import, Local, export_order, import_lines, relative
from generator.python.literals import mapping, name, string, string_list, strings
from generator.render.azure import MODULE as AZURE
from generator.render.azure import azure_class_name
from generator.render.extensions import LIB, needs_lib
from generator.render.faces import PLAIN_FACES
from generator.render.layout import all_resources, resource_module, resource_package
from generator.render.module_client import MODULE, module_client_names

RUNTIME_EXPORTS: Mapping[str, tuple[str, ...]] = {
    "_constants": ("DEFAULT_CONNECTION_LIMITS", "DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT"),
    "_exceptions": (
        "APIConnectionError",
        "APIError",
        "APIResponseValidationError",
        "APIStatusError",
        "APITimeoutError",
        "AuthenticationError",
        "BadRequestError",
        "ConflictError",
        "ContentFilterFinishReasonError",
        "InternalServerError",
        "InvalidWebhookSignatureError",
        "LengthFinishReasonError",
        "NotFoundError",
        "OpenAIError",
        "PermissionDeniedError",
        "RateLimitError",
        "UnprocessableEntityError",
    ),
    "_files": ("file_from_path",),
    "_http": (
        "DefaultAioHttpClient",
        "DefaultAsyncHttpx2Client",
        "DefaultAsyncHttpxClient",
        "DefaultHttpx2Client",
        "DefaultHttpxClient",
        "Timeout",
    ),
    "_legacy_response": ("HttpxBinaryResponseContent",),
    "_models": ("BaseModel",),
    "_response": ("APIResponse", "AsyncAPIResponse"),
    "_streaming": ("AsyncStream", "Stream"),
    "_types": (
        "NOT_GIVEN",
        "NoneType",
        "NotGiven",
        "Omit",
        "ProxiesTypes",
        "RequestOptions",
        "Transport",
        "not_given",
        "omit",
    ),
}
"""What the root of every generated package exports of the runtime, by module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitView:
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


def package_inits(package: Package, resources: tuple[Resource, ...], header: Code) -> dict[str, InitView]:
    """The views of all `__init__` modules by package, dotted below the generated package (itself: "")."""
    views = {"": _root(package, resources, header)}
    for home, exported in _type_packages(package).items():
        views[home] = _init(home, exported, header, Code('"""Types of requests and answers."""'))
    for home, exported in _resource_packages(resources).items():
        views[home] = _init(home, exported, header, Code('"""Resources of the client."""'))
    if needs_lib(package):
        views[LIB] = _init(
            LIB, _azure_classes(package.client), header, Code('"""What is not made from the document."""')
        )
    return views


def _azure_classes(client: Client) -> dict[str, str]:
    if client.azure_deployment_paths is None:
        return {}
    return dict.fromkeys((azure_class_name(client, face) for face in PLAIN_FACES), AZURE)


def _root(package: Package, resources: tuple[Resource, ...], header: Code) -> InitView:
    client = package.client.class_name
    classes = dict.fromkeys([*(face.class_name(client) for face in PLAIN_FACES), "Client", "AsyncClient"], "_client")
    exported: dict[str, str] = {exported: module for module, names in RUNTIME_EXPORTS.items() for exported in names}
    exported |= {**classes, "VERSION": "_version", "__title__": "_version", "__version__": "_version"}
    exported |= _azure_classes(package.client)
    exported |= {export.name: export.source.module for export in package.exports}
    submodules = dict.fromkeys(("pagination", "resources", "types"), "")
    own = [n for n in dict.fromkeys(module_client_names(package.client, resources)) if n not in exported | submodules]
    doc = summary(package.doc or f"Client for {package.title or package.name}.")
    loaded: tuple[Import, ...] = (_LAZY, External("typing", "TYPE_CHECKING"))
    view = _init("", exported | submodules, header, doc, module_client=own)
    typing: dict[Import, str] = {Local(module, n): n for n, module in exported.items()}
    typing |= {Local("", submodule): submodule for submodule in submodules}
    typing |= {Local(MODULE, attribute): attribute for attribute in own}
    return InitView(
        header=view.header,
        doc=view.doc,
        run_time_imports=import_lines({item: item.name for item in loaded}, "", is_package=True),
        typing_imports=import_lines(typing, "", is_package=True, reexport=True),
        stub_imports=view.stub_imports,
        table=view.table,
        names=view.names,
        module_client=view.module_client,
    )


_LAZY = Local("_lazy", "lazy_exports")


def _init(
    home: str, exported: Mapping[str, str], header: Code, doc: Code, *, module_client: Sequence[str] = ()
) -> InitView:
    """The view of package `home`; `exported` are names with their modules, dotted below the generated package.

    `module_client` are the attributes that the module client gives it.
    """
    parts = home.split(".") if home else []
    rows = []
    stub: dict[Import, str] = {}
    for public in sorted(exported, key=export_order):
        module = exported[public]
        rows.append((public, string(relative(parts, module).lstrip(".") if module else "")))
        stub[Local(module or home, public)] = public
    stub |= {Local(MODULE, attribute): attribute for attribute in module_client}
    return InitView(
        header=header,
        doc=doc,
        run_time_imports=import_lines({_LAZY: _LAZY.name}, home, is_package=True),
        typing_imports=(),
        stub_imports=import_lines(stub, home, is_package=True, reexport=True),
        table=mapping(rows),
        names=string_list(sorted(exported, key=export_order)),
        module_client=strings(sorted(module_client)) if module_client else Code(""),
    )


def _type_packages(package: Package) -> dict[str, dict[str, str]]:
    """What each types package exports: public declarations of its own modules, and its subpackages."""
    packages: dict[str, dict[str, str]] = {"types": {}}
    for declaration in package.declarations:
        home = _enclosing(f"types.{declaration.module}", packages)
        if declaration.public:
            packages[home][name(declaration.name)] = f"types.{declaration.module}"
    for added in package.added_types:
        home = _enclosing(f"types.{added.target}", packages)
        packages[home].update((name(n), f"types.{added.target}") for n in added.names)
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
