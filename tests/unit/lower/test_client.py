"""What clients and their options are called: nothing collides in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.config.model import Config, OptionConfig, Organization
from generator.source import Location
from tests.unit.lower.conftest import Built

Make = Callable[..., Built]

HERE = Location("sdk.yaml", 3, 5, "/client_settings/opts/x")
PATHS = """
paths:
  /pets:
    get: {operationId: listPets, responses: {"204": {description: Nothing.}}}
"""
SERVERS = """
servers:
  - url: https://{environment}.zoo.example/{token}/{city}
    variables: {environment: {default: live}, token: {default: t}, city: {default: ulm}}
"""
TOKEN = """
security: [{Token: []}]
components: {securitySchemes: {Token: {type: http, scheme: bearer}}}
"""


def option(name: str) -> Config:
    return Config(options=(OptionConfig(name=name, type="string", location=HERE),))


@pytest.mark.parametrize(
    "name",
    ["timeout", "base_url", "environment", "max_retries", "http_client", "default_headers", "copy", "get"],
)
def test_an_option_of_the_config_is_never_what_the_client_has_anyway(built: Make, name: str) -> None:
    """Arguments and members of every client: an error with its place."""
    found = built(PATHS, option(name))
    (finding,) = found.diagnostics.sorted()
    assert (finding.code.id, finding.location) == ("invalid-config", HERE)
    assert f'"{name}"' in finding.message


def test_a_resource_gives_way_to_an_option_of_the_config(built: Make) -> None:
    """Users were promised the option; the resource is there under another name, which is told of."""
    found = built(PATHS, option("pets"))
    assert [o.name for o in found.package.client.options] == ["pets"]
    assert [resource.name for resource in found.package.resources] == ["pets_"]
    assert found.codes == ["colliding-names"]


def test_an_option_of_another_name_is_one(built: Make) -> None:
    """Names that are like those only in parts are free."""
    found = built(PATHS, option("connect_timeout"))
    assert [o.name for o in found.package.client.options] == ["connect_timeout"]
    assert not found.diagnostics.errors


def test_what_the_document_asks_for_gets_another_name(built: Make) -> None:
    """A server variable that is called like an argument of every client is told of, and still filled in."""
    found = built(SERVERS + PATHS)
    options = {o.name: o.server_variable for o in found.package.client.options}
    assert options == {"environment_": "environment", "token": "token", "city": "city"}
    assert found.codes == ["colliding-names"]


def test_a_server_variable_never_takes_the_place_of_a_credential(built: Make) -> None:
    """Each of two that want the same name has an option of its own."""
    found = built(SERVERS.replace("{token}", "{api_key}").replace("token:", "api_key:") + PATHS + TOKEN)
    options = {o.name: o.server_variable for o in found.package.client.options}
    assert options["api_key"] is None
    assert options["api_key_"] == "api_key"
    (scheme,) = found.package.client.schemes
    assert scheme.options == ("api_key",)


def test_a_credential_that_is_called_like_a_resource(built: Make) -> None:
    """The attribute is the resource's; the credential is told of."""
    paths = PATHS.replace("/pets", "/api_key").replace("listPets", "listKeys")
    found = built(paths + TOKEN)
    assert [o.name for o in found.package.client.options] == ["api_key_"]
    assert "colliding-names" in found.codes


@pytest.mark.parametrize(
    ("organization", "client", "error"),
    [
        ("pawshop", "Pawshop", "PawshopError"),
        ("API", "API", "APISDKError"),
        ("conflict", "Conflict", "ConflictSDKError"),
        ("value", "Value", "ValueSDKError"),
        ("stream", "StreamClient", "StreamClientError"),
        ("timeout", "TimeoutClient", "TimeoutClientError"),
    ],
)
def test_the_base_of_errors_is_called_after_the_client(built: Make, organization: str, client: str, error: str) -> None:
    """Unless that is an error of every package, or of Python; nor is the client called like what is exported anyway."""
    found = built(PATHS, Config(organization=Organization(name=organization))).package.client
    assert (found.class_name, found.error_name) == (client, error)
