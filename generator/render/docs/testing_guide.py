"""The program of the guide about tests: a client whose transport answers in place of the API."""

from __future__ import annotations

from typing import Any

from generator.ir.package import Client
from generator.python.code import Code
from generator.python.literals import name, string
from generator.render.docs.layout import Expression, Group, lay_out
from generator.render.docs.samples import Method, SampleKind, Samples
from generator.render.docs.values import anything

_TRANSPORT = Code("DefaultHttpxClient(transport=httpx2.MockTransport(answer))")
_USUAL = Code('"https://api.example.com"')


def testing_sample(client: Client, samples: Samples, method: Method, answer: Any) -> Code:
    """A call of a method that is answered without a network."""
    reply = Group("httpx2.Response(", (("", Code("200")), ("json=", anything(answer))), ")")
    function = lay_out(reply, before="return ", indent=4)
    own = name(client.class_name)
    made = lay_out(Group(f"{own}(", (*_credentials(client), ("http_client=", _TRANSPORT)), ")"), before="client = ")
    return samples.program(
        samples.statements(method, SampleKind.SYNC),
        imported=("DefaultHttpxClient",),
        prelude=Code(f"def answer(request: httpx2.Request) -> httpx2.Response:\n{function}"),
        setup=made,
    )


def _credentials(client: Client) -> tuple[tuple[str, Expression], ...]:
    """What a client needs to be made and to send its calls, whatever the environment has."""
    schemes = {scheme.name: scheme for scheme in client.schemes}
    asked = client.security[0] if client.security else tuple(schemes)[:1]
    sent = {option for scheme in asked if scheme in schemes for option in schemes[scheme].options}
    given: list[tuple[str, Expression]] = [
        (f"{name(option.name)}=", string(option.name))
        for option in client.options
        if option.must_be_passed or option.name in sent
    ]
    return (*given, *(() if client.servers else (("base_url=", _USUAL),)))
