"""Access tokens of OAuth 2.0: asked for, kept, renewed, and shared by all calls that need the same.

All of it are steps, as in `_exchange`. No lock is held while anything is waited for: whoever needs a token that nobody
is fetching yet fetches it, and the others wait for the outcome.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
import math
import os
import re
import time
from base64 import b64encode
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import parse_qsl, quote_plus, urlencode, urljoin, urlsplit

from . import _retry
from ._constants import MAX_RETRY_AFTER
from ._exceptions import APIConnectionError, APITimeoutError
from ._exchange import Ask, Send, Wait
from ._flights import Flights
from ._logs import shown_method
from ._oauth import DeviceCode, OAuthError
from ._request import call_timeout
from ._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    from ._definition import SecurityScheme
    from ._exchange import ExchangeSettings, Step
    from ._http import Request, Response
    from ._oauth import Grant, OAuth, OAuthFlow
    from ._request import Call

ORDER: tuple[Grant, ...] = ("refresh_token", "password", "client_credentials", "device_code")
DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
MAX_LEEWAY = 60.0
MIN_LEEWAY = 3.0
DEVICE_POLL_SECONDS = 5.0
DEVICE_CODE_SECONDS = 600.0
BOUND_TYPES = ("dpop", "mac")
CODES = frozenset(
    (
        *("access_denied", "authorization_pending", "expired_token", "invalid_client", "invalid_grant"),
        *("invalid_request", "invalid_scope", "slow_down", "unauthorized_client", "unsupported_grant_type"),
    )
)
"""The errors that the standards name: they say nothing else, whatever a secret is called."""
LONG_SECRET = 8
UNSURE_OF_CLIENT = ("invalid_client", "invalid_request")


class Token:
    """A token as it was issued; no `repr` shows it. `renew_at` is a time of the monotonic clock."""

    __slots__ = ("flow", "refresh_token", "renew_at", "scopes", "value")

    def __init__(
        self, value: str, *, scopes: frozenset[str], renew_at: float, refresh_token: str, flow: OAuthFlow
    ) -> None:
        self.value = value
        self.scopes = scopes
        self.renew_at = renew_at
        self.refresh_token = refresh_token
        self.flow = flow


class Held:
    """The tokens got with one set of credentials, by the scopes asked for.

    `refresh_token` is the caller's, or what the server gave in its place; "" where there is none of use.
    """

    __slots__ = ("refresh_token", "tokens")

    def __init__(self, refresh_token: str) -> None:
        self.refresh_token = refresh_token
        self.tokens: dict[frozenset[str], Token] = {}

    def find(self, scopes: frozenset[str]) -> Token | None:
        """Return a token that may be used now and has `scopes`."""
        now = time.monotonic()
        token = self.tokens.get(scopes)
        if token is not None and token.renew_at > now:
            return token
        return next((t for t in tuple(self.tokens.values()) if t.renew_at > now and scopes <= t.scopes), None)


class Credentials:
    """What a client has been given for a scheme, and the ways to a token that this opens, the first choice first."""

    def __init__(self, client: ExchangeSettings, oauth: OAuth) -> None:
        self.client_id = _given(client, oauth.client_id)
        self.client_secret = _given(client, oauth.client_secret)
        self.username = _given(client, oauth.username)
        self.password = _given(client, oauth.password)
        self.refresh_token = _given(client, oauth.refresh_token)
        self.token_url = _given(client, oauth.token_url)
        self.on_device_code = getattr(client, oauth.on_device_code, None) if oauth.on_device_code else None
        self.oauth = oauth
        self.flows = tuple(flow for grant in ORDER for flow in oauth.flows if flow.grant == grant and self._opens(flow))

    def _opens(self, flow: OAuthFlow) -> bool:
        match flow.grant:
            case "refresh_token":
                return bool(self.refresh_token)
            case "password":
                return bool(self.username and self.password)
            case "client_credentials":
                return bool(self.client_id and self.client_secret)
            case "device_code":
                return bool(self.client_id and self.on_device_code)

    def key(self, base: str) -> tuple[str, ...]:
        """Return what tokens are kept under; the refresh token is its end, as that may be replaced."""
        return (
            base,
            self.oauth.scheme,
            self.token_url,
            self.client_id,
            self.client_secret,
            self.username,
            self.password,
            self.refresh_token,
        )

    def secrets(self) -> Iterable[str]:
        """Return what must not be shown."""
        return filter(None, (self.client_secret, self.password, self.refresh_token))


def _given(client: ExchangeSettings, option: str) -> str:
    return str(getattr(client, option, None) or "") if option else ""


class Settings(NamedTuple):
    """How long and how often a token is asked for: (phase, seconds) and tries."""

    timeout: tuple[tuple[str, float | None], ...]
    retries: int

    def patience(self) -> float | None:
        """Return the seconds to wait for what another call fetches, None for no limit."""
        timeout = dict(self.timeout)
        connect, read = timeout.get("connect"), timeout.get("read")
        if connect is None or read is None:
            return None
        return (self.retries + 1) * (connect + read) + self.retries * MAX_RETRY_AFTER


class TokenStore:
    """The tokens of a client and its copies, for many threads, or for one event loop after another."""

    def __init__(self, schemes: Iterable[OAuth], *, asynchronous: bool) -> None:
        self._oauth = {oauth.scheme: oauth for oauth in schemes}
        self._held: dict[tuple[str, ...], Held] = {}
        self._flights = Flights(asynchronous=asynchronous)
        self.metadata: dict[str, Mapping[str, object]] = {}
        self.in_body: dict[str, bool] = {}

    def can_obtain(self, client: ExchangeSettings, scheme: SecurityScheme) -> bool:
        """Say whether the client has what a token of `scheme` is issued for."""
        oauth = self._oauth.get(scheme.name)
        return oauth is not None and bool(Credentials(client, oauth).flows)

    def ways(self, scheme: SecurityScheme) -> tuple[tuple[str, ...], ...]:
        """Return the client options that tokens of `scheme` are obtained with, those needed together as one."""
        oauth = self._oauth.get(scheme.name)
        if oauth is None:
            return ()
        options = {
            "refresh_token": (oauth.refresh_token,),
            "password": (oauth.username, oauth.password),
            "client_credentials": (oauth.client_id, oauth.client_secret),
            "device_code": (oauth.client_id, oauth.on_device_code),
        }
        found = {flow.grant for flow in oauth.flows}
        return tuple(options[grant] for grant in ORDER if grant in found)

    def drop(self, client: ExchangeSettings, scheme: SecurityScheme, token: str, sent: Mapping[str, str]) -> bool:
        """Give up a token that the API refused in a request with the headers `sent`; say whether it was one of ours.

        A token that has taken its place in the meantime stays.
        """
        oauth = self._oauth.get(scheme.name)
        if oauth is None or not _is_ours(client, scheme) or sent.get("authorization") != f"Bearer {token}":
            return False
        held = self._held.get(Credentials(client, oauth).key(client._base))
        for kept in () if held is None else tuple(held.tokens.values()):
            if kept.value == token:
                kept.renew_at = -math.inf
        return True

    def obtain(self, client: ExchangeSettings, call: Call, scheme: SecurityScheme) -> Generator[Step, Any, str]:
        """Return a token of `scheme` for `call`. Raises OAuthError, or an APIConnectionError, when there is none."""
        oauth = self._oauth[scheme.name]
        credentials = Credentials(client, oauth)
        key = credentials.key(client._base)
        held = self._held.setdefault(key, Held(credentials.refresh_token))
        asked = _scopes(client, call, oauth)
        settings = Settings(tuple(call_timeout(client, call).items()), client._retries_for(call))
        if not credentials.flows:
            raise OAuthError("The client has nothing that a token could be obtained with")
        while True:
            scopes = frozenset[str]() if held.refresh_token else frozenset(asked)
            token = held.find(scopes)
            if token is not None:
                return token.value
            number = (os.getpid(), id(held), scopes)  # a thread that fetched when the process forked is not here
            flight, is_own = self._flights.join(number, settings)
            conversation = Conversation(self, client, credentials, settings)
            if is_own:
                try:
                    token = held.find(scopes) or (yield from self._fetch(conversation, held, asked, key))
                except Exception as error:
                    flight.error = error
                    raise
                else:
                    flight.token = token
                    return token.value
                finally:
                    flight.land()
            patience = None if any(flow.grant == "device_code" for flow in credentials.flows) else settings.patience()
            if not (yield Ask(partial(flight.wait, patience))):
                raise APITimeoutError(conversation.shown(credentials.token_url or credentials.flows[0].token_url))
            if flight.token is not None and (held.refresh_token or scopes == frozenset(asked)):
                return cast("Token", flight.token).value
            if flight.error is not None and _holds_for(flight.error, flight.settings, settings):
                raise copy(flight.error) from flight.error.__cause__

    def _fetch(
        self, conversation: Conversation, held: Held, asked: tuple[str, ...], key: tuple[str, ...]
    ) -> Generator[Step, Any, Token]:
        """Ask for a token, by a refresh token where there is one, and keep it."""
        flows = conversation.credentials.flows
        others = tuple(flow for flow in flows if flow.grant != "refresh_token")
        before = None if held.refresh_token else held.tokens.get(frozenset(asked))
        flow = flows[0] if before is None else before.flow
        refresh_token = held.refresh_token if before is None else before.refresh_token
        if refresh_token:
            scopes = frozenset[str]() if before is None else before.scopes
            try:
                token = yield from conversation.refresh(flow, refresh_token, scopes)
            except OAuthError as error:
                if error.error != "invalid_grant" or not others:
                    raise
                held.refresh_token = ""
            else:
                if before is None:
                    self._keep_refresh_token(conversation, held, token.refresh_token, key)
                held.tokens[scopes if before is None else frozenset(asked)] = token
                return token
        token = yield from conversation.first(others[0], asked)
        held.tokens[frozenset(asked)] = token
        return token

    def _keep_refresh_token(self, conversation: Conversation, held: Held, given: str, key: tuple[str, ...]) -> None:
        """Take what the server gave in place of the caller's refresh token; the client's option has it from now on."""
        if given != held.refresh_token:
            held.refresh_token = given
            renamed = (*key[:-1], given)
            self._held[renamed] = held
            setattr(conversation.client, conversation.credentials.oauth.refresh_token, given)


def _is_ours(client: ExchangeSettings, scheme: SecurityScheme) -> bool:
    """Say whether tokens of a scheme are fetched: a token or a function of the caller's comes first."""
    return not any(getattr(client, option) or option in client._credential_sources for option in scheme.options)


