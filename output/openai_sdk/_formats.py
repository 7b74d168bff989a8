"""What texts of a format say, as objects: dates, durations, identifiers, exact numbers, bytes.

An object that was read keeps the text that it came as, and is dumped as that. What is made by callers is written here
too, wherever it is sent: a date and time in RFC 3339, without an offset where it has no time zone.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from pydantic_core import SchemaSerializer, core_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema
    from typing_extensions import Self

_OFFSET = r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?"
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
_DAY = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
_AMOUNT = r"\d+(?:[.,]\d+)?"
DAY = re.compile(_DAY, re.ASCII)
CLOCK = re.compile(_CLOCK + _OFFSET, re.ASCII)
MOMENT = re.compile(rf"{_DAY}[Tt ]{_CLOCK}{_OFFSET}", re.ASCII)
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
# Years and months have no fixed length, so that a duration with these is none that an object could stand for.
SPAN = re.compile(
    rf"(?P<sign>[+-])?P(?=[\dT])(?:(?P<weeks>{_AMOUNT})W)?(?:(?P<days>{_AMOUNT})D)?"
    rf"(?:T(?=\d)(?:(?P<hours>{_AMOUNT})H)?(?:(?P<minutes>{_AMOUNT})M)?(?:(?P<seconds>{_AMOUNT})S)?)?",
    re.ASCII,
)


class FromText:
    """An object that was read from text, which it keeps."""

    text: str | None = None
    _format: ClassVar[str] = ""
    _plain: ClassVar[type] = object
    __pydantic_serializer__: ClassVar[SchemaSerializer]

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what `text` says. Raises ValueError when it is not of the format."""
        try:
            made = cls._parsed(text)
        except (ArithmeticError, TypeError) as error:
            raise ValueError(str(error)) from error
        object.__setattr__(made, "text", text)
        return made

    @classmethod
    def _parsed(cls, text: str) -> Self:
        raise NotImplementedError

    @classmethod
    def _accepted(cls, value: object) -> object:
        if isinstance(value, str):
            return cls.read(value)
        if isinstance(value, cls._plain):
            return value
        raise ValueError(f"expected {cls._format}")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._accepted, serialization=AS_TEXT)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "format": cls._format}

    def __reduce_ex__(self, protocol: Any) -> Any:
        return super().__reduce_ex__(protocol) if self.text is None else (type(self).read, (self.text,))


def _written(value: object) -> object:
    """Return the text of a value; what is none of a format stays what it is."""
    text = text_of(value)
    return value if text is None else text


AS_TEXT: core_schema.SerSchema = core_schema.plain_serializer_function_ser_schema(_written, when_used="json")
FromText.__pydantic_serializer__ = SchemaSerializer(core_schema.any_schema(serialization=AS_TEXT))


class DateTime(FromText, datetime):
    """A date with a time of day: `2024-01-31T12:00:00Z`; without an offset, it has no time zone."""

    _format = "date-time"
    _plain = datetime

    @classmethod
    def _parsed(cls, text: str) -> Self:
        found = _matched(MOMENT, text)
        return cls(*_day(found), *_clock(found), tzinfo=_zone(found))


class Date(FromText, date):
    """A day: `2024-01-31`."""

    _format = "date"
    _plain = date

    @classmethod
    def _parsed(cls, text: str) -> Self:
        return cls(*_day(_matched(DAY, text)))


class Time(FromText, time):
    """A time of day: `12:00:00`."""

    _format = "time"
    _plain = time

    @classmethod
    def _parsed(cls, text: str) -> Self:
        found = _matched(CLOCK, text)
        return cls(*_clock(found), tzinfo=_zone(found))


class Duration(FromText, timedelta):
    """A duration of ISO 8601, in weeks, days and what is shorter: `P1DT12H`."""

    _format = "duration"
    _plain = timedelta

    @classmethod
    def _parsed(cls, text: str) -> Self:
        amounts = _matched(SPAN, text).groupdict()
        sign = -1 if amounts.pop("sign") == "-" else 1
        return cls(**{unit: sign * float(amount.replace(",", ".")) for unit, amount in amounts.items() if amount})


class Uuid(FromText, UUID):
    """An identifier: `123e4567-e89b-12d3-a456-426614174000`."""

    _format = "uuid"
    _plain = UUID

    @classmethod
    def _parsed(cls, text: str) -> Self:
        return cls(text)


class ExactNumber(FromText, Decimal):
    """A decimal number, all its digits: `1.20`."""

    _format = "decimal"
    _plain = Decimal

    @classmethod
    def _parsed(cls, text: str) -> Self:
        _matched(NUMBER, text)
        return cls(text)


class Base64(FromText, bytes):
    """Bytes, which travel in base64."""

    _format = "byte"
    _plain = bytes

    @classmethod
    def _parsed(cls, text: str) -> Self:
        compact = "".join(text.split()).translate(_STANDARD_ALPHABET)
        return cls(b64decode(compact + "=" * (-len(compact) % 4), validate=True))


_STANDARD_ALPHABET = str.maketrans("-_", "+/")


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError("the text is not of the format")
    return found


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found["year"]), int(found["month"]), int(found["day"])


def _clock(found: re.Match[str]) -> tuple[int, int, int, int]:
    fraction = (found["fraction"] or "0")[:6].ljust(6, "0")
    return int(found["hour"]), int(found["minute"]), int(found["second"] or 0), int(fraction)


def _zone(found: re.Match[str]) -> timezone | None:
    offset = found["offset"]
    if offset is None:
        return None
    if offset in "Zz":
        return timezone.utc
    minutes = int(offset[1:3]) * 60 + int(offset[3:].removeprefix(":") or 0)
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


# Writing


def text_of(value: object) -> str | None:
    """Return the text that an object of a format travels as; None for any other value."""
    if isinstance(value, FromText) and value.text is not None:
        return value.text
    return next((write(value) for kind, write in WRITERS if isinstance(value, kind)), None)


def _write_moment(value: datetime) -> str:
    """Write RFC 3339, whose offsets are of whole minutes."""
    offset = value.utcoffset()
    return (value if offset is None or not offset.seconds % 60 else value.astimezone(timezone.utc)).isoformat()


def _write_span(value: timedelta) -> str:
    """Write ISO 8601, in nothing longer than days."""
    sign, span = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(span.seconds, 60)
    amounts = {"H": minutes // 60, "M": minutes % 60, "S": seconds + span.microseconds / 1_000_000}
    clock = "".join(f"{amount:.6f}".rstrip("0").rstrip(".") + unit for unit, amount in amounts.items() if amount)
    days = f"{span.days}D" if span.days else ""
    return f"{sign}P{days}T{clock}" if clock else f"{sign}P{days or 'T0S'}"


def _write_bytes(value: bytes) -> str:
    return b64encode(value).decode("ascii")


WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (datetime, _write_moment),
    ((date, time), lambda value: value.isoformat()),
    (timedelta, _write_span),
    ((UUID, Decimal), str),
    ((bytes, bytearray), _write_bytes),
)
