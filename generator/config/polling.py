"""What the config says of work that callers may wait for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.model import PollingConfig
from generator.config.resources import seconds
from generator.config.section import Section


def read_polling(own: Section) -> Iterator[PollingConfig]:
    """The entries of `sdkgen.polling`, by resource."""
    for resource, said in own.sections("polling"):
        start, interval = said.section("start"), seconds(said["interval"])
        yield PollingConfig(
            resource=tuple(resource.split(".")),
            ask=said["ask"],
            name=said.text("name") or "poll",
            start=tuple((method, start[method]) for method in start),
            field=said.text("field") or "status",
            location=said.location(),
            pending=tuple(said["pending"] or ()),
            done=tuple(said["done"] or ()),
            failed=tuple(said["failed"] or ()),
            interval=1.0 if interval is None else interval,
            interval_header=said.text("interval_header"),
            interval_argument=said.text("interval_argument") or "poll_interval_ms",
            limit_argument=said.text("limit_argument") if "limit_argument" in said else "max_wait",
        )
