"""The clients for Azure, in packages whose API Azure serves too: the module and its stub."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.ir.package import Client
from generator.python.annotations import Annotator
from generator.python.code import Code
from generator.python.imports import External, Import, Local, export_order
from generator.python.literals import literal, name, string_list, strings
from generator.render.client import OptionView, base_class, http_client, option_views
from generator.render.faces import PLAIN_FACES, ClassFace
from generator.render.scope import ModuleScope

MODULE = "lib.azure"
_PROVIDER = "AzureADTokenProvider"
_OWN = ("azure_endpoint", "azure_deployment", "api_version", "api_key", "azure_ad_token", "azure_ad_token_provider")
_LOADED: tuple[Import, ...] = (
    Local("_azure", "AzureClient"),
    Local("_azure", "azure_definition"),
    Local("_azure", "azure_options"),
    Local("_client", "DEFINITION"),
    Local("_types", "not_given"),
)
_MENTIONED: tuple[Import, ...] = (
    External("collections.abc", "Mapping"),
    Local("_http", "URL"),
    Local("_http", "Timeout"),
    Local("_types", "NotGiven"),
)
_IN_STUB: tuple[Import, ...] = (
    Local("_azure", "AzureClient"),
    Local("_definition", "ClientDefinition"),
    External("typing_extensions", "Self"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureClassView:
    """A client class for Azure.

    `client` is the class it extends, `base` the one that sets it up; `asked` is the type of a key, `provider` that of
    what gives tokens.
    """

    name: Code
    client: Code
    base: Code
    asked: Code
    provider: Code
    options: tuple[OptionView, ...]
    http_client: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureModuleView:
    """The module in code."""

    header: Code
    run_time_imports: tuple[Code, ...]
    typing_imports: tuple[Code, ...]
    exports: Code
    deployed: Code
    max_retries: Code
    classes: tuple[AzureClassView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureStubView:
    """The module's stub."""

    header: Code
    imports: tuple[Code, ...]
    exports: Code
    copiers: tuple[Code, ...]
    classes: tuple[AzureClassView, ...]


def azure_class_name(client: Client, face: ClassFace) -> str:
    """The name of a client class for Azure."""
    return face.class_name(f"Azure{client.class_name}")


def azure_settings() -> dict[str, Code]:
    """The settings of the package that concern Azure, and their types."""
    text = Code("str | None")
    settings = dict.fromkeys(("api_type", *_OWN), text)
    del settings["api_key"]
    settings["azure_ad_token_provider"] = Code("Callable[[], str] | None")
    return settings


def azure_module(client: Client, annotator: Annotator, header: Code) -> AzureModuleView:
    """The module as code."""
    scope = _scope(client, annotator)
    for item in _LOADED:
        scope.load(item)
    for item in _MENTIONED:
        scope.use(item)
    classes = tuple(_class(client, scope, face) for face in PLAIN_FACES)
    return AzureModuleView(
        header=header,
        run_time_imports=scope.run_time_imports(),
        typing_imports=scope.typing_imports(),
        exports=_exports(client),
        deployed=strings(client.azure_deployment_paths or ()),
        max_retries=literal(client.max_retries),
        classes=classes,
    )


def azure_stub(client: Client, annotator: Annotator, header: Code) -> AzureStubView:
    """The module's stub."""
    scope = _scope(client, annotator)
    for item in (*_MENTIONED, *_IN_STUB):
        scope.use(item)
    classes = tuple(_class(client, scope, face, stub=True) for face in PLAIN_FACES)
    return AzureStubView(
        header=header,
        imports=scope.imports(),
        exports=_exports(client),
        copiers=(Code("copy"), Code("with_options")),
        classes=classes,
    )


def _exports(client: Client) -> Code:
    """What users import: the classes, and what they call the sources of tokens."""
    names = (face.class_name(n) for face in PLAIN_FACES for n in (f"Azure{client.class_name}", _PROVIDER))
    return string_list(sorted(names, key=export_order))


def _scope(client: Client, annotator: Annotator) -> ModuleScope:
    own = [azure_class_name(client, face) for face in PLAIN_FACES]
    return ModuleScope(MODULE, annotator, [*own, "AZURE", "DEPLOYED"])


def _class(client: Client, scope: ModuleScope, face: ClassFace, *, stub: bool = False) -> AzureClassView:
    provider = scope.load(Local("_azure", face.class_name(_PROVIDER)))
    others = (option for option in client.options if option.custom is None and option.name not in _OWN)
    return AzureClassView(
        name=name(azure_class_name(client, face)),
        client=scope.load(Local("_client", face.class_name(client.class_name))),
        base=Code("") if stub else scope.load(base_class(face)),
        asked=Code(f"str | {provider}"),
        provider=provider,
        options=option_views(replace(client, options=tuple(others)), scope, face),
        http_client=scope.use(http_client(face)),
    )
