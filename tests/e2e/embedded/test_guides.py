"""The programs in the guides of the project, which are about what is written by hand: each does what it shows."""

from __future__ import annotations

from types import ModuleType

import pytest

from generator.ir.package import Package
from tests.e2e.embedded.structured import choice, completion, message, response, text
from tests.support.guides import programs
from tests.support.server import Server, reply_json

TIDE = '{"harbor": "Porto", "metres": 3.5}'


def test_structured_output(
    package: Package, openai_sdk: ModuleType, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer becomes an object of the class that was asked for."""
    of_chat, of_responses = programs(package, "structured_output")
    with openai_sdk.OpenAI(api_key="k", base_url=server.url) as client:
        for program, answer in (
            (of_chat, completion(choice({"content": TIDE}))),
            (of_responses, response(message(text(TIDE)))),
        ):
            server.script(reply_json(answer))
            exec(program, {"client": client, "__name__": "guide"})
            assert capsys.readouterr().out == "3.5\n"


def test_guides_are_about_what_is_there(package: Package) -> None:
    """One about hand-written code is left out with that: this document has no events of websockets."""
    names = {guide.name for guide in package.guides}
    assert "structured_output" in names
    assert "websockets" not in names
