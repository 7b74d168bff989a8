"""What all tests share: the view of `conftest.py`."""

from __future__ import annotations

from typing import Final

from generator.ir.package import Client, Package
from generator.python.code import Code
from generator.python.imports import External, Import, import_lines
from generator.python.literals import literal, name, string
from generator.values import Value

PAGES: Final = 3
"""How many pages lists have: one that is neither the first nor the last is among them."""
_FROM_TESTING: Final = ("FACES", "MockAPI", "Trial")


class InitView(Value, kw_only=True):
    """`__init__.py`."""

    header: Code


class FixturesView(Value, kw_only=True):
    """`conftest.py`: `arguments` are what the clients need to be made and to send each call, a comma behind each."""

    header: Code
    imports: tuple[Code, ...]
    client: Code
    async_client: Code
    arguments: Code
    pages: Code


def fixtures(package: Package, header: Code) -> FixturesView:
    """The view of `conftest.py`."""
    own = package.client.class_name
    home = f"{package.name}.testing"
    imports: dict[Import, str] = {
        External(package.name, client, is_own=True): client for client in (own, f"Async{own}")
    }
    imports |= {External(home, shared, is_own=True): shared for shared in _FROM_TESTING}
    return FixturesView(
        header=header,
        imports=import_lines(imports, "conftest"),
        client=name(own),
        async_client=name(f"Async{own}"),
        arguments=Code("".join(f"{key}={value}, " for key, value in _arguments(package.client).items())),
        pages=literal(PAGES),
    )


def _arguments(client: Client) -> dict[Code, Code]:
    """What the clients are made with: a value for each credential, called as its option is."""
    sent = {option for scheme in client.schemes for option in scheme.options}
    given = {name(o.name): string(o.name) for o in client.options if o.must_be_passed or o.name in sent}
    if not client.servers or not client.servers[0].url.startswith(("http://", "https://")):
        given[name("base_url")] = string("https://api.example.com")
    return given
