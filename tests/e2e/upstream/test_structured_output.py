"""Structured output on the published document."""

from __future__ import annotations

from types import ModuleType

from tests.e2e.embedded.structured import unstated


def test_arguments_are_those_of_create(package: ModuleType) -> None:
    """What `create` takes, the methods that build on it take too."""
    assert unstated(package) == {"CompletionArguments": set(), "ResponseArguments": set()}
