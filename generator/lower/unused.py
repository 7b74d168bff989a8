"""What the config says in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.config.matching import UNMATCHED
from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.lower.calls import Call
from generator.lower.routes import Route, is_within
from generator.source import Location


def report_unused(config: Config, title: str, calls: Iterable[Call], diagnostics: Diagnostics) -> None:
    """Report what is said of resources and methods that are not there, where the config is for documents of this
    title."""
    if config.covers(title):
        for message, location in _absent(config, [call.route for call in calls]):
            diagnostics.report(UNMATCHED, message, location)


def _absent(config: Config, routes: list[Route]) -> Iterator[tuple[str, Location]]:
    for said in config.headers:
        if not any(is_within(route.resource, said.resource) for route in routes):
            yield f'the SDK has no resource "{".".join(said.resource)}"', said.location
    for answer in config.method_answers:
        if Route(resource=answer.resource, method=answer.name) not in routes:
            yield f'the SDK has no method "{".".join((*answer.resource, answer.name))}"', answer.location
