"""The package's own resources (`package.chat`) and the settings behind them, as its `__init__` and a stub have them."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ir.package import Client, ModuleClient, Resource
from generator.python.annotations import Annotator
from generator.python.code import Code
from generator.python.identifiers import CALL_HOOKS
from generator.python.imports import External, Local
from generator.python.literals import name
from generator.render.client import environments, hook_views, http_client, option_type, option_views
from generator.render.faces import SYNC
from generator.render.layout import resource_module
from generator.render.runtime_files import MODULE_CLIENT
from generator.render.scope import ModuleScope
from generator.values import Value, replace

_SHARED = (
    "base_url",
    "default_headers",
    "default_query",
    "http_client",
    "max_retries",
    "timeout",
    *CALL_HOOKS,
)
_ENVIRONMENT = "environment"


class AttributeView(Value, kw_only=True):
    """An attribute of the package, and its type."""

    name: Code
    type: Code


class ModuleClientStubView(Value, kw_only=True):
    """The stub of the module client."""

    header: Code
    imports: tuple[Code, ...]
    attributes: tuple[AttributeView, ...]


def module_client_names(client: Client, resources: Sequence[Resource]) -> tuple[str, ...]:
    """The settings and resources that are attributes of the package, unless it has something else of that name."""
    if client.module_client is None:
        return ()
    shared = (*_SHARED, _ENVIRONMENT) if len(client.servers) > 1 else _SHARED
    options = (*_public(client).options, *client.module_client.settings)
    return (*(option.name for option in options), *shared, *(r.name for r in resources))


def _public(client: Client) -> Client:
    """The client without the options that are no settings of the package: those of private names."""
    return replace(client, options=tuple(o for o in client.options if not o.name.startswith("_")))


def module_client_stub(
    client: Client, said: ModuleClient, resources: Sequence[Resource], annotator: Annotator, header: Code
) -> ModuleClientStubView:
    """The types of the package's settings and resources."""
    scope = ModuleScope(MODULE_CLIENT, annotator, module_client_names(client, resources))
    types: dict[str, Code] = {
        str(option.name): option.argument for option in option_views(_public(client), scope, SYNC)
    }
    types |= {option.name: Code(f"{option_type(option, scope)} | None") for option in said.settings}
    mapping = scope.use(External("collections.abc", "Mapping"))
    timeout = " | ".join(("float", *(scope.use(Local(*i)) for i in (("_http", "Timeout"), ("_types", "NotGiven")))))
    types |= {
        "base_url": Code(f"str | {scope.use(Local('_http', 'URL'))} | None"),
        "default_headers": Code(f"{mapping}[str, str] | None"),
        "default_query": Code(f"{mapping}[str, object] | None"),
        "http_client": Code(f"{scope.use(http_client(SYNC))} | None"),
        "max_retries": Code("int"),
        "timeout": Code(f"{timeout} | None"),
        _ENVIRONMENT: Code(f"{environments(client, scope)} | None"),
    }
    types |= {hook.name: Code(f"{hook.type} | None") for hook in hook_views(scope, SYNC)}
    for resource in resources:
        types.setdefault(
            resource.name, scope.use(Local(resource_module(resource), SYNC.class_name(resource.class_name)))
        )
    attributes = tuple(
        AttributeView(name=name(attribute), type=types[attribute])
        for attribute in dict.fromkeys(module_client_names(client, resources))
    )
    return ModuleClientStubView(header=header, imports=scope.imports(), attributes=attributes)
