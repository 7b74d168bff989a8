"""How the values of parameters and of members of forms are written: the document's words, as the SDK's styles."""

from __future__ import annotations

from collections.abc import Mapping

from generator.document import model as doc
from generator.document.model import Schema
from generator.ir.operations import Place, Style
from generator.ledger import Ledger
from generator.lower.contents import is_form, is_json
from generator.lower.shapes import (
    AnyShape,
    ArrayShape,
    MapShape,
    ObjectShape,
    ScalarShape,
    Shape,
    Shapes,
    TupleShape,
    UnionShape,
)
from generator.source import Location

_PAIRS: Mapping[tuple[str, bool], Style] = {
    ("form", True): Style.FORM,
    ("form", False): Style.COMMA,
    ("spaceDelimited", True): Style.FORM,
    ("spaceDelimited", False): Style.SPACE,
    ("pipeDelimited", True): Style.FORM,
    ("pipeDelimited", False): Style.PIPE,
    ("deepObject", True): Style.BRACKETS,
    ("deepObject", False): Style.BRACKETS,
}
_STYLES: Mapping[Place, Mapping[tuple[str, bool], Style]] = {
    Place.QUERY: _PAIRS,
    Place.PATH: {
        ("simple", False): Style.COMMA,
        ("simple", True): Style.EXPLODE,
        ("label", False): Style.LABEL,
        ("label", True): Style.LABEL_EXPLODE,
        ("matrix", False): Style.MATRIX,
        ("matrix", True): Style.MATRIX_EXPLODE,
    },
    Place.HEADER: {("simple", False): Style.COMMA, ("simple", True): Style.EXPLODE},
    Place.COOKIE: {
        ("form", True): Style.FORM,
        ("form", False): Style.COMMA,
        ("cookie", True): Style.FORM,
        ("cookie", False): Style.COMMA,
    },
    Place.QUERY_STRING: {},
}
_USUAL: Mapping[Place, tuple[str, Style]] = {
    Place.QUERY: ("form", Style.FORM),
    Place.PATH: ("simple", Style.COMMA),
    Place.HEADER: ("simple", Style.COMMA),
    Place.COOKIE: ("form", Style.FORM),
}
_ALWAYS = frozenset({Style.LABEL, Style.LABEL_EXPLODE, Style.MATRIX, Style.MATRIX_EXPLODE, Style.JSON})
"""Styles that single values are written by, too."""
_DEEP = "how members are written that have members themselves is left open by the standard"


def written_style(written: doc.Parameter) -> Style:
    """The style that the document says of a parameter, whatever its values are like; the usual one of its place stands
    in for one that has no meaning there."""
    place = Place(written.place)
    if written.content_type is not None and is_json(written.content_type):
        return Style.JSON
    if place is Place.QUERY_STRING:
        return Style.FORM if written.content_type is None or is_form(written.content_type) else Style.TEXT
    said = None if written.content_type is not None else _STYLES[place].get((written.style, written.explode))
    return said or _USUAL[place][1]


