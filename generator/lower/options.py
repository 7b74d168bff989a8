"""The arguments of the client's constructor that are the package's own."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from typing import Final

from generator.config.model import Config, OptionConfig
from generator.diagnostics import Diagnostics
from generator.document.model import Document, ServerVariable
from generator.document.model import SecurityScheme as WrittenScheme
from generator.ir.package import WEBHOOK_SECRET, ClientOption, OAuthPart, OptionType
from generator.ledger import Ledger
from generator.lower import oauth
from generator.lower.findings import COLLIDING_NAMES
from generator.lower.said import joined
from generator.python.identifiers import is_option_name, snake_case
from generator.source import Location
from generator.values import Value, replace

_ARGUMENTS: Final = frozenset(
    ("base_url", "default_headers", "default_query", "environment", "http_client", "max_retries", "timeout")
)
"""The arguments of every client's constructor."""

_OF_EVERY_CLIENT: Final = "an argument or a member of every client"
_SECRET_WORDS: Final = {"key", "secret", "token", "password"}
_TYPES: Final = {
    "integer": OptionType.INTEGER,
    "number": OptionType.NUMBER,
    "boolean": OptionType.BOOLEAN,
}


class NamedOption(Value):
    """An option of the config under its name on the client, which is `wanted` unless that was not free."""

    name: str
    wanted: str
    written: OptionConfig


def is_argument_of_every_client(option: OptionConfig) -> bool:
    """Whether an option says more of an argument that every client has: it is called so, and is sent nowhere."""
    sent = (option.auth, option.server_variable, option.header, option.query, option.cookie)
    return snake_case(option.name) in _ARGUMENTS and all(place is None for place in sent)


def named_options(config: Config) -> tuple[NamedOption, ...]:
    """The options that the config adds to the client. Whose name is not free gets a `_` behind it."""
    found: dict[str, NamedOption] = {}
    for option in config.options:
        if is_argument_of_every_client(option):
            continue
        wanted = name = snake_case(option.name)
        while name in found or not is_option_name(name):
            name += "_"
        found[name] = NamedOption(name, wanted, option)
    return tuple(found.values())


def option_names(config: Config) -> frozenset[str]:
    """The names on the client of what the config adds to it."""
    return frozenset(option.name for option in named_options(config))


def option_type(said: str) -> OptionType:
    """The type of an option, in the config's words."""
    return _TYPES.get(said, OptionType.STRING)


def report_options(config: Config, diagnostics: Diagnostics, ledger: Ledger) -> None:
    """Tell which options are called otherwise than the config says, and enter what has no effect."""
    for named in named_options(config):
        _report_name(named, diagnostics)
        if named.written.type == "null":
            reason = "the option takes text, and may be left out"
            ledger.approximated("config key", _key(named.written, "type"), reason, named.written.location)
    for option in config.options:
        if is_argument_of_every_client(option):
            _report_argument(option, diagnostics, ledger)


def _report_name(named: NamedOption, diagnostics: Diagnostics) -> None:
    wanted, written = named.wanted, named.written
    plain = wanted.removesuffix("_")  # a word that Python keeps for itself has its `_` already
    if named.name == wanted and (wanted == plain or written.name.endswith("_")):
        return
    if named.name == wanted:
        owner = "it is a word of Python"
    else:
        owner = f"{_OF_EVERY_CLIENT} is called so" if not is_option_name(wanted) else "another option is called so"
    message = f'the option "{written.name}" becomes {named.name}: {owner}'
    diagnostics.report(COLLIDING_NAMES, message, written.location)


def _report_argument(option: OptionConfig, diagnostics: Diagnostics, ledger: Ledger) -> None:
    name = snake_case(option.name)
    message = f'"{option.name}" is an argument of every client already; the option adds none to it'
    diagnostics.report(COLLIDING_NAMES, message, option.location)
    honoured = _HONOURED.get(name, ())
    for key, value in (("read_env", option.env), ("default", option.default)):
        if value is not None and key not in honoured:
            reason = f"`{name}` is an argument of every client, which takes this from elsewhere"
            ledger.dropped("config key", _key(option, key), reason, option.location)


_HONOURED: Final = {"base_url": ("read_env", "default"), "max_retries": ("default",)}
"""What is taken from an option that says more of an argument of every client."""


def _key(option: OptionConfig, key: str) -> str:
    return f"client_settings.opts.{option.name}.{key}"


def argument(config: Config, name: str) -> OptionConfig | None:
    """What the config says, as an option, of this argument of every client."""
    found = (option for option in config.options if is_argument_of_every_client(option))
    return next((option for option in found if snake_case(option.name) == name), None)


