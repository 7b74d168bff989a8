"""The client classes: what the constructor takes, how requests are authenticated, where they go."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import TypeVar

from generator.config.model import Config, OptionConfig
from generator.document.model import Document
from generator.document.model import SecurityScheme as WrittenScheme
from generator.ir.package import (
    ERRORS,
    WEBHOOK_SECRET,
    Client,
    ClientOption,
    OptionType,
    SchemeKind,
    SecurityScheme,
    Server,
)
from generator.ledger import Ledger
from generator.python.identifiers import Casings, safe_class_name, safe_parameter_name, snake_case

_NOISE = re.compile(r"\b(the|rest|http|web|api|apis|openapi|swagger|service|v?\d+(\.\d+)*)\b", re.IGNORECASE)
_CREDENTIAL = {"bearer": "api_key", "apiKey": "api_key", "oauth2": "access_token", "openIdConnect": "access_token"}


def client_name(title: str, said: str | None, casings: Casings) -> str:
    """The client's class name: the config's organization, else the title without words every title has."""
    words = said or " ".join(_NOISE.sub(" ", title).split()) or title
    return safe_class_name(words, casings)


def error_name(client: str) -> str:
    """The base of a package's errors: `PawshopError`; another name where every package has an error of that one."""
    wanted = f"{client}Error"
    return f"{client}SDKError" if wanted in ERRORS else wanted


def build_client(document: Document, config: Config, ledger: Ledger) -> Client:
    """Everything about the client classes; the config's words win over the document's."""
    name = client_name(document.title, config.organization.name, config.casings)
    prefix = config.env_prefix or snake_case(name).upper()
    options = {o.name: o for o in map(_option, config.options)}
    schemes: list[SecurityScheme] = []
    used = _used_schemes(document, config)
    for written in config.security_schemes or document.security_schemes:
        scheme = _scheme(written, config, options, prefix, ledger, alone=len(used) <= 1)
        if scheme is not None:
            schemes.append(scheme)
    known = {s.name for s in schemes}
    servers = _servers(document, config)
    for server in servers:
        for variable in re.findall(r"\{([^{}]*)\}", server.url):
            _server_option(variable, document, options)
    if document.webhooks:
        options.setdefault(WEBHOOK_SECRET, _webhook_secret(prefix))
    return Client(
        class_name=name,
        error_name=error_name(name),
        env_prefix=prefix,
        options=tuple(options.values()),
        schemes=tuple(schemes),
        security=sendable(_requirements(document, config), known),
        servers=servers,
        default_headers=config.default_headers,
        idempotency_header=config.idempotency_header,
        timeout=_or(config.timeout, 600.0),
        max_retries=_or(config.retries.max_retries, 2),
        initial_retry_delay=_or(config.retries.initial_delay, 0.5),
        max_retry_delay=_or(config.retries.max_delay, 8.0),
        array_format=config.array_format or "repeat",
        nested_format=config.nested_format or "brackets",
        form_array_format=config.form_array_format or "repeat",
        plain_raw_responses=config.plain_raw_responses,
    )


T = TypeVar("T")

_OPTION_TYPES = {
    "integer": OptionType.INTEGER,
    "number": OptionType.NUMBER,
    "boolean": OptionType.BOOLEAN,
}
_ROLES = ("username", "password", "client_id", "client_secret", "value")
_SECRET_WORDS = {"key", "secret", "token", "password"}


def option_type(said: str) -> OptionType:
    """The type of an option, in the config's words."""
    return _OPTION_TYPES.get(said, OptionType.STRING)


def _or(value: T | None, default: T) -> T:
    return default if value is None else value


def _option(written: OptionConfig) -> ClientOption:
    return ClientOption(
        name=safe_parameter_name(written.name),
        type=option_type(written.type),
        required=not written.nullable and written.default is None and written.env is None and written.auth is None,
        default=written.default,
        env=written.env,
        header=written.header,
        query=written.query,
        server_variable=written.server_variable,
        secret=written.auth is not None or not _SECRET_WORDS.isdisjoint(snake_case(written.name).split("_")),
        doc=written.description,
    )


def _credentials(scheme: str, config: Config) -> list[str]:
    """The options that the config names as the credentials of a scheme, in the order they are sent."""
    found = [(o.auth.role, o.name) for o in config.options if o.auth is not None and o.auth.security_scheme == scheme]
    return [safe_parameter_name(name) for _, name in sorted(found, key=lambda f: _ROLES.index(f[0]))]


