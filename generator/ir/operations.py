"""Operations: one HTTP exchange each, as the SDK offers it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final, TypeAlias

from generator.ir.declarations import Default, Field, Limits
from generator.ir.types import Named, Primitive, PrimitiveKind, TypeExpr, UnionOf, nullable
from generator.source import Location
from generator.values import Value

DEFAULT_ACCEPT: Final = ("application/json",)
"""The media types that are asked for unless an operation declares others."""


class Place(Enum):
    """Where a parameter travels."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    QUERY_STRING = "querystring"


class Style(Enum):
    """How a value is written where that departs from what is usual at its place.

    FORM gives members of arrays and objects each a pair of their own. COMMA, SPACE and PIPE join them. BRACKETS put the
    names of members behind that of the object. EXPLODE writes members of an object as `name=value`. LABEL and MATRIX
    start with a dot, or with a semicolon and the name. JSON is about any value, as is TEXT, which writes a value as it
    is where something else is usual; the others are about arrays and objects.
    """

    FORM = "form"
    COMMA = "comma"
    SPACE = "space"
    PIPE = "pipe"
    BRACKETS = "brackets"
    EXPLODE = "explode"
    LABEL = "label"
    LABEL_EXPLODE = "label_explode"
    MATRIX = "matrix"
    MATRIX_EXPLODE = "matrix_explode"
    JSON = "json"
    TEXT = "text"


class Encoding(Value, kw_only=True):
    """How the `member` of a form that has this name on the wire is written where that departs from what is usual.

    In a multipart form `media_type` is that of its parts, which can be several or a range where it is a file,
    `headers` are further ones of theirs, and `may_be_text` says that what may be a file may be text (or a number) as
    well. In an urlencoded one `reserved` says that reserved characters are not encoded.
    """

    member: str
    style: Style | None = None
    media_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    reserved: bool = False
    may_be_text: bool = False


class Parameter(Value, kw_only=True):
    """A path, query, header or cookie parameter, or one that is all that a query says.

    `style` is None where it is written as usual: in a query by the client's general setting, a whole query as a form
    (its members by `encodings`), elsewhere by the standard's defaults. `reserved` says that reserved characters are not
    encoded. `keys` is the key table for its values, where they need one.
    """

    name: str
    wire_name: str
    place: Place
    type: TypeExpr
    required: bool
    location: Location
    doc: str = ""
    default: Default | None = None
    deprecated: bool = False
    style: Style | None = None
    reserved: bool = False
    positional: bool = False
    limits: Limits = ()
    encodings: tuple[Encoding, ...] = ()
    keys: str | None = None


class JsonBody(Value, kw_only=True):
    """A JSON object whose members are the method's keyword arguments; `extra` is the type of further ones, None where
    the document speaks of none, and `extra_keys` the key table for a map of these."""

    fields: tuple[Field, ...]
    required: bool
    media_type: str = "application/json"
    doc: str = ""
    extra: TypeExpr | None = None
    extra_keys: str | None = None


IDEMPOTENCY_KEY: Final = "idempotency_key"
"""The argument by which a call says that it is the same as an earlier one."""

ANY_MEMBER: Final = "*"
"""What stands for all members of a form, among the names of those that carry files."""


class FormBody(Value, kw_only=True):
    """A form (multipart, or urlencoded) whose members are keyword arguments; `files` are the wire names that carry
    file content (`ANY_MEMBER` where further members do), `extra` the type of further members, `extra_keys` the key
    table for a map of these."""

    fields: tuple[Field, ...]
    required: bool
    files: tuple[str, ...]
    media_type: str = "multipart/form-data"
    doc: str = ""
    encodings: tuple[Encoding, ...] = ()
    extra: TypeExpr | None = None
    extra_keys: str | None = None


class Framing(Enum):
    """How the items of a stream, or of what is sent, are told apart: server-sent events, a line each, or a record
    separator before each."""

    EVENTS = "events"
    LINES = "lines"
    SEQUENCE = "sequence"


class Parts(Value, kw_only=True):
    """How the items of a body are written that are parts without names: the first ones, and all others."""

    first: tuple[Encoding, ...] = ()
    rest: Encoding


