"""Answers that are errors."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    418: "APIStatusError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
    500: "InternalServerError",
    503: "InternalServerError",
}


@pytest.mark.parametrize("status", CLASSES)
def test_the_exception_follows_from_the_status(api: Driver, package: Any, status: int) -> None:
    """Each status has its exception, which keeps the body and the request's id."""
    problem = {"message": "No.", "code": "c", "extra": [1]}
    api.server.script(reply_json({"error": problem}, status=status))
    with pytest.raises(package.APIStatusError) as caught:
        api.run(lambda client: client.pets.retrieve("p"))
    error = caught.value
    assert type(error) is getattr(package, CLASSES[status])
    assert (error.status_code, error.body, error.request_id) == (status, {"error": problem}, "req_1")
    assert not hasattr(error, "code")
    assert "No." in str(error)


DATA = {404: "Problem", 418: "Problem", 429: "NoneType", 503: "PetRetrieveDefaultError"}


@pytest.mark.parametrize("status", DATA)
def test_the_body_has_its_declared_type(api: Driver, package: Any, status: int) -> None:
    """`data` is the body as the type declared for the status, else for its range, else for any."""
    api.server.script(reply_json({"message": "No.", "error": {"message": "Deep."}}, status=status))
    with pytest.raises(package.APIStatusError) as caught:
        api.run(lambda client: client.pets.retrieve("p"))
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert type(error.data).__name__ == DATA[status]
        if status != 429:
            assert error.data.to_dict() == error.body


@pytest.mark.parametrize("body", [b"<h1>Not here</h1>", b""])
def test_a_body_that_cannot_be_read_has_no_type(api: Driver, package: Any, body: bytes) -> None:
    """What is no JSON is text, and no data."""
    api.server.script(Reply(status=404, headers={"content-type": "text/html"}, body=body))
    with pytest.raises(package.NotFoundError) as caught:
        api.run(lambda client: client.pets.retrieve("p"))
    assert (caught.value.data, caught.value.body) == (None, body.decode())


def test_a_body_that_is_no_json(api: Driver, package: Any) -> None:
    """An error page is kept as text."""
    api.server.script(Reply(status=502, headers={"content-type": "text/html"}, body=b"<h1>Bad gateway</h1>"))
    with pytest.raises(package.InternalServerError) as caught:
        api.run(lambda client: client.pets.retrieve("p"))
    assert caught.value.body == "<h1>Bad gateway</h1>"


def test_the_declared_body_parses(package: Any) -> None:
    """The types of declared errors read such bodies."""
    problem = package.types.Problem.model_validate({"message": "No.", "code": None})
    assert problem.to_dict() == {"message": "No.", "code": None}
