"""Clients that get their keys by exchange, or call another service that authorizes requests in its own way."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from .._base_client import BaseClient
from .._exceptions import OpenAIError
from .._types import NotGiven, Omit, not_given, omit
from ._providers import PLACEHOLDER, Provider

if TYPE_CHECKING:
    from typing_extensions import Self

    from .._definition import ClientOption
    from .._exchange import Authorizer
    from ..auth import AnyWorkloadIdentity
    from ._providers import Service

OWNED = ("api_key", "admin_api_key", "workload_identity", "base_url")
"""What a provider decides, so that nobody else may."""

OF_ACCOUNTS = frozenset(("api_key", "admin_api_key", "organization", "project"))
"""Options whose environment variables are about accounts here, not with another service."""

KEPT = ("max_retries", "webhook_secret", "_strict_response_validation")
"""What a copy for another service takes over."""


class AuthorizingClient(BaseClient):
    """What both kinds of client have."""

    # Clients for other services have no such arguments.
    workload_identity: AnyWorkloadIdentity | None = None
    provider: Provider | None = None

    _service: Service | None = None

    def __init__(self, options: Mapping[str, Any], **settings: Any) -> None:
        given = {name: None if isinstance(value, Omit) else value for name, value in options.items()}
        if given.get("provider") is not None:
            given = self._for_service(given, settings)
        elif given.get("workload_identity") is not None:
            given = self._for_workload(given)
        super().__init__(given, **settings)

    def _for_service(self, options: dict[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
        """Let the provider among the options say where requests go, and authorize them. Returns the options."""
        provider = options["provider"]
        if not isinstance(provider, Provider):
            raise OpenAIError("Invalid provider. Providers must be created by an OpenAI provider factory.")
        for name in OWNED:
            if {**options, **settings}.get(name) not in (None, ""):
                raise OpenAIError(
                    f"`provider` cannot be combined with top-level `{name}`. "
                    f"Move provider authentication and routing options into `{provider.factory}(...)`."
                )
        if options.get("data_residency") is not None:
            raise OpenAIError("The `data_residency` and `provider` arguments are mutually exclusive")
        self._service = provider.configure(self._asynchronous)
        self._authorizer = self._service.authorizer
        return {**options, "api_key": ""}

    def _for_workload(self, options: dict[str, Any]) -> dict[str, Any]:
        """Let keys be exchanged for the identity among the options. Returns the options."""
        if options.get("api_key") not in (None, PLACEHOLDER):
            raise OpenAIError("The `api_key` and `workload_identity` arguments are mutually exclusive")
        identity = options["workload_identity"]
        self._authorizer = _authorizer(identity, asynchronous=self._asynchronous)
        if _is_x509(identity):
            identity = dict(identity)  # whoever changes his own later does not change whom the client acts for
        return {**options, "api_key": PLACEHOLDER, "workload_identity": identity}

    def _option_value(self, option: ClientOption, given: Any) -> Any:
        if given is None and self._service is not None and option.name in OF_ACCOUNTS:
            return None
        return super()._option_value(option, given)

    def _environment_base_url(self) -> str | None:
        return None if self._service is not None else super()._environment_base_url()

    def _server(self, environment: str | None) -> str:
        if self._service is not None:
            return self._service.base_url
        if _is_x509(self.workload_identity) and not getattr(self, "data_residency", None):
            from ..auth._x509 import BASE_URL

            return BASE_URL
        return super()._server(environment)

    def _checked_base(self, url: str) -> str:
        if _is_x509(self.workload_identity):
            from ..auth._x509 import origin_of

            origin_of(url)
        return super()._checked_base(url)

    def _copied(self, changes: dict[str, Any]) -> Self:
        provider = changes.get("provider", not_given)
        if not isinstance(provider, NotGiven) and provider is not self.provider:
            return self._moved(changes)
        if changes.get("workload_identity") is not None:
            changes = {"api_key": omit, **{name: value for name, value in changes.items() if value is not None}}
        elif changes.get("api_key") is not None and self.workload_identity is not None:
            changes = {**changes, "workload_identity": omit}
        made = super()._copied(changes)
        if made.workload_identity is not None and {"workload_identity", "http_client"}.isdisjoint(changes):
            made._authorizer = self._authorizer
        return made

    def _moved(self, changes: Mapping[str, Any]) -> Self:
        """Return a client for another service, which takes over only how calls are made, and the connections."""
        arguments = {name: getattr(self, name) for name in KEPT}
        arguments |= {"timeout": self._own_timeout, "http_client": self._pool.given}
        for name, value in changes.items():
            if not isinstance(value, NotGiven) and (value is not None or name == "timeout"):  # None: no limit
                arguments[name.removeprefix("set_")] = value
        made = type(self)(**arguments)
        if changes.get("http_client") is None:
            made._pool = self._pool
        return made


def _is_x509(identity: object) -> bool:
    return isinstance(identity, Mapping) and cast("Mapping[str, object]", identity).get("type") == "x509"


def _authorizer(identity: Any, *, asynchronous: bool) -> Authorizer:
    """Return what exchanges keys for an identity. Raises OpenAIError for what is none."""
    if _is_x509(identity):
        from ..auth._x509 import CertificateAuthorizer, check_identity

        check_identity(identity)
        return CertificateAuthorizer(identity, asynchronous=asynchronous)
    if not isinstance(identity, Mapping) or "provider" not in identity:
        raise OpenAIError("Invalid `workload_identity` configuration: expected an X.509 or subject-token identity")
    from ..auth._workload import TokenAuthorizer, WorkloadIdentityAuth

    return TokenAuthorizer(WorkloadIdentityAuth(workload_identity=cast("Any", identity)), asynchronous=asynchronous)