class WholeBody(Value, kw_only=True):
    """A body that is one argument: a JSON value that is no object, raw content of `media_type`, a form of members
    under any names, which where `files` are given may carry file content, or the items of a sequence, which its
    `framing` tells apart or which are `parts`."""

    name: str
    type: TypeExpr
    required: bool
    media_type: str
    location: Location
    doc: str = ""
    files: bool = False
    framing: Framing | None = None
    parts: Parts | None = None
    keys: str | None = None


RequestBody: TypeAlias = JsonBody | FormBody | WholeBody


def said_of_members(body: RequestBody | None) -> str:
    """What the document says of a body whose members are arguments, so that it is none itself."""
    return body.doc if isinstance(body, (JsonBody, FormBody)) else ""


def further_members(body: RequestBody | None) -> TypeExpr | None:
    """The type of the members of a body that the document does not name."""
    return body.extra if isinstance(body, (JsonBody, FormBody)) else None


def argument_origins(operation: Operation) -> Iterator[tuple[tuple[str, ...], str]]:
    """What each argument stands for, where it travels and what the wire calls it there, with its name. A body that is
    one argument has no name on the wire."""
    for parameter in operation.parameters:
        yield (parameter.place.value, parameter.wire_name), parameter.name
    match operation.body:
        case JsonBody() | FormBody() as body:
            yield from ((("body", field.wire_name), field.name) for field in body.fields)
        case WholeBody() as body:
            yield ("body",), body.name
        case None:
            pass


class JsonResponse(Value, kw_only=True):
    """A JSON answer. `unwrap` names the property that is returned in place of the whole."""

    type: TypeExpr
    unwrap: str | None = None


class TextResponse(Value, kw_only=True):
    """An answer that is text."""

    media_type: str


class BinaryResponse(Value, kw_only=True):
    """An answer that is bytes."""

    media_type: str


class EmptyResponse(Value):
    """An answer whose body says nothing."""


SingleResponse: TypeAlias = JsonResponse | TextResponse | BinaryResponse | EmptyResponse


class StatusResponse(Value, kw_only=True):
    """What is answered with a status: one ("202"), a range ("2XX"), or "default" for any other."""

    status: str
    response: SingleResponse


class ResponseByStatus(Value, kw_only=True):
    """An answer that depends on the status; the most exact one counts."""

    answers: tuple[StatusResponse, ...]


Response: TypeAlias = SingleResponse | ResponseByStatus

_NULL: Final = Primitive(kind=PrimitiveKind.NULL)


def single_responses(response: Response) -> tuple[SingleResponse, ...]:
    """All that an answer can be, each once."""
    if isinstance(response, ResponseByStatus):
        return tuple(dict.fromkeys(answer.response for answer in response.answers))
    return (response,)


def is_binary(response: Response) -> bool:
    """Whether an answer can be bytes."""
    return any(isinstance(one, BinaryResponse) for one in single_responses(response))


def result_type(response: Response) -> TypeExpr | None:
    """The type of all that an answer can be but for bytes, which have none; None where nothing of it has one."""
    found = single_responses(response)
    types = [type for one in found if (type := _type_of(one)) is not None]
    if not types:
        return _NULL if EmptyResponse() in found else None
    joined = types[0] if len(types) == 1 else UnionOf(variants=tuple(types))
    return nullable(joined) if EmptyResponse() in found else joined


def _type_of(response: SingleResponse) -> TypeExpr | None:
    match response:
        case JsonResponse(type=type):
            return type
        case TextResponse():
            return Primitive(kind=PrimitiveKind.STRING)
        case BinaryResponse() | EmptyResponse():
            return None


def json_types(response: Response) -> tuple[TypeExpr, ...]:
    """The types of the JSON that an answer can be."""
    return tuple(one.type for one in single_responses(response) if isinstance(one, JsonResponse))


class ResponseCase(Value, kw_only=True):
    """What is answered where an argument has one of `values`: JSON of a type; a string is the whole answer as text."""

    values: tuple[str, ...]
    type: TypeExpr


