"""The client classes: what the constructor takes, how requests are authenticated, where they go."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import TypeVar

from generator.casings import Casings
from generator.config.model import Config, OptionConfig
from generator.diagnostics import Diagnostics
from generator.document.model import Document, SecurityRequirement
from generator.document.model import SecurityScheme as WrittenScheme
from generator.ir.exports import ERRORS, EXPORTED
from generator.ir.package import (
    Client,
    ErrorForm,
    EventHandling,
    OAuth,
    SchemeKind,
    SecurityScheme,
    Server,
    StreamRule,
)
from generator.ledger import Ledger
from generator.lower import oauth
from generator.lower.calls import Call
from generator.lower.options import Options, argument, report_options, roles
from generator.lower.webhooks import Webhooks
from generator.python.identifiers import is_builtin, safe_class_name, safe_field_name, snake_case
from generator.values import replace

_NOISE = re.compile(r"\b(the|rest|http|web|api|apis|openapi|swagger|service|v?\d+(\.\d+)*)\b", re.IGNORECASE)
_DEFAULT_SERVER = "production"
_CREDENTIAL = {"bearer": "api_key", "apiKey": "api_key", "oauth2": "access_token", "openIdConnect": "access_token"}


def client_name(title: str, said: str | None, casings: Casings) -> str:
    """The client's class name: the config's organization, else the title without words every title has."""
    words = said or " ".join(_NOISE.sub(" ", title).split()) or title
    name = safe_class_name(words, casings)
    return f"{name}Client" if not EXPORTED.isdisjoint((name, f"Async{name}")) else name


def error_name(client: str) -> str:
    """The base of a package's errors: `PawshopError`; another name where that is an error of every package, or of
    Python."""
    wanted = f"{client}Error"
    return f"{client}SDKError" if wanted in ERRORS or is_builtin(wanted) else wanted


def build_client(
    document: Document,
    config: Config,
    calls: Iterable[Call],
    diagnostics: Diagnostics,
    ledger: Ledger,
    *,
    webhooks: Webhooks,
) -> Client:
    """Everything about the client classes; the config's words win over the document's."""
    name = client_name(document.title, config.organization.name, config.casings)
    prefix = config.env_prefix or snake_case(name, config.casings).upper()
    attributes = {call.attribute for call in calls} | {method.resource[0] for method in webhooks.methods}
    options = Options(config, attributes, prefix, diagnostics)
    report_options(config, diagnostics, ledger)
    base_url, retries = argument(config, "base_url"), argument(config, "max_retries")
    used = _used_schemes(document.whole, config)  # so that options are called as in the SDK of all of it
    written = _described(config.security_schemes, document) or document.security_schemes
    said = config.security if config.security is not None else document.security
    found = (_scheme(one, config, options, ledger, said, alone=len(used) <= 1) for one in written)
    schemes = tuple(scheme for scheme in found if scheme is not None)
    servers = _servers(document, config, ledger)
    for server in servers:
        for variable in re.findall(r"\{([^{}]*)\}", server.url):
            options.add_server_variable(variable, document)
    if webhooks.webhooks and not webhooks.methods:
        options.add_webhook_secret()
    return Client(
        class_name=name,
        error_name=error_name(name),
        env_prefix=prefix,
        base_url_env=None if base_url is None else base_url.env,
        options=tuple(options.by_name.values()),
        schemes=schemes,
        security=sendable(_requirements(document, config), {scheme.name for scheme in schemes}),
        servers=servers,
        default_headers=config.default_headers,
        idempotency_header=config.idempotency_header,
        timeout=_or(config.timeout, 60.0),
        max_retries=_or(config.retries.max_retries, _count(retries, 2)),
        initial_retry_delay=_or(config.retries.initial_delay, 0.5),
        max_retry_delay=_or(config.retries.max_delay, 8.0),
        max_retry_after=config.max_retry_after,
        array_format=config.array_format or "repeat",
        nested_format=config.nested_format or "brackets",
        form_array_format=config.form_array_format,
        plain_raw_responses=config.plain_raw_responses,
        stream_rules=tuple(
            StreamRule(data=rule.data, events=rule.events, handling=EventHandling(rule.handle), error=rule.error)
            for rule in config.stream_rules
        ),
        errors=ErrorForm(
            member=config.errors.body,
            attributes=tuple((safe_field_name(wire_name), wire_name) for wire_name in config.errors.attributes),
            data=config.errors.data,
        ),
    )


T = TypeVar("T")

_ROLES = ("username", "password", "value")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_COMPUTED = frozenset(
    (
        *("concealed", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate", "ntlm", "oauth"),
        *("scram-sha-1", "scram-sha-256", "vapid"),
    )
)
"""The schemes whose credentials are computed for each request, or take several."""


def _count(option: OptionConfig | None, default: int) -> int:
    """The default of an option that says how often."""
    said = None if option is None else option.default
    return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else default


def _or(value: T | None, default: T) -> T:
    return default if value is None else value


def _credentials(roles: Mapping[str, str], kind: SchemeKind) -> list[str]:
    """The options of these roles whose values are sent, in their order: never those that only stand for a program."""
    sent = _ROLES if kind is SchemeKind.BASIC else _ROLES[-1:]
    return [roles[role] for role in sent if role in roles]


def _requirements(document: Document, config: Config) -> tuple[tuple[str, ...], ...]:
    said = config.security if config.security is not None else document.security
    return tuple(tuple(name for name, _ in requirement) for requirement in said)


def _used_schemes(document: Document, config: Config) -> set[str]:
    """The schemes that some operation, or the document as a whole, asks for."""
    own = [requirement for o in document.operations for requirement in o.security or ()]
    said = [*_requirements(document, config), *(tuple(name for name, _ in requirement) for requirement in own)]
    return {name for requirement in said for name in requirement}


def sendable(requirements: Iterable[tuple[str, ...]], known: Container[str]) -> tuple[tuple[str, ...], ...]:
    """Requirements without the schemes whose credentials this client does not send, such as mutual TLS.

    The first that can be met is sent: where no credentials are needed, those that are there are still sent.
    """
    left = dict.fromkeys(tuple(name for name in needed if name in known) for needed in requirements)
    ordered = tuple(sorted(left, key=lambda needed: not needed))
    return () if ordered == ((),) else ordered


def _described(said: Iterable[WrittenScheme], document: Document) -> tuple[WrittenScheme, ...]:
    """The schemes of the config; of what it does not describe the document's words count."""
    told = {scheme.name: scheme.description for scheme in document.security_schemes}
    return tuple(replace(one, description=one.description or told.get(one.name, "")) for one in said)


