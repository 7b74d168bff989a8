"""The fixed part of a package: the modules of the runtime, in the package's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generator.ir.declarations import EnumClass
from generator.ir.operations import Operation, Place, WholeBody
from generator.ir.package import Client, Package, methods_of
from generator.python.literals import literal, name

ROOT_ERROR: Final = "SDKError"
"""What the base of all errors is called in the runtime; in a package it is called after the client."""

ERROR_BODIES: Final = "_error_bodies"
"""The module that every package has of its own in place of the runtime's."""

METHOD_NAMES: Final = "_method_names"
"""Another such module."""

KEYS: Final = "_keys"
KEY_TABLES: Final = "_key_tables"
"""The module of its own that a package has with `KEYS`."""

RAW_RESPONSES: Final = "_legacy_response"
MODULE_CLIENT: Final = "_module_client"
ENUMS: Final = "_enums"
CALLBACKS: Final = "_callbacks"
QUERY_STRING: Final = "_query_string"
SEQUENCES: Final = "_sequences"
PARTS: Final = "_parts"
DEFAULTS: Final = "_defaults"
OAUTH: Final = "_oauth"
TOKENS: Final = "_tokens"
FLIGHTS: Final = "_flights"

_OPTIONAL: Final = (
    *(RAW_RESPONSES, MODULE_CLIENT, ENUMS, CALLBACKS, QUERY_STRING, SEQUENCES, PARTS),
    *(OAUTH, TOKENS, FLIGHTS, KEYS),
)
OPTIONAL: Final = frozenset(f"{module}.py" for module in _OPTIONAL)
"""The modules beside those that every package has."""

_ROOT_ERROR = re.compile(rf"\b{ROOT_ERROR}\b")


POLLING = "lib._polling"
"""The module of methods that wait for work."""


def runtime_files(package: Package, runtime: Path) -> Iterator[tuple[str, str]]:
    """The modules that a package has of the runtime, whatever it builds on, by path in the package."""
    left_out = {
        "__init__.py",
        f"{ERROR_BODIES}.py",
        f"{METHOD_NAMES}.py",
        f"{KEY_TABLES}.py",
        *(f"{module}.py" for module in unused_modules(package)),
    }
    for path in sorted(runtime.glob("_*.py")):
        if path.name not in left_out:
            text = in_package(path.read_text(encoding="utf-8"), package.client)
            yield path.name, _with_defaults(text, package.client) if path.stem == DEFAULTS else text


def all_operations(package: Package) -> Iterator[Operation]:
    """Every operation of a package, the client's own first."""
    return (operation for _, operation in methods_of(package))


def unused_modules(package: Package) -> Iterator[str]:
    """The modules of the runtime that a package has no use for."""
    client = package.client
    if not any(isinstance(declaration, EnumClass) for declaration in package.declarations):
        yield ENUMS
    if not package.callbacks:
        yield CALLBACKS
    if not any(p.place is Place.QUERY_STRING for operation in all_operations(package) for p in operation.parameters):
        yield QUERY_STRING
    if not any(isinstance(o.body, WholeBody) and o.body.framing for o in all_operations(package)):
        yield SEQUENCES
    if not any(isinstance(o.body, WholeBody) and o.body.parts for o in all_operations(package)):
        yield PARTS
    if not client.plain_raw_responses:
        yield RAW_RESPONSES
    if client.module_client is None:
        yield MODULE_CLIENT
    if not package.key_tables:
        yield KEYS
    if not obtains_tokens(client):
        yield from (OAUTH, TOKENS, FLIGHTS)


def obtains_tokens(client: Client) -> bool:
    """Whether the client asks an authorization server for tokens."""
    return any(scheme.oauth is not None for scheme in client.schemes)


def _with_defaults(text: str, client: Client) -> str:
    """The module of what clients do unless they are told otherwise, with what this client does."""
    said = {
        "DEFAULT_TIMEOUT_SECONDS": float(client.timeout),
        "DEFAULT_MAX_RETRIES": client.max_retries,
        "INITIAL_RETRY_DELAY": float(client.initial_retry_delay),
        "MAX_RETRY_DELAY": float(client.max_retry_delay),
    }
    for constant, value in said.items():
        text = re.sub(rf"^{constant} = .*$", f"{constant} = {literal(value)}", text, count=1, flags=re.MULTILINE)
    return text


def in_package(text: str, client: Client) -> str:
    """A text of the runtime as it is in a package."""
    return _ROOT_ERROR.sub(name(client.error_name), text)