class Styles:
    """Finds styles. `general` says whether the config has a general setting for objects in queries."""

    def __init__(self, shapes: Shapes, ledger: Ledger, *, general: bool) -> None:
        self._shapes = shapes
        self._ledger = ledger
        self._general = general

    def of_parameter(self, written: doc.Parameter) -> Style | None:
        """The style of a parameter; None for what is usual at its place."""
        place = Place(written.place)
        if place is Place.QUERY_STRING:
            return self._of_query_string(written)
        style = self._said(written, place)
        if place is Place.COOKIE and written.content_type is None and written.style != "cookie":
            self._note_plain_cookie(written)
        if style is not Style.JSON:
            self.note_deep(written.schema, "parameter.style", written.location)
        if style not in _ALWAYS and not self._may_have_members(written.schema):
            return None
        if style is Style.EXPLODE and not self.may_be_object(written.schema):
            return None
        if style is not _USUAL[place][1]:
            return style
        if place is Place.COOKIE and written.style != "cookie":
            reason = "the members of an array or object are sent as a cookie each"
            self._ledger.approximated("keyword", "parameter.style", reason, written.location)
        spreads = place is Place.QUERY and not self._general and self.may_be_object(written.schema)
        return style if spreads else None

    def _note_plain_cookie(self, written: doc.Parameter) -> None:
        """Enter that text in a cookie is not percent-encoded, as servers expect, whatever the style says."""
        shape = self._shapes.resolved(written.schema).shape
        if not (isinstance(shape, ScalarShape) and shape.type != "string"):
            reason = "text in a cookie is sent as it is, not percent-encoded"
            self._ledger.approximated("keyword", "parameter.style", reason, written.location)

    def _of_query_string(self, written: doc.Parameter) -> Style | None:
        """How a value is written that is the whole query: by the media type of its content."""
        if written.content_type is None:
            reason = "it has no media type: objects are sent as a form, other values as text"
            self._ledger.approximated("keyword", "parameter.content", reason, written.location)
            return None if self.may_be_object(written.schema) else Style.TEXT
        if is_json(written.content_type):
            return Style.JSON
        if is_form(written.content_type):
            return None
        if self._may_have_members(written.schema):
            reason = f"{written.content_type} is sent as the text that it is given as"
            self._ledger.approximated("keyword", "parameter.content", reason, written.location)
        return Style.TEXT

    def _said(self, written: doc.Parameter, place: Place) -> Style:
        """The style that the document says, or what stands in for one that has no meaning at its place."""
        style = written_style(written)
        if written.content_type is not None:
            if style is not Style.JSON:
                reason = f"{written.content_type} is written like a plain value"
                self._ledger.approximated("keyword", "parameter.content", reason, written.location)
        elif (written.style, written.explode) not in _STYLES[place]:
            reason = f"style {written.style} is sent like {_USUAL[place][0]}"
            self._ledger.approximated("keyword", "parameter.style", reason, written.location)
        return style

    def of_member(self, encoding: doc.Encoding) -> Style | None:
        """The style that the encoding of a form's member spells out; None where it does not."""
        if encoding.style is None and encoding.explode is None:
            return None
        written = encoding.style or "form"
        style = _PAIRS.get((written, written == "form" if encoding.explode is None else encoding.explode))
        if style is None:
            reason = f"style {written} is sent like form"
            self._ledger.approximated("keyword", "encoding.style", reason, encoding.location)
        return style or Style.FORM

    def note_deep(self, schema: Schema, subject: str, location: Location) -> None:
        """Enter in the ledger that members of members are written by a rule of ours."""
        if self._has_deep_members(schema):
            self._ledger.approximated("keyword", subject, _DEEP, location)

    def _has_deep_members(self, schema: Schema) -> bool:
        shape = self._shapes.resolved(schema).shape
        match shape:
            case ArrayShape(items=item):
                return item is not None and _has_members(self._shapes.resolved(item).shape)
            case TupleShape(items=items, rest=rest):
                within = items if rest is None else (*items, rest)
                return any(_has_members(self._shapes.resolved(item).shape) for item in within)
            case ObjectShape(properties=properties):
                return any(_has_members(self._shapes.resolved(inner).shape) for inner in properties.values())
            case MapShape(value=value):
                return value is not None and _has_members(self._shapes.resolved(value).shape)
            case _:
                return False

    def _may_have_members(self, schema: Schema) -> bool:
        return self._any(schema, (ArrayShape, TupleShape, MapShape, ObjectShape, AnyShape))

    def may_be_object(self, schema: Schema) -> bool:
        """Whether a value can be an object."""
        return self._any(schema, (MapShape, ObjectShape, AnyShape))

    def _any(self, schema: Schema, kinds: tuple[type, ...], depth: int = 0) -> bool:
        """Whether a schema, or an alternative of it, amounts to one of these shapes."""
        shape = self._shapes.resolved(schema).shape
        if isinstance(shape, UnionShape):
            return depth < _DEEPEST and any(self._any(variant, kinds, depth + 1) for variant in shape.variants)
        return isinstance(shape, kinds)


_DEEPEST = 8
"""How far alternatives of alternatives are followed; some contain themselves."""


def _has_members(shape: Shape) -> bool:
    return isinstance(shape, (ArrayShape, TupleShape, MapShape, ObjectShape))
