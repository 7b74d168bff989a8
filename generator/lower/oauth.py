"""OAuth 2.0: which ways to a token a security scheme describes, and what the client needs to go them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.document.model import OAuthFlow as WrittenFlow
from generator.document.model import SecurityRequirement
from generator.document.model import SecurityScheme as WrittenScheme
from generator.ir.package import Grant, OAuthFlow, OAuthPart

_OF_CLIENT = (OAuthPart.CLIENT_ID, OAuthPart.CLIENT_SECRET)
_PARTS: Mapping[Grant, tuple[OAuthPart, ...]] = {
    Grant.CLIENT_CREDENTIALS: _OF_CLIENT,
    Grant.REFRESH_TOKEN: (*_OF_CLIENT, OAuthPart.REFRESH_TOKEN),
    Grant.PASSWORD: (*_OF_CLIENT, OAuthPart.USERNAME, OAuthPart.PASSWORD),
    Grant.DEVICE_CODE: (*_OF_CLIENT, OAuthPart.ON_DEVICE_CODE),
}
_OF_ANY = (OAuthPart.TOKEN_URL, OAuthPart.SCOPES)

DOCS: Mapping[OAuthPart, str] = {
    OAuthPart.CLIENT_ID: "The id that the authorization server knows this program by.",
    OAuthPart.CLIENT_SECRET: "What the program proves its id with to the authorization server.",
    OAuthPart.REFRESH_TOKEN: (
        "What access tokens are obtained with. Where the server gives another one in its place, the client's attribute"
        " of this name has it."
    ),
    OAuthPart.USERNAME: "The user whose password an access token is obtained with.",
    OAuthPart.PASSWORD: "The password that an access token is obtained with.",
    OAuthPart.ON_DEVICE_CODE: "Called with the code that a user enters on another device to let the program in.",
    OAuthPart.TOKEN_URL: "Where access tokens are asked for, in place of what the API's description says.",
    OAuthPart.SCOPES: "The scopes to ask for, with spaces between them, in place of those that operations name.",
}
"""What the option for each part is for."""

OPTION_NAMES: Mapping[OAuthPart, str] = {part: part.value for part in OAuthPart} | {OAuthPart.SCOPES: "scopes"}
"""What the option for each part is called where the config does not say."""

SECRETS = frozenset({OAuthPart.CLIENT_SECRET, OAuthPart.REFRESH_TOKEN, OAuthPart.PASSWORD})


def flows(written: WrittenScheme) -> tuple[OAuthFlow, ...]:
    """The ways to a token that need no browser, each once; none for a scheme of another kind."""
    found: dict[Grant, OAuthFlow] = {}
    for flow in _flows(written):
        found.setdefault(flow.grant, flow)
    return tuple(found[grant] for grant in Grant if grant in found)


def metadata_url(written: WrittenScheme) -> str:
    """Where the authorization server says the URLs that the document does not."""
    return written.open_id_connect_url if written.type == "openIdConnect" else written.oauth2_metadata_url


def parts(found: Iterable[OAuthFlow]) -> tuple[OAuthPart, ...]:
    """What the caller may give for these ways, each once."""
    needed = {part for flow in found for part in _PARTS[flow.grant]}
    return tuple(part for part in OAuthPart if part in needed or part in _OF_ANY)


def scopes(requirements: Iterable[SecurityRequirement], scheme: str) -> tuple[str, ...]:
    """The scopes of a scheme that the first alternative with it names."""
    named = (scopes for requirement in requirements for name, scopes in requirement if name == scheme)
    return next(named, ())


def _flows(written: WrittenScheme) -> Iterator[OAuthFlow]:
    if written.type == "openIdConnect" and written.open_id_connect_url:
        for grant in (Grant.REFRESH_TOKEN, Grant.CLIENT_CREDENTIALS, Grant.DEVICE_CODE):
            yield OAuthFlow(grant=grant)
    if written.type == "oauth2":
        for flow in written.flows:
            yield from _grants(flow, is_told=bool(written.oauth2_metadata_url))


def _grants(flow: WrittenFlow, *, is_told: bool) -> Iterator[OAuthFlow]:
    """What a flow of the document comes to; `is_told`: the server says the URLs that are missing."""
    token_url, refresh_url = flow.token_url, flow.refresh_url
    if flow.name == "clientCredentials" and (token_url or is_told):
        yield OAuthFlow(grant=Grant.CLIENT_CREDENTIALS, token_url=token_url)
        return
    if flow.name == "password" and (token_url or is_told):
        yield OAuthFlow(grant=Grant.PASSWORD, token_url=token_url, refresh_url=refresh_url)
    device_url = flow.device_authorization_url
    if flow.name == "deviceAuthorization" and ((token_url and device_url) or is_told):
        yield OAuthFlow(grant=Grant.DEVICE_CODE, token_url=token_url, refresh_url=refresh_url, device_url=device_url)
    if refresh_url or (flow.name != "implicit" and (token_url or is_told)):
        yield OAuthFlow(grant=Grant.REFRESH_TOKEN, token_url=refresh_url or token_url)
