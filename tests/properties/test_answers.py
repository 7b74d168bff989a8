"""What an API answers comes back unchanged: JSON that is valid by its schema, and nothing where nothing is said."""

from __future__ import annotations

import datetime
import json
import warnings
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.properties.bounds import drawn
from tests.properties.grammar import VERSIONS, answered
from tests.properties.making import Made, batches, made, operation_id
from tests.properties.standard import plain, same

COUNT = 45
STRICTLY = (False, True)


@pytest.mark.parametrize("version", VERSIONS)
def test_answers(version: str, tmp_path: Path) -> None:
    """An answer of each declared status is read without a warning, strictly too, and says the same when dumped."""
    complaints: list[str] = []
    for members in batches(version, drawn(answered(version), COUNT)):
        sdk = made(members, tmp_path)
        for number, member in enumerate(members):
            for status, media_type, value in member.answers:
                for strict in STRICTLY:
                    complaint = unlike(sdk, number, status, media_type, value, strict)
                    if complaint is not None:
                        complaints.append(described(sdk, number, f"{status} {plain(value)!r}, {strict=}", complaint))
    assert not complaints, f"{len(complaints)} answers\n" + "\n\n".join(sorted(complaints, key=len)[:10])


def unlike(sdk: Made, number: int, status: int, media_type: str | None, value: Any, strict: bool) -> str | None:
    """What becomes of an answer, where that is not what was sent."""
    text = json.dumps(plain(value)).replace("+00:00", "Z")
    content = b"" if media_type is None else text.encode()
    headers = {} if media_type is None else {"content-type": media_type}
    reply = partial(answer, httpx2.Response(status, headers=headers, content=content))
    try:
        with warnings.catch_warnings(), sdk.client(reply, _strict_response_validation=strict) as client:
            warnings.simplefilter("error")
            back = dumped(sdk.method(client, operation_id(number))())
    except Exception as error:
        return f"raises {error!r}"
    return None if same(back, json.loads(text)) else f"comes back as {back!r}"


def dumped(value: Any) -> Any:
    """An answer as JSON again; what was read from text has kept it."""
    match value:
        case list() | tuple():
            return [dumped(item) for item in value]
        case dict():
            return {key: dumped(item) for key, item in value.items()}
        case datetime.date():
            return value.text  # type: ignore[attr-defined]  # the package's own class, which only a package has
        case _:
            return value.to_dict(mode="json") if hasattr(value, "to_dict") else value


def answer(response: httpx2.Response, request: httpx2.Request) -> httpx2.Response:
    """Answer anything with a response."""
    return response


def described(sdk: Made, number: int, sent: str, complaint: str) -> str:
    """A complaint that can be read by itself."""
    operation = list(sdk.document["paths"].values())[number]["get"]
    names = [name for name in sdk.document.get("components", {}).get("schemas", {}) if name.startswith(f"R{number}")]
    schemas = {name: sdk.document["components"]["schemas"][name] for name in names}
    return "\n  ".join([json.dumps(operation["responses"]), json.dumps(schemas), sent, complaint])
