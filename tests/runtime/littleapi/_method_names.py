"""The methods of the client by verb and path."""

from __future__ import annotations

METHODS: tuple[tuple[str, str, str, str], ...] = (
    ("GET", "/status", "status", "getStatus"),
    ("GET", "/things", "things.list", "listThings"),
    ("POST", "/things", "things.create", "createThing"),
    ("GET", "/things/{thing_id}", "things.retrieve", "getThing"),
    ("GET", "/things/search", "things.search", ""),
    ("GET", "/things/{thing_id}/content", "things.content", "getContent"),
    ("GET", "/things/{thing_id}.{form}", "things.form", "getForm"),
    ("GET", "/things{;colors*}", "things.by_color", "byColor"),
    ("GET", "/things?deep=1", "things.deep", "getDeep"),
)
