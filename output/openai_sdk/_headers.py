"""Headers and cookies as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ._qs import is_absent, is_list, member_text, member_texts
from ._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ._types import CookieStyle, HeaderStyle

SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "api-key", "x-api-key"})


def header_text(value: object, style: HeaderStyle | None = None) -> str:
    """Return a header's value; several are separated by commas, and so are the names and values of an object."""
    return ",".join(member_texts(value, "=" if style == "explode" else None))


def cookie_header(cookies: Mapping[str, object], styles: Mapping[str, CookieStyle] | None = None) -> str | None:
    """Return the header that carries `cookies`; None for none. Raises ValueError for what would be read as several."""
    pairs: list[str] = []
    for name, value in cookies.items():
        for key, text in _cookies(name, value, None if styles is None else styles.get(name)):
            if ";" in key or ";" in text or "=" in key:
                raise ValueError(f"the cookie {name!r} contains a separator")
            pairs.append(f"{key}={text}")
    return "; ".join(pairs) or None


def _cookies(name: str, value: object, style: CookieStyle | None) -> Iterator[tuple[str, str]]:
    """Yield the cookies that a value is sent as: by default one for each member of a list or an object."""
    if is_absent(value):
        return
    if style == "json" and isinstance(value, str):
        yield name, value.replace(";", "\\u003b")  # which is the same in JSON, where it can only stand in a string
    elif style == "comma":
        texts = list(member_texts(value))
        if texts:
            yield name, ",".join(texts)
    elif is_mapping(value):
        yield from ((key, member_text(inner)) for key, inner in value.items() if not is_absent(inner))
    elif is_list(value):
        yield from ((name, member_text(member)) for member in cast("Iterable[object]", value) if not is_absent(member))
    else:
        yield name, member_text(value)


def lower_names(names: Iterable[str | None]) -> frozenset[str]:
    """Return the names that are there, in lower case."""
    return frozenset(name.lower() for name in names if name)