def _requirements(document: Document, config: Config) -> tuple[tuple[str, ...], ...]:
    said = config.security if config.security is not None else document.security
    return tuple(tuple(name for name, _ in requirement) for requirement in said)


def _used_schemes(document: Document, config: Config) -> set[str]:
    """The schemes that some operation, or the document as a whole, asks for."""
    own = [requirement for o in document.operations for requirement in o.security or ()]
    said = [*_requirements(document, config), *(tuple(name for name, _ in requirement) for requirement in own)]
    return {name for requirement in said for name in requirement}


def sendable(requirements: Iterable[tuple[str, ...]], known: Container[str]) -> tuple[tuple[str, ...], ...]:
    """Requirements without the schemes whose credentials this client does not send, such as mutual TLS."""
    left = tuple(dict.fromkeys(tuple(name for name in needed if name in known) for needed in requirements))
    return () if left == ((),) else left


def _scheme(
    written: WrittenScheme,
    config: Config,
    options: dict[str, ClientOption],
    prefix: str,
    ledger: Ledger,
    *,
    alone: bool,
) -> SecurityScheme | None:
    kind = _kind(written)
    if kind is None:
        ledger.dropped(
            "security scheme", written.name, f"{written.type} is left to the caller's HTTP client", written.location
        )
        return None
    names = _credentials(written.name, config) or _default_options(written, kind, options, prefix, alone=alone)
    return SecurityScheme(
        name=written.name,
        kind=kind,
        options=tuple(names),
        location=written.location,
        parameter=written.parameter_name,
        doc=written.description,
    )


def _kind(written: WrittenScheme) -> SchemeKind | None:
    match written.type, written.scheme, written.place:
        case ("http", "bearer", _) | ("oauth2" | "openIdConnect", _, _):
            return SchemeKind.BEARER
        case ("http", "basic", _):
            return SchemeKind.BASIC
        case ("apiKey", _, "header"):
            return SchemeKind.HEADER
        case ("apiKey", _, "query"):
            return SchemeKind.QUERY
        case ("apiKey", _, "cookie"):
            return SchemeKind.COOKIE
        case _:
            return None


def _default_options(
    written: WrittenScheme, kind: SchemeKind, options: dict[str, ClientOption], prefix: str, *, alone: bool
) -> Sequence[str]:
    """Without a word from the config: `api_key` for the only scheme, else options called after the schemes."""
    if kind is SchemeKind.BASIC:
        names = ["username", "password"]
    elif alone:
        names = [_CREDENTIAL.get(written.scheme or written.type, "api_key")]
    else:
        names = [_credential_name(written.name, "token" if kind is SchemeKind.BEARER else "key")]
    safe = [safe_parameter_name(name) for name in names]
    for name in safe:
        options.setdefault(
            name,
            ClientOption(
                name=name, type=OptionType.STRING, env=f"{prefix}_{name.upper()}", secret=True, doc=written.description
            ),
        )
    return safe


def _credential_name(scheme: str, noun: str) -> str:
    """What the credential of one of several schemes is called: `AdminApiKeyAuth` admin_api_key, `OAuth` oauth_token."""
    stem = snake_case(scheme.replace("OAuth", "Oauth")).removesuffix("_auth")
    return stem if stem.endswith(("key", "token", "secret")) else f"{stem}_{noun}"


def _webhook_secret(prefix: str) -> ClientOption:
    return ClientOption(
        name=WEBHOOK_SECRET,
        type=OptionType.STRING,
        env=f"{prefix}_{WEBHOOK_SECRET.upper()}",
        secret=True,
        doc="What webhook requests are signed with.",
    )


def _servers(document: Document, config: Config) -> tuple[Server, ...]:
    if config.environments:
        return tuple(Server(name=e.name, url=e.url.rstrip("/")) for e in config.environments)
    found: list[Server] = []
    for number, server in enumerate(document.servers, 1):
        name = snake_case(server.description) if server.description else ""
        fallback = "production" if number == 1 else f"server_{number}"
        taken = any(s.name == name for s in found)
        usable = name and len(name) <= 32 and not taken
        found.append(Server(name=name if usable else fallback, url=server.url.rstrip("/"), doc=server.description))
    return tuple(found)


def _server_option(variable: str, document: Document, options: dict[str, ClientOption]) -> None:
    """A placeholder of the base URL is a constructor argument."""
    if any(o.server_variable == variable for o in options.values()):
        return
    default = next((s.variables[variable] for s in document.servers if variable in s.variables), None)
    name = safe_parameter_name(variable)
    options[name] = ClientOption(
        name=name, type=OptionType.STRING, required=default is None, default=default, server_variable=variable
    )
