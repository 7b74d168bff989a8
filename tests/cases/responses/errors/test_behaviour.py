"""Answers that are errors."""

from __future__ import annotations

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
    assert (error.status_code, error.code, error.body, error.request_id) == (status, "c", problem, "req_1")
    assert "No." in str(error)


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
