"""What goes over the wire is what the document says, by a second reading of the standard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import httpx2
import pytest

from generator.ir.operations import FormBody, JsonBody
from tests.properties.bounds import drawn
from tests.properties.grammar import VERSIONS, Sample, samples
from tests.properties.making import Made, arguments, batches, is_expressible, made, operation_id, path_of
from tests.properties.standard import Call, Expected, Received, Text, request

COUNT = 60


@pytest.mark.parametrize("version", VERSIONS)
def test_requests(version: str, tmp_path: Path) -> None:
    """Method, path, query, headers, cookies and body of every call, from both kinds of clients."""
    complaints: list[str] = []
    for members in batches(version, drawn(samples(version), COUNT)):
        sdk = made(members, tmp_path)
        calls = [
            (number, call)
            for number, member in enumerate(members)
            for call in member.calls
            if is_expressible(sdk.operation(number), call)
        ]
        sent = [(operation_id(number), arguments(sdk, number, call)) for number, call in calls]
        for asynchronous, outcomes in (False, synchronously(sdk, sent)), (True, asyncio.run(asynchronously(sdk, sent))):
            for (number, call), outcome in zip(calls, outcomes, strict=True):
                found = list(differences(sdk, number, members[number], call, outcome))
                if found:
                    complaints.append(described(sdk, number, call, found, asynchronous))
    assert not complaints, f"{len(complaints)} calls\n" + "\n\n".join(sorted(complaints, key=len)[:10])


Arguments: TypeAlias = dict[str, Any]
Outcome: TypeAlias = Received | Exception


def differences(sdk: Made, number: int, member: Sample, call: Call, outcome: Outcome) -> Iterator[str]:
    """In what the outcome of a call departs from the standard."""
    operation = sdk.operation(number)
    nothing = isinstance(operation.body, JsonBody | FormBody) and not operation.body.required
    if nothing and call.body is not None and call.body.value == {}:
        call = replace(call, body=None)  # an object without members is nothing given
    expected = request(sdk.document, path_of(number, member), member.verb, call)
    if isinstance(outcome, Exception):
        if not is_refused(expected, outcome):
            yield f"raises {outcome!r}"
        return
    declared = [p["name"] for p in member.operation.get("parameters", ()) if p["in"] == "header"]
    yield from expected.differences(outcome)
    yield from expected.unexpected_headers(outcome, declared)


def synchronously(sdk: Made, calls: Sequence[tuple[str, Arguments]]) -> list[Outcome]:
    """The requests of calls."""
    requests: list[httpx2.Request] = []
    with sdk.client(partial(kept, requests)) as client:
        return [outcome(partial(sdk.method(client, name), **arguments), requests) for name, arguments in calls]


async def asynchronously(sdk: Made, calls: Sequence[tuple[str, Arguments]]) -> list[Outcome]:
    """The requests of calls of the asynchronous client."""
    requests: list[httpx2.Request] = []
    outcomes: list[Outcome] = []
    async with sdk.async_client(partial(kept, requests)) as client:
        for name, arguments in calls:
            try:
                await sdk.method(client, name)(**arguments)
                outcomes.append(received(requests.pop()))
            except Exception as error:
                outcomes.append(error)
    return outcomes


def outcome(call: Callable[[], object], requests: list[httpx2.Request]) -> Outcome:
    """The request that a call makes, or what it raises instead."""
    try:
        call()
        return received(requests.pop())
    except Exception as error:
        return error


def kept(requests: list[httpx2.Request], request: httpx2.Request) -> httpx2.Response:
    """Keep a request, and answer nothing."""
    requests.append(request)
    return httpx2.Response(204)


def received(request: httpx2.Request) -> Received:
    """A request as it goes out."""
    return Received(
        method=request.method,
        target=request.url.raw_path.decode("ascii"),
        headers={name.lower(): value for name, value in request.headers.items()},
        content=request.content,
    )


def is_refused(expected: Expected, error: Exception) -> bool:
    """Whether a call is refused for its path: a value says nothing, or would change the route."""
    texts = [
        (value.encoded, before + value.encoded + behind)
        for before, value, behind in expected.segments
        if isinstance(value, Text)
    ]
    refused = any(not text for text, _ in texts) or any(whole in (".", "..") for _, whole in texts)
    return isinstance(error, ValueError) and ("path" in str(error) or "non-empty" in str(error)) and refused


def described(sdk: Made, number: int, call: Call, found: list[str], asynchronous: bool) -> str:
    """A complaint that can be read by itself."""
    path, item = list(sdk.document["paths"].items())[number]
    return "\n  ".join([f"{path}: {json.dumps(item, ensure_ascii=False)}", f"{call!r}, {asynchronous=}", *found])