def _scopes(client: ExchangeSettings, call: Call, oauth: OAuth) -> tuple[str, ...]:
    """Return the scopes to ask for: the caller's, the operation's, those of all operations."""
    given = _given(client, oauth.scopes_option).split()
    if given:
        return tuple(given)
    return oauth.scopes if call.scopes is None else call.scopes.get(oauth.scheme, oauth.scopes)


def _holds_for(error: Exception, others: Settings, own: Settings) -> bool:
    """Say whether a failure is one's own, too: who would have waited longer, or tried more often, tries by himself."""
    return own == others or not isinstance(error, APIConnectionError)


class Conversation:
    """What is said to an authorization server for one token."""

    def __init__(
        self, store: TokenStore, client: ExchangeSettings, credentials: Credentials, settings: Settings
    ) -> None:
        self.client = client
        self.credentials = credentials
        self._store = store
        self._settings = settings
        self._secrets = [*credentials.secrets()]

    def first(self, flow: OAuthFlow, scopes: tuple[str, ...]) -> Generator[Step, Any, Token]:
        """Ask for a token by what the caller has given."""
        credentials, asked = self.credentials, {"scope": " ".join(scopes)} if scopes else {}
        match flow.grant:
            case "password":
                form = {"grant_type": "password", "username": credentials.username, "password": credentials.password}
            case "device_code":
                return (yield from self._by_device(flow, asked))
            case _:
                form = {"grant_type": flow.grant}
        url = yield from self._token_url(flow)
        return self._token(flow, (yield from self._post(url, form | asked)), frozenset(scopes))

    def refresh(self, flow: OAuthFlow, refresh_token: str, scopes: frozenset[str]) -> Generator[Step, Any, Token]:
        """Ask for a token in place of one with `scopes`."""
        self._secrets.append(refresh_token)
        url = yield from self._token_url(flow, refresh=True)
        answer = yield from self._post(url, {"grant_type": "refresh_token", "refresh_token": refresh_token})
        return self._token(flow, {"refresh_token": refresh_token, **answer}, scopes)

    def _by_device(self, flow: OAuthFlow, asked: dict[str, str]) -> Generator[Step, Any, Token]:
        """Have a user let the program in, on another device."""
        url = flow.device_url or (yield from self._told(flow, "device_authorization_endpoint"))
        answer = yield from self._post(self._absolute(url), {"client_id": self.credentials.client_id, **asked})
        code = _text(answer, "device_code")
        shown = DeviceCode(
            user_code=_text(answer, "user_code"),
            verification_uri=_text(answer, "verification_uri") or _text(answer, "verification_url"),
            verification_uri_complete=_text(answer, "verification_uri_complete") or None,
            expires_in=_seconds(answer.get("expires_in")) or DEVICE_CODE_SECONDS,
        )
        if not code or not shown.user_code or not shown.verification_uri:
            raise OAuthError("The authorization server gave no device code")
        self._secrets.append(code)
        yield Ask(partial(cast("Callable[[DeviceCode], object]", self.credentials.on_device_code), shown))
        url = yield from self._token_url(flow)
        form = {"grant_type": DEVICE_CODE_GRANT, "device_code": code, "client_id": self.credentials.client_id}
        interval = _seconds(answer.get("interval"))
        interval = DEVICE_POLL_SECONDS if interval is None else interval
        end = time.monotonic() + shown.expires_in
        while time.monotonic() + interval < end:
            yield Wait(interval)
            try:
                return self._token(flow, (yield from self._post(url, form)), frozenset(asked.get("scope", "").split()))
            except OAuthError as error:
                if error.error == "slow_down":
                    interval += DEVICE_POLL_SECONDS
                elif error.error != "authorization_pending":
                    raise
        raise OAuthError("The user did not let the program in before the code expired", error="expired_token")

    def _token(self, flow: OAuthFlow, answer: Mapping[str, object], scopes: frozenset[str]) -> Token:
        value, kind = _text(answer, "access_token"), _text(answer, "token_type")
        if not value:
            raise OAuthError("The authorization server answered without an access token")
        if kind.lower() in BOUND_TYPES:
            raise OAuthError(f"The authorization server issues tokens of type {kind}, which this client cannot use")
        granted = answer.get("scope")
        life = _seconds(answer.get("expires_in"))
        return Token(
            value,
            scopes=scopes | frozenset(granted.split()) if isinstance(granted, str) else scopes,
            renew_at=math.inf if life is None else time.monotonic() + life - leeway(life),
            refresh_token="" if flow.grant == "client_credentials" else _text(answer, "refresh_token"),
            flow=flow,
        )

    # Where to

    def _token_url(self, flow: OAuthFlow, *, refresh: bool = False) -> Generator[Step, Any, str]:
        url = self.credentials.token_url or (flow.refresh_url if refresh else "") or flow.token_url
        return self._absolute(url or (yield from self._told(flow, "token_endpoint")))

    def _told(self, flow: OAuthFlow, member: str) -> Generator[Step, Any, str]:
        """Return a URL that the authorization server says itself; it is asked once."""
        where = self.credentials.oauth.metadata_url
        if not where:
            raise OAuthError(f"The API's description has no URL for {flow.grant}: pass the option for it")
        where = self._absolute(where)
        found = self._store.metadata.get(where)
        if found is None:
            found = self._judged((yield from self._send("GET", where, {}, None)))
            self._store.metadata[where] = found
        url = _text(found, member)
        wanted = ("https",) if urlsplit(where).scheme == "https" else ("http", "https")
        if urlsplit(url).scheme not in wanted:
            raise OAuthError(f"The authorization server names no {member} that can be used")
        methods = found.get("token_endpoint_auth_methods_supported")
        if isinstance(methods, list) and "client_secret_basic" not in methods and "client_secret_post" in methods:
            self._store.in_body.setdefault(url, True)
        return url

    def _absolute(self, url: str) -> str:
        return urljoin(f"{self.client._base}/", url)

    # Requests

    def _post(self, url: str, form: dict[str, str]) -> Generator[Step, Any, Mapping[str, object]]:
        """Send a form with the client's own credentials: in a header, or in the form for a server that wants it so."""
        own, secret, places = self.credentials.client_id, self.credentials.client_secret, self._store.in_body
        if not (own and secret):
            return self._judged((yield from self._send("POST", url, {}, {"client_id": own, **form} if own else form)))
        known = places.get(url)
        if not known:
            pair = f"{quote_plus(own)}:{quote_plus(secret)}".encode()
            self._secrets.append(b64encode(pair).decode("ascii"))
            header = {"Authorization": f"Basic {b64encode(pair).decode('ascii')}"}
            response = yield from self._send("POST", url, header, form)
            if known is False or not _doubts_client(response):
                places[url] = False
                return self._judged(response)
        response = yield from self._send("POST", url, {}, {**form, "client_id": own, "client_secret": secret})
        if not _doubts_client(response):
            places[url] = True
        return self._judged(response)

    def _send(
        self, method: str, url: str, headers: dict[str, str], form: Mapping[str, str] | None
    ) -> Generator[Step, Any, Response]:
        """Send with nothing of the API's own, and again where that may help."""
        client, library = self.client, self.client._library
        shown = self.shown(url, method)
        headers = {"Accept": "application/json", "User-Agent": client.user_agent, **headers}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        content = None if form is None else urlencode(form).encode("ascii")
        extensions = {"timeout": dict(self._settings.timeout)}
        taken = 0
        while True:
            last = taken >= self._settings.retries
            client._logger.debug("Sending token request: %s", shown_method(method))
            request = library.module.Request(method, url, headers=headers, content=content, extensions=extensions)
            answered: Mapping[str, str] | None = None
            try:
                response: Response = yield Send(request, stream=False, trusted=False)
            except library.timeout_error as error:
                if last:
                    raise APITimeoutError(shown) from self._without_request(error, shown)
            except library.connection_errors as error:
                if last:
                    raise APIConnectionError(request=shown) from self._without_request(error, shown)
            else:
                client._logger.debug("Token response: %s %i", shown_method(method), response.status_code)
                if last or not _retry.should_retry(response.status_code, response.headers):
                    return response
                answered = response.headers
            yield Wait(client._retry_delay(taken, answered))
            taken += 1

    def shown(self, url: str, method: str = "POST") -> Request:
        """Return a request as errors may show it: nothing but where it went."""
        library = self.client._library.module
        where = library.URL(self._absolute(url)).copy_with(userinfo=b"", query=None, fragment=None)
        return cast("Request", library.Request(method, where))

    def _without_request(self, error: Exception, shown: Request) -> Exception:
        """Return an error of the HTTP library without the request that failed, which holds secrets."""
        if isinstance(error, self.client._library.module.RequestError):
            cast("Any", error).request = shown
        return error

    def _judged(self, response: Response) -> Mapping[str, object]:
        """Return the members of an answer. Raises OAuthError for one that refuses."""
        body, status = _members(response), response.status_code
        code = self._harmless(body.get("error"))
        if status < 300 and code is None:
            return body
        described = self._harmless(body.get("error_description"))
        said = "" if code is None else f": {code}"
        more = "" if described is None else f" ({described})"
        message = f"The authorization server refused with status {status}{said}{more}"
        raise OAuthError(message, error=code, error_description=described, status_code=status)

    def _harmless(self, text: object) -> str | None:
        """Return what a server says, on one line; nothing where it repeats a secret."""
        if not isinstance(text, str) or not text:
            return None
        if text not in CODES and any(_occurs(secret, text) for secret in self._secrets):
            return "[not shown, as it repeats a credential]"
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:500]


def leeway(life: float) -> float:
    """Return how many seconds before its end a token that lives for `life` seconds is renewed."""
    return min(max(life / 10, MIN_LEEWAY), life / 2, MAX_LEEWAY)


def _members(response: Response) -> Mapping[str, object]:
    """Return the members of an answer: JSON, or the form that some servers send; none where it is neither."""
    if response.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(response.text))
    try:
        body: object = json.loads(response.content)
    except ValueError:
        return {}
    return body if is_mapping(body) else {}


def _occurs(secret: str, text: str) -> bool:
    """Say whether a secret is repeated in a text; a short one may be part of any word."""
    forms = (secret, quote_plus(secret))
    if len(secret) >= LONG_SECRET:
        return any(form in text for form in forms)
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) is not None for form in forms)


def _doubts_client(response: Response) -> bool:
    """Say whether an answer means that the client's own credentials were not understood."""
    if response.status_code == 401:
        return True
    return response.status_code == 400 and _members(response).get("error") in UNSURE_OF_CLIENT


def _text(answer: Mapping[str, object], member: str) -> str:
    value = answer.get(member)
    return value if isinstance(value, str) else ""


def _seconds(value: object) -> float | None:
    """Return a number of seconds that may be written as text; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
