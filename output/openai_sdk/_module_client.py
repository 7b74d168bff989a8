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
from ._resource import SyncAPIResource
from ._response import AnswerForm
from ._types import not_given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._base_client import SyncAPIClient
    from ._definition import ClientDefinition
    from ._request import Call

_PACKAGE = __name__.rpartition(".")[0]


class _ModuleClient:
    """Stands in for the client of the package's own resources, which changes when a setting does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._settings: Mapping[str, object] | None = None
        self._made: SyncAPIClient | None = None

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

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._current(), name)
        return type(member)(cast("Any", self)) if isinstance(member, SyncAPIResource) else member


def _definition() -> ClientDefinition:
    return cast("ClientDefinition", import_module("._client", _PACKAGE).DEFINITION)


def _client_class() -> Any:
    """Return the class of the client: the one that a setting chooses, where the package has several."""
    definition = _definition()
    setting = definition.variant_setting
    if setting:
        chosen = _setting(setting, os.environ.get(f"{definition.env_prefix}_{setting.upper()}"))
        for value, name in definition.variants:
            if value == chosen:
                return member(_PACKAGE, name)
    return import_module("._client", _PACKAGE).Client


def _setting(name: str, default: object = None) -> Any:
    value = sys.modules[_PACKAGE].__dict__.get(name)
    return default if value is None else value


def _settings_for(client: Any) -> dict[str, Any]:
    """Return the settings that were made, as arguments of the class `client`."""
    given = {name: _setting(name) for name in _arguments(client)}
    settings = {name: value for name, value in given.items() if value is not None}
    made = sys.modules[_PACKAGE].__dict__
    return {**settings, "timeout": made["timeout"]} if "timeout" in made else settings  # None: no limit


@cache  # one entry per client class
def _arguments(client: Any) -> frozenset[str]:
    return frozenset(name for name in inspect.signature(client).parameters if not name.startswith("_"))


_CLIENT = _ModuleClient()


def __getattr__(name: str) -> Any:
    """Return a resource of the package's client, or what a setting is before it is made."""
    client = _client_class()
    if isinstance(getattr(client, name, None), cached_property):
        return getattr(_CLIENT, name)
    definition = _definition()
    if name in _arguments(client):
        return {"timeout": not_given, "max_retries": definition.max_retries}.get(name)
    variants = (member(_PACKAGE, variant) for _, variant in definition.variants)
    if name == definition.variant_setting or any(name in _arguments(variant) for variant in variants):
        return None
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