class ResponseCases(Value, kw_only=True):
    """An answer that depends on the value of `argument`.

    `omitted` is the value that leaving the argument out amounts to (None: nobody knows).
    """

    argument: str
    cases: tuple[ResponseCase, ...]
    omitted: str | None


class Stream(Value, kw_only=True):
    """The operation can answer with a stream of `event`s.

    `parameter` is the boolean argument that asks for it (None: it always streams).
    """

    event: TypeExpr
    parameter: str | None
    framing: Framing = Framing.EVENTS


class Page(Value, kw_only=True):
    """The answer is one page of `item`s; `scheme` is the name of a `PageScheme` of the package."""

    scheme: str
    item: TypeExpr


class Header(Value, kw_only=True):
    """A header of an answer, by its name on the wire."""

    name: str
    doc: str


class NextCall(Value, kw_only=True):
    """A call that the document says can follow an answer: by its name for that, its id or a reference, and the method
    of the SDK, where there is one (`resource` and `method`; else "").

    `given` are what its arguments are taken from, by their names in the document; that without a name is its body.
    """

    name: str
    operation: str
    doc: str
    resource: tuple[str, ...] = ()
    method: str = ""
    given: tuple[tuple[str, str], ...] = ()


class SaidOfAnswer(Value, kw_only=True):
    """What the document says of an answer that means that it worked, beside what it is."""

    status: str
    doc: str
    headers: tuple[Header, ...] = ()
    links: tuple[NextCall, ...] = ()


class ErrorResponse(Value, kw_only=True):
    """A non-2xx answer the document declares: status ("429", "4XX", "default"), what it means, the type of its body."""

    status: str
    doc: str
    type: TypeExpr | None
    headers: tuple[Header, ...] = ()
    links: tuple[NextCall, ...] = ()


class Example(Value, kw_only=True):
    """An example request or answer the document gives, as parsed JSON text (`json`), and what it says of it."""

    title: str
    json: str
    doc: str = ""


class ShownProgram(Value, kw_only=True):
    """A Python program that the document itself shows beside an operation."""

    title: str
    text: str


class Successor(Value, kw_only=True):
    """The method that has taken the place of another: its resource (empty: the client itself), its name, and what each
    argument of the other is called there."""

    resource: tuple[str, ...]
    name: str
    arguments: tuple[tuple[str, str], ...]


class Operation(Value, kw_only=True):
    """One operation as a method of a resource.

    `verb` is in lower case, or, where OpenAPI has no keyword for it, as it is sent (see `generator.methods`).
    `path` keeps the document's placeholders with the SDK's parameter names: `/chat/completions/{completion_id}`.
    `security` lists alternatives, each a tuple of scheme names needed together; None means the client's default
    applies. `scopes` are those of OAuth schemes, where they are not the client's default. `timeout` (seconds) and
    `max_retries` are set where the operation has defaults of its own. `params` is the TypedDict that holds all
    keyword arguments together. `base_url` is set where the document gives the operation a server of its own.
    `headers` are names and values that go with every call. Where there are `cases`, `response` is what all of them
    have in common: one of them. `accept` are the media types that are asked for, as a header has them.
    `takes_key`: callers may give an `IDEMPOTENCY_KEY`. Where there is a `successor`, this is but the method under a
    name that it had.
    """

    name: str
    operation_id: str
    verb: str
    path: str
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    response: Response
    stream: Stream | None
    page: Page | None
    errors: tuple[ErrorResponse, ...]
    location: Location
    answers: tuple[SaidOfAnswer, ...] = ()
    summary: str = ""
    doc: str = ""
    deprecated: str | None = None
    security: tuple[tuple[str, ...], ...] | None = None
    scopes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    base_url: str | None = None
    timeout: float | None = None
    max_retries: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    accept: tuple[str, ...] = DEFAULT_ACCEPT
    cases: ResponseCases | None = None
    params: Named | None = None
    takes_key: bool = True
    request_example: Example | None = None
    response_example: Example | None = None
    shown_programs: tuple[ShownProgram, ...] = ()
    successor: Successor | None = None
