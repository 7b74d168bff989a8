"""The runtime under type checkers: what generated modules rely on is inferred as they state it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.runtime.conftest import ROOT, assemble

USE = """
from littleapi._client import AsyncLittle, Little
from littleapi._streaming import AsyncStream, Stream
from littleapi.types.things import Thing
from typing_extensions import assert_type
import httpx
import httpx2

client = Little(api_key="k", http_client=httpx2.Client(), timeout=httpx2.Timeout(1))
with Little(http_client=httpx.Client()) as other:
    assert_type(other, Little)
thing = client.things.retrieve("x", include=["a"], timeout=1, extra_headers={"a": "b"})
assert_type(thing, Thing)
assert_type(client.things.list().data, list[Thing])
assert_type(client.copy(max_retries=1), Little)
assert_type(client.get("/x", cast_to=Thing), Thing)
made = client.things.create(name="n", stream=True)
if isinstance(made, Stream):
    for event in made:
        event.type
for item in client.things.list():
    assert_type(item, Thing)


async def main() -> None:
    async with AsyncLittle(http_client=httpx.AsyncClient()) as client:
        assert_type(await client.things.retrieve("x"), Thing)
        assert_type((await client.things.list()).data, list[Thing])
        async for item in client.things.list(limit=1):
            assert_type(item, Thing)
        AsyncLittle(http_client=httpx2.AsyncClient())


client.things.retrieve("x", include="abc")  # type: ignore[arg-type]
client.things.retrieve("x", nonsense=1)  # type: ignore[call-arg]
client.things.retrieve("x", timeout="1")  # type: ignore[arg-type]
Little(http_client=httpx2.AsyncClient())  # type: ignore[arg-type]
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checked")
    assemble(folder)
    (folder / "use.py").write_text(USE)
    return folder


def test_mypy_accepts_package_and_use(checked: Path) -> None:
    """The runtime, hand-written generated modules and typical use are clean; wrong use is found."""
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.10", "--config-file", ""]
    cache = ["--cache-dir", str(ROOT / ".cache" / "mypy-runtime")]
    run = subprocess.run(
        [*command, *cache, "littleapi", "use.py"], cwd=checked, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