def _scheme(
    written: WrittenScheme,
    config: Config,
    options: Options,
    ledger: Ledger,
    requirements: Iterable[SecurityRequirement],
    *,
    alone: bool,
) -> SecurityScheme | None:
    kind = _kind(written)
    if kind is None:
        what = f"{written.type} {written.scheme}".strip()
        ledger.dropped("security scheme", written.name, f"{what} is left to the caller's HTTP client", written.location)
        return None
    named = dict(roles(written.name, config))
    names = _credentials(named, kind) or [
        options.add_credential(name, written) for name in _credential_names(written, kind, alone=alone)
    ]
    options.describe(names, written, ledger)
    obtained = _oauth(written, named, options, requirements, alone=alone)
    known = {*names, *(() if obtained is None else (name for _, name in obtained.parts))}
    for role, name in named.items():
        if name not in known:
            reason = f"the scheme {written.name} has no use for a {role}"
            ledger.dropped("config key", f"client_settings.opts.{name}.auth", reason, written.location)
    return SecurityScheme(
        name=written.name,
        kind=kind,
        options=tuple(names),
        location=written.location,
        parameter=_word(written) if kind is SchemeKind.WORD else written.parameter_name,
        oauth=obtained,
        scopes=tuple({scope: doc for flow in written.flows for scope, doc in flow.scopes.items()}.items()),
        doc=written.description,
    )


