"""Methods that a team wrote, called as users call the generated ones."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_a_method_of_a_resource_calls_generated_ones(api: Driver) -> None:
    """It is on the resource itself, and reaches what stands beside it."""
    api.server.script(reply_json({"name": "Rex"}))
    assert api.run(lambda client: client.pets.greet("p1")) == "Hello, Rex!"
    assert [request.target for request in api.server.received] == ["/pets/p1"]


def test_several_modules_add_up(api: Driver) -> None:
    """Their classes have the same name, and none hides the other."""
    api.server.script(reply_json({"name": "Rex"}))
    assert api.run(lambda client: client.pets.count("p1", "p2")) == 2


def test_a_method_can_make_calls_of_its_own(api: Driver) -> None:
    """What every resource is built on serves hand-written methods too: retries, errors, credentials, decoding."""
    api.server.script(reply_json("squeak"))
    assert api.run(lambda client: client.pets.toys.squeeze(3)) == "squeak"
    (request,) = api.server.received
    assert (request.method, request.target, request.json()) == ("POST", "/pets/toys/squeeze", {"times": 3})


def test_a_method_returns_its_answer_as_it_came(api: Driver) -> None:
    """Behind `with_raw_response`, what the method calls returns that, and the types say so."""
    api.server.script(reply_json("squeak", x_pitch="high"))
    answer = api.run(lambda client: client.pets.toys.with_raw_response.squeeze(3))
    assert (answer.headers["x-pitch"], api.settle(answer.parse())) == ("high", "squeak")


def test_generated_methods_are_never_hidden(api: Driver) -> None:
    """A hand-written method of a name that the document uses as well gives way."""
    api.server.script(reply_json("ball"))
    assert api.run(lambda client: client.pets.toys.retrieve("t1")) == "ball"


def test_a_method_of_the_client(api: Driver) -> None:
    """Clients have them, and so have their copies."""
    assert api.run(lambda client: client.host()) == "127.0.0.1"
    assert api.run(lambda client: client.with_options(max_retries=1).host()) == "127.0.0.1"
