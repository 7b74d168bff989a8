"""The client behind the package's own resources: `package.pets` sends with what `package.token = ...` has set.

Settings are the arguments of the client's constructor, as attributes of the package. They hold for every call after
they were set, also through a resource that was fetched before. Part of the packages whose configs ask for it.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import inspect
import os
import sys
import threading
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from ._definition import member
from ._exceptions import OpenAIError
from ._http import default_timeout
from ._response import AnswerForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._base_client import SyncAPIClient
    from ._definition import ClientDefinition, ClientVariant
    from ._request import Call

_PACKAGE = __name__.rpartition(".")[0]


class _ModuleClient:
    """Stands in for the client of the package's own resources, which changes when a setting does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._settings: Mapping[str, object] | None = None
        self._made: SyncAPIClient | None = None

    @property  # type: ignore[misc]  # so that `isinstance` sees the client that this stands in for
    def __class__(self) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]  # as above
        try:
            return type(self._current())
        except (OpenAIError, TypeError, ValueError):  # settings that make no client are told of when a call is made
            return type(self)

    def _execute(self, call: Call, form: AnswerForm = AnswerForm.DECODED) -> Any:
        return self._current()._execute(call, form)

    def _current(self) -> SyncAPIClient:
        """Return the client for the present settings. Clients that follow each other share their connections."""
        with self._lock:
            chosen = _client_class()
            settings = _settings_for(chosen)
            before = self._made
            if before is None or type(before) is not chosen or self._settings != settings:
                made = cast("SyncAPIClient", chosen(**settings))
                if before is not None and before._pool.given is settings.get("http_client"):
                    made._pool = before._pool
                self._made, self._settings = made, settings
            return cast("SyncAPIClient", self._made)

    def _value_in_use(self, definition: ClientDefinition) -> str | None:
        """Return the value of the setting that would choose the client that was made; None before there is one."""
        if self._made is None:
            return None
        names = {variant.name.rpartition(".")[2]: variant.value for variant in definition.variants}
        return names.get(type(self._made).__name__, definition.env_prefix.lower())

    def __getattr__(self, name: str) -> Any:
        resource: Any = getattr(_own_class(), name, None)
        if _is_made_once(resource):  # made for this one, before there is any client
            return resource.func(self)
        return getattr(self._current(), name)


def _definition() -> ClientDefinition:
    return cast("ClientDefinition", import_module("._client", _PACKAGE).DEFINITION)


def _own_class() -> Any:
    return import_module("._client", _PACKAGE).Client


def _client_class() -> Any:
    """Return the class of the client, where the package has several: the one that is chosen, or what is set hints at.

    Raises OpenAIError where that hints at several.
    """
    definition = _definition()
    if not definition.variant_setting:
        return _own_class()
    chosen = _chosen(definition)
    for variant in definition.variants:
        if variant.value == chosen if chosen else _is_hinted_at(variant):
            if not chosen and _has_own_credentials(definition):
                raise _ambiguous(definition)
            return member(_PACKAGE, variant.name)
    return _own_class()


def _variable(definition: ClientDefinition) -> str:
    return f"{definition.env_prefix}_{definition.variant_setting.upper()}"


def _chosen(definition: ClientDefinition) -> object:
    """Return the value of the setting that chooses among the clients; None or empty where nothing is chosen."""
    return _setting(definition.variant_setting, os.environ.get(_variable(definition)))


def _is_hinted_at(variant: ClientVariant) -> bool:
    return any(_setting(name) is not None for name in variant.settings) or any(map(os.environ.get, variant.variables))


def _has_own_credentials(definition: ClientDefinition) -> bool:
    """Say whether the environment has credentials for the package's own client."""
    named = (one for alternative in definition.security for one in _names(alternative))
    options = (definition.option(option) for name in named for option in definition.scheme(name).options)
    return any(os.environ.get(option.env) for option in options if option.env)


def _names(alternative: str | tuple[str, ...]) -> tuple[str, ...]:
    return (alternative,) if isinstance(alternative, str) else alternative


def _ambiguous(definition: ClientDefinition) -> OpenAIError:
    values = [f"`{value}`" for value in (definition.env_prefix.lower(), *(v.value for v in definition.variants))]
    either = f"{', '.join(values[:-1])}{',' if len(values) > 2 else ''} or {values[-1]}"
    return OpenAIError(
        f"Ambiguous use of module client; please set `{definition.package}.{definition.variant_setting}` or the"
        f" `{_variable(definition)}` environment variable to {either}"
    )


def _setting(name: str, default: object = None) -> Any:
    value = sys.modules[_PACKAGE].__dict__.get(name)
    return default if value is None else value


def _settings_for(client: Any) -> dict[str, Any]:
    """Return the settings that were made, as arguments of the class `client`."""
    given = {name: _setting(name) for name in _arguments(client)}
    settings = {name: value for name, value in given.items() if value is not None}
    settings.update(_lenience(client))
    made = sys.modules[_PACKAGE].__dict__
    return {**settings, "timeout": made["timeout"]} if "timeout" in made else settings  # None: no limit


@cache  # one entry per client class
def _arguments(client: Any) -> frozenset[str]:
    return frozenset(name for name in inspect.signature(client).parameters if not name.startswith("_"))


@cache
def _lenience(client: Any) -> Mapping[str, object]:
    """Return what lets the client be made before all is set that calls need: each call tells what it lacks."""
    return {name: False for name in inspect.signature(client).parameters if name == "_enforce_credentials"}


def _is_made_once(attribute: object) -> bool:
    """Say whether an attribute of the client's class is a resource."""
    return isinstance(attribute, cached_property)


_CLIENT = _ModuleClient()


def __getattr__(name: str) -> Any:
    """Return a resource of the package's client, or what a setting is before it is made."""
    client, definition = _own_class(), _definition()
    if _is_made_once(getattr(client, name, None)):
        resource = getattr(_CLIENT, name)
        sys.modules[_PACKAGE].__dict__[name] = resource
        return resource
    match name:
        case "timeout":
            return default_timeout(definition.timeout)
        case "max_retries":
            return definition.max_retries
        case definition.variant_setting:
            return _chosen(definition) or _CLIENT._value_in_use(definition)
        case _:
            pass
    classes = (client, *(member(_PACKAGE, variant.name) for variant in definition.variants))
    if any(name in _arguments(one) for one in classes):
        return None
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