def _oauth(
    written: WrittenScheme,
    named: Mapping[str, str],
    options: Options,
    requirements: Iterable[SecurityRequirement],
    *,
    alone: bool,
) -> OAuth | None:
    """How tokens of a scheme are obtained; None where the caller must have one."""
    flows = oauth.flows(written)
    if not flows:
        return None
    stem = "" if alone else f"{_stem(written.name)}_"
    return OAuth(
        flows=flows,
        parts=tuple(
            (part, named.get(part.value) or options.add_part(part, f"{stem}{oauth.OPTION_NAMES[part]}", written))
            for part in oauth.parts(flows)
        ),
        scopes=oauth.scopes(requirements, written.name),
        metadata_url=oauth.metadata_url(written),
    )


def _word(written: WrittenScheme) -> str:
    """The word before the credential: that of the document, unless it says another for clients."""
    said = written.extensions.get("x-stainless-auth")
    word = said.get("scheme_keyword") if isinstance(said, Mapping) else None
    return word if isinstance(word, str) and _TOKEN.fullmatch(word) else written.scheme


def _kind(written: WrittenScheme) -> SchemeKind | None:
    match written.type, written.scheme.lower(), written.place:
        case ("oauth2" | "openIdConnect", _, _):
            return SchemeKind.BEARER
        case ("http", "basic", _):
            return SchemeKind.BASIC
        case ("http", "bearer", _) if _word(written).lower() == "bearer":
            return SchemeKind.BEARER
        case ("http", word, _) if word not in _COMPUTED and _TOKEN.fullmatch(_word(written)):
            return SchemeKind.WORD
        case ("apiKey", _, "header"):
            return SchemeKind.HEADER
        case ("apiKey", _, "query"):
            return SchemeKind.QUERY
        case ("apiKey", _, "cookie"):
            return SchemeKind.COOKIE
        case _:
            return None


def _credential_names(written: WrittenScheme, kind: SchemeKind, *, alone: bool) -> tuple[str, ...]:
    """Without a word from the config: `api_key` for the only scheme, else options called after the schemes."""
    if kind is SchemeKind.BASIC:
        return "username", "password"
    if alone:
        return (_CREDENTIAL.get(written.scheme or written.type, "api_key"),)
    is_token = kind in (SchemeKind.BEARER, SchemeKind.WORD)
    return (_credential_name(written.name, "token" if is_token else "key"),)


def _credential_name(scheme: str, noun: str) -> str:
    """What the credential of one of several schemes is called: `AdminApiKeyAuth` admin_api_key, `OAuth` oauth_token."""
    stem = _stem(scheme)
    return stem if stem.endswith(("key", "token", "secret")) else f"{stem}_{noun}"


def _stem(scheme: str) -> str:
    return snake_case(scheme.replace("OAuth", "Oauth")).removesuffix("_auth")


def _servers(document: Document, config: Config, ledger: Ledger) -> tuple[Server, ...]:
    """The servers, as the config names them; what the document says of one at the same URL is said of it."""
    base_url = argument(config, "base_url")
    if config.environments:
        urls = [(e.name, e.url.rstrip("/")) for e in config.environments]
    elif base_url is not None and base_url.default is not None:
        urls = [(_DEFAULT_SERVER, str(base_url.default).rstrip("/"))]
    else:
        return _written_servers(document)
    for server in document.servers:
        if server.url.rstrip("/") not in [url for _, url in urls]:
            ledger.dropped("server", server.url, "the config says where requests go", server.location)
    docs = {server.url.rstrip("/"): server.description for server in document.servers}
    return tuple(Server(name=name, url=url, doc=docs.get(url, "")) for name, url in urls)


def _written_servers(document: Document) -> tuple[Server, ...]:
    found: list[Server] = []
    for number, server in enumerate(document.servers, 1):
        said = server.name or server.description
        name = snake_case(said) if said else ""
        fallback = _DEFAULT_SERVER if number == 1 else f"server_{number}"
        taken = any(s.name == name for s in found)
        usable = name and len(name) <= 32 and not taken
        found.append(Server(name=name if usable else fallback, url=server.url.rstrip("/"), doc=server.description))
    return tuple(found)
