"""What a run says at its end."""

from __future__ import annotations

from generator.ledger import CONFIG_KEY, ON_PURPOSE, UNLISTED, Ledger
from generator.source import Location
from generator.write.report import Summary, summarise

HERE = Location("sdk.yaml", 3, 5, "/x")


def summary() -> Summary:
    ledger = Ledger()
    for option in ("a", "b"):
        key = f"client_settings.opts.{option}.example"
        ledger.dropped(CONFIG_KEY, key, "why", HERE, group="client_settings.opts.*.example")
    ledger.approximated(CONFIG_KEY, "pagination", "why", HERE)
    ledger.dropped("operation", "get /a", UNLISTED, HERE)
    ledger.dropped("operation", "get /b", UNLISTED, HERE)
    ledger.dropped("operation", "get /c", ON_PURPOSE, HERE)
    ledger.dropped("webhook", "sold", UNLISTED, HERE)
    return summarise(ledger, [])


def test_keys_of_the_config_are_counted_by_name() -> None:
    """Those of one kind together, whatever the file calls things."""
    (line,) = (line for line in summary().lines() if line.startswith("config "))
    assert line.endswith(": client_settings.opts.*.example (2 times), pagination")


def test_what_the_config_does_not_list_is_counted() -> None:
    """What is left out on purpose is no finding."""
    (line,) = (line for line in summary().lines() if line.startswith("unlisted "))
    assert "2 operations, 1 webhook " in line
    assert "sdkgen.unlisted" in line


def test_a_run_without_any_says_nothing() -> None:
    """Three lines are enough."""
    assert len(summarise(Ledger(), []).lines()) == 3


def test_it_is_said_again_when_nothing_has_changed() -> None:
    """What is kept for the next run holds all of it."""
    assert Summary.from_json(summary().as_json()).lines() == summary().lines()