class Options:
    """The options of a client by name. None is called like what every client has, nor like what this one has."""

    def __init__(self, config: Config, attributes: Collection[str], prefix: str, diagnostics: Diagnostics) -> None:
        self.by_name = {named.name: _option(named) for named in named_options(config)}
        self._attributes = frozenset(attributes)
        self._prefix = prefix
        self._diagnostics = diagnostics

    def add_credential(self, wanted: str, scheme: WrittenScheme) -> str:
        """Add the option for a credential, where there is none of that name; return its name."""
        name = self._free(snake_case(wanted), (), f"the credential of {scheme.name!r}", scheme.location)
        self._add_secret(name, _told(scheme, scheme.description))
        return name

    def describe(self, names: Iterable[str], scheme: WrittenScheme, ledger: Ledger) -> None:
        """Say of the options for a credential what the document says of its scheme, unless the config has words."""
        options = [self.by_name[name] for name in names if name in self.by_name]
        for option in options:
            if not option.doc:
                self.by_name[option.name] = replace(option, doc=_told(scheme, scheme.description))
        if not any(scheme.description in self.by_name[option.name].doc for option in options):
            reason = "the config says what its options are for"
            ledger.dropped("security scheme", scheme.name, reason, scheme.location)

    def add_part(self, part: OAuthPart, wanted: str, scheme: WrittenScheme) -> str:
        """Add the option for what tokens are obtained with, where there is none of that name; return its name."""
        name = self._free(snake_case(wanted), (), f"the {part.value} of {scheme.name!r}", scheme.location)
        doc = _told(scheme, oauth.DOCS[part])
        if part is OAuthPart.ON_DEVICE_CODE:
            self.by_name.setdefault(name, ClientOption(name=name, type=OptionType.FUNCTION, doc=doc))
        else:
            self._add(name, doc, secret=part in oauth.SECRETS)
        return name

    def add_webhook_secret(self) -> None:
        """Add the option for what webhook deliveries are signed with."""
        self._add_secret(WEBHOOK_SECRET, "What webhook requests are signed with.")

    def add_server_variable(self, variable: str, document: Document) -> None:
        """Add the option for a placeholder of the base URL, where the config has none."""
        servers = [server for server in document.servers if variable in server.variables]
        doc = joined(*(text for server in servers for text in _said_of_variable(server.variables[variable])))
        known = next((option for option in self.by_name.values() if option.server_variable == variable), None)
        if known is not None:
            self.by_name[known.name] = replace(known, doc=known.doc or doc)
            return
        server = servers[0] if servers else None
        default = None if server is None else server.variables[variable].default
        location = document.location if server is None else server.location
        name = self._free(snake_case(variable), self.by_name, f"the server variable {variable!r}", location)
        self.by_name[name] = ClientOption(
            name=name,
            type=OptionType.STRING,
            required=default is None,
            default=default,
            server_variable=variable,
            doc=doc,
        )

    def _add_secret(self, name: str, doc: str) -> None:
        self._add(name, doc, secret=True)

    def _add(self, name: str, doc: str, *, secret: bool) -> None:
        env = f"{self._prefix}_{name.strip('_').upper()}"
        option = ClientOption(name=name, type=OptionType.STRING, env=env, secret=secret, doc=doc)
        self.by_name.setdefault(name, option)

    def _free(self, wanted: str, taken: Container[str], what: str, location: Location) -> str:
        """A name for an option that the document asks for: another one than it would have, where that is taken."""
        name = wanted
        while name in taken or not self._is_free(name):
            name = f"{name}_"
        if name != wanted:
            owner = "another option" if wanted in taken else self._owner(wanted)
            message = f"{what} becomes the option {name}, since {owner} is called {wanted}"
            self._diagnostics.report(COLLIDING_NAMES, message, location)
        return name

    def _is_free(self, name: str) -> bool:
        return is_option_name(name) and name not in self._attributes

    def _owner(self, name: str) -> str:
        if name in self._attributes:
            return "a resource or a method of the client"
        return _OF_EVERY_CLIENT


def roles(scheme: str, config: Config) -> Iterator[tuple[str, str]]:
    """The options that the config names for a scheme: their roles and names."""
    for named in named_options(config):
        auth = named.written.auth
        if auth is not None and auth.security_scheme == scheme:
            yield auth.role, named.name


def _option(named: NamedOption) -> ClientOption:
    written = named.written
    return ClientOption(
        name=named.name,
        type=option_type(written.type),
        required=not written.nullable and written.type != "null",
        default=written.default,
        env=written.env,
        header=written.header,
        query=written.query,
        cookie=written.cookie,
        server_variable=written.server_variable,
        secret=written.auth is not None or not _SECRET_WORDS.isdisjoint(snake_case(written.name).split("_")),
        doc=written.description,
    )


def _said_of_variable(variable: ServerVariable) -> Iterator[str]:
    yield variable.description
    if variable.values:
        yield f"One of {', '.join(f'`{value}`' for value in variable.values)}."


def _told(scheme: WrittenScheme, doc: str) -> str:
    return f"Deprecated. {doc}".strip() if scheme.deprecated else doc
