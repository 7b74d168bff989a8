"""Which texts the SDK hands out as objects, by their format and their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.config.matching import schema_key
from generator.config.model import FormatConfig
from generator.document.model import Schema
from generator.ir.types import PrimitiveKind
from generator.values import Value

_KINDS: Final[Mapping[str, PrimitiveKind]] = {
    "text": PrimitiveKind.STRING,
    "datetime": PrimitiveKind.DATETIME,
    "date": PrimitiveKind.DATE,
    "time": PrimitiveKind.TIME,
    "timedelta": PrimitiveKind.DURATION,
    "UUID": PrimitiveKind.UUID,
    "Decimal": PrimitiveKind.DECIMAL,
    "bytes": PrimitiveKind.BASE64,
}
"""What the config calls the objects."""
_USUAL: Final[Mapping[str, PrimitiveKind]] = {"date-time": PrimitiveKind.DATETIME, "date": PrimitiveKind.DATE}


class Formats(Value):
    """What the config says of formats, beside the usual: the innermost place around a schema counts."""

    said: tuple[FormatConfig, ...]

    def kind(self, format: str | None, schema: Schema) -> PrimitiveKind:
        """What text of a format is in the SDK where a schema stands."""
        if format is None:
            return PrimitiveKind.STRING
        fitting = [one for one in self.said if one.format == format and is_around(one.place, schema)]
        if not fitting:
            return _USUAL.get(format, PrimitiveKind.STRING)
        return _KINDS[max(fitting, key=lambda one: len(one.place or "")).type]


def is_around(place: str | None, schema: Schema) -> bool:
    """Whether the place that the config names (None: any) is that of a schema or of something around it."""
    return place is None or f"{schema.location.pointer}/".startswith(f"{schema_key(place)[1:]}/")
