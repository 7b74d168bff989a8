"""The table of requests: which fit, which do not, and what is wrong with these."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

TABLE = Path(__file__).with_name("requests.yaml")
BOUNDARY = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request as it goes out."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A rule with a request that fits it, its wrong twin, and the fault of that. `alone`: why others do not see it."""

    api: str
    name: str
    right: Sent
    wrong: Sent
    place: str
    rule: str
    alone: str | None

    def __str__(self) -> str:
        return f"{self.api} {self.name}"


def rows() -> Iterator[Row]:
    """All of the table."""
    for api, found in yaml.safe_load(TABLE.read_text(encoding="utf-8")).items():
        for name, right, wrong, fault, *further in found:
            place, _, rule = fault.partition(" ")
            alone = further[0]["alone"] if further else None
            yield Row(api=api, name=name, right=_sent(right), wrong=_sent(wrong), place=place, rule=rule, alone=alone)


def _sent(written: Any) -> Sent:
    line, given = (written, {}) if isinstance(written, str) else written
    method, _, target = line.partition(" ")
    headers = {"Authorization": "Bearer key", **given.get("headers", {})}
    content_type, body = _content(given)
    if content_type:
        headers["Content-Type"] = content_type
    named = {name: value for name, value in headers.items() if value}
    return Sent(method=method, target=target, headers=named, body=body)


def _content(given: Mapping[str, Any]) -> tuple[str, bytes]:
    if "json" in given:
        return "application/json", json.dumps(given["json"]).encode()
    if "form" in given:
        return "application/x-www-form-urlencoded", urlencode(given["form"]).encode()
    if "parts" in given:
        parts = [part(f'name="{name}"', text) for name, text in given["parts"].items()]
        if "file" in given:
            parts.append(part(f'name="{given["file"]}"; filename="a.jsonl"', "content"))
        return f"multipart/form-data; boundary={BOUNDARY}", ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()
    return given.get("type", ""), given.get("body", "").encode()


def part(name: str, text: str, *, media_type: str = "") -> str:
    """A part of a form; `name` is what its disposition says."""
    typed = f"Content-Type: {media_type}\r\n" if media_type else ""
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\n{typed}\r\n{text}\r\n"
