"""What style and type checkers say about the mock that a package carries, and about tests that use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import checkers
from tests.support.program import REPOSITORY, sdkgen

PACKAGE = "mocked_sdk"
SPEC = REPOSITORY / "tests/mock/api.yaml"
PARTS = [argument for part in ("client", "stubs", "testing") for argument in ("--only", part)]
USAGE = """
from mocked_sdk import AsyncRules, Rules
from mocked_sdk.testing import Answer, Call, Fault, MockAPI
from mocked_sdk.types import Pet
from typing_extensions import assert_type

mock = MockAPI(seed=1, dynamic=True, pages=3, allow_unknown=True)
client = Rules(key="k", http_client=mock.http_client(timeout=5))
other = AsyncRules(key="k", http_client=mock.async_http_client())


def answer(call: Call) -> Answer:
    return Answer(200, (("content-type", "text/plain"),), (call.path.encode(),))


mock.on(client.pets.retrieve).returns(Pet(id=1, name="Tom"), times=1).fails(404).answers(answer)
mock.on(client.pets.retrieve).returns({"id": 1, "name": "Tom"})
mock.on(other.pets.retrieve).returns(Pet(id=1, name="Tom"))
mock.on("pets.retrieve").returns({"id": 1}, status=201, headers={"a": "b"})
mock.on(client.news.list).streams([{"type": "born"}])
assert_type(mock.calls, tuple[Call, ...])
assert_type(mock.calls_of(client.pets.retrieve)[0].faults, tuple[Fault, ...])
mock.on(client.pets.retrieve).returns(7)  # mistake
mock.on(client.pets.retrieve).fails("404")  # mistake
mock.calls[0].operation = "a"  # mistake
"""


@pytest.fixture(scope="module")
def with_usage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with the part, beside code that uses it."""
    out = tmp_path_factory.mktemp("testing") / "out"
    run = sdkgen("generate", SPEC, "--package", PACKAGE, "--out", out, *PARTS)
    assert run.returncode == 0, run.stderr
    (out / "usage.py").write_text(USAGE)
    return out


def test_checkers_accept_it(with_usage: Path) -> None:
    """The part and its uses, for both checkers at their strictest; answers of other types are mistakes."""
    mistakes = {("usage.py", number) for number, line in enumerate(USAGE.splitlines(), 1) if line.endswith("# mistake")}
    for check in (checkers.mypy, checkers.pyright):
        found = check(with_usage, PACKAGE, "usage.py")
        assert {(finding.file, finding.line) for finding in found} == mistakes, found


def test_stubs_say_what_the_code_does(with_usage: Path) -> None:
    """Stubtest has nothing to say, though the part has its types in its code."""
    assert checkers.stubtest(with_usage, PACKAGE) == ""


def test_types_are_complete(with_usage: Path) -> None:
    """Pyright knows the type of every exported symbol for certain, of the part too."""
    assert checkers.incomplete_types(with_usage, PACKAGE) == (1.0, [])


def test_style(with_usage: Path) -> None:
    """Ruff's own choice of rules, its layout and that of black."""
    settings = ("--isolated", "--no-cache", *checkers.LAYOUT)
    for command in (("check", *settings, "--extend-select", "I"), ("format", "--check", *settings)):
        done = checkers.run(with_usage, "ruff", *command, PACKAGE)
        assert done.returncode == 0, done.stdout + done.stderr
    done = checkers.run(with_usage, "black", "--check", PACKAGE, BLACK_CACHE_DIR=str(with_usage))
    assert done.returncode == 0, done.stderr
