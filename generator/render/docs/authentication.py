"""What the start page says of credentials, and of where requests go."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.package import Client, ClientOption, SchemeKind, SecurityScheme, Server
from generator.python.literals import name, string
from generator.render.markdown import NOTHING, Markdown, code_span, joined, line
from generator.values import Value


class CredentialView(Value, kw_only=True):
    """A way to authenticate: the options that it takes with their variables, how they are sent, and what is said of
    it."""

    options: Markdown
    sent: Markdown
    doc: Markdown


class EnvironmentView(Value, kw_only=True):
    """A server: how a client is made for it, its URL, and what is said of it. `usual`: calls go there unless another
    one is asked for."""

    chosen: Markdown
    url: Markdown
    doc: Markdown
    usual: bool


def credentials(client: Client, base_url: str) -> Iterator[CredentialView]:
    """The ways to authenticate, as the client has them."""
    options = {option.name: option for option in client.options}
    for scheme in client.schemes:
        taken = [options[own] for own in scheme.options if own in options]
        if taken:
            yield CredentialView(
                options=joined(" and ", map(_option, taken)), sent=_sent(scheme), doc=line(scheme.doc, base_url)
            )


def _option(option: ClientOption) -> Markdown:
    variable = f" (from {code_span(option.env)})" if option.env else NOTHING
    return Markdown(f"{code_span(name(option.name))}{variable}")


def _sent(scheme: SecurityScheme) -> Markdown:
    match scheme.kind:
        case SchemeKind.BEARER:
            return Markdown("as a bearer token, in the header `Authorization`")
        case SchemeKind.BASIC:
            return Markdown("as user name and password, in the header `Authorization`")
        case SchemeKind.WORD:
            return Markdown(f"after the word {code_span(scheme.parameter)}, in the header `Authorization`")
        case SchemeKind.HEADER:
            return Markdown(f"in the header {code_span(scheme.parameter)}")
        case SchemeKind.QUERY:
            return Markdown(f"in the query, as {code_span(scheme.parameter)}")
        case SchemeKind.COOKIE:
            return Markdown(f"in the cookie {code_span(scheme.parameter)}")


def environments(client: Client, base_url: str) -> tuple[EnvironmentView, ...]:
    """The servers; the argument that chooses one is there where there is a choice."""
    several = len(client.servers) > 1
    return tuple(
        _environment(server, base_url, several=several, usual=not number)
        for number, server in enumerate(client.servers)
    )


def _environment(server: Server, base_url: str, *, several: bool, usual: bool) -> EnvironmentView:
    return EnvironmentView(
        chosen=code_span(f"environment={string(server.name)}") if several else NOTHING,
        url=code_span(server.url),
        doc=line(server.doc, base_url),
        usual=usual and several,
    )
