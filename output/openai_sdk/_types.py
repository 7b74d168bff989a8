"""Types of arguments, and the two sentinels: `omit` leaves an argument out, `not_given` keeps a default.

Neither is `None`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from os import PathLike
from typing import (
    IO,
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Protocol,
    TypeAlias,
    TypedDict,
    TypeGuard,
    TypeVar,
    cast,
    get_args,
    overload,
)
from weakref import finalize

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from typing import SupportsIndex

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from ._http import BaseTransport, Timeout

NoneType: type[None] = type(None)


class NotGiven:
    """The type of `not_given`: the caller said nothing, so the client's own setting applies."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __reduce__(self) -> str:
        return "not_given"


class Omit:
    """The type of `omit`: leave this argument, header or parameter out of the request, even where it has a default."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "omit"

    def __reduce__(self) -> str:
        return "omit"


not_given: NotGiven = NotGiven()
NOT_GIVEN = not_given
omit: Omit = Omit()

T_co = TypeVar("T_co", covariant=True)

_CONTAINERS = (tuple, set, frozenset, deque)
_read: dict[int, list[object]] = {}
"""What iterators gave, by their identities."""
_read_last: list[tuple[object, list[object]]] = [(None, [])]
"""What was read last of those that take no weak reference, and what that gave."""


class _Kept:
    """Lets pydantic keep an iterable as it was given: by itself, it wraps it in what can be read only once."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        items = core_schema.list_schema(handler.generate_schema(get_args(source)[0]))
        written = core_schema.wrap_serializer_function_ser_schema(_write_items, schema=items)
        return core_schema.no_info_wrap_validator_function(_keep_items, items, serialization=written)


def _keep_items(value: Any, validate: Callable[[object], list[object]]) -> object:
    """Return an iterable with its items validated: a container of the kind that it was, a list of any other."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise ValueError("expected several items")  # noqa: TRY004 - which pydantic makes its own error of
    given = cast("Iterable[object]", value)
    validated = validate(_read_once(cast("Any", given)) if hasattr(given, "__next__") else list(given))
    kind: Any = next((kind for kind in _CONTAINERS if isinstance(cast("object", value), kind)), list)
    return kind(validated)


def _read_once(iterator: Iterable[object]) -> list[object]:
    """Return what an iterator gives, also when it is asked again, as each variant of a union does.

    That is known as long as there is the iterator, and no longer; of those that cannot be watched (`map`, `zip`) only
    for the last one.
    """
    last, given = _read_last[0]
    if last is iterator:
        return given
    key = id(iterator)
    items = _read.get(key)
    if items is None:
        items = list(iterator)
        try:
            finalize(iterator, _read.pop, key, None).atexit = False
            _read[key] = items
        except TypeError:
            _read_last[0] = iterator, items
    return items


def _write_items(value: Iterable[object], write: Callable[[object], object]) -> object:
    return write(list(value))


if TYPE_CHECKING:

    class SequenceNotStr(Protocol[T_co]):
        """A sequence of things that is not itself a string: guards against passing `"abc"` where `["abc"]` is meant."""

        @overload
        def __getitem__(self, index: SupportsIndex, /) -> T_co: ...
        @overload
        def __getitem__(self, index: slice, /) -> Sequence[T_co]: ...
        def __contains__(self, value: object, /) -> bool: ...
        def __len__(self) -> int: ...
        def __iter__(self) -> Iterator[T_co]: ...
        def index(self, value: Any, start: int = 0, stop: int = ..., /) -> int: ...
        def count(self, value: Any, /) -> int: ...
        def __reversed__(self) -> Iterator[T_co]: ...

    EagerIterable: TypeAlias = Iterable[T_co]
else:
    SequenceNotStr = Sequence  # which pydantic knows what to do with
    EagerIterable = Annotated[Iterable[T_co], _Kept()]


class HasHeaderItems(Protocol):
    """Headers as HTTP libraries and web frameworks have them."""

    def items(self) -> Iterable[tuple[str, str]]: ...


class HasHeader(Protocol):
    """Headers that can be asked for one."""

    def get(self, name: str, /) -> str | None: ...


def is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    """Say whether `value` is a mapping; JSON objects and arguments have text for keys."""
    return isinstance(value, Mapping)


# Real types, not text: libraries that read annotations at run time, such as pydantic, find them in those of others.
Headers: TypeAlias = Mapping[str, str | Omit]
Query: TypeAlias = Mapping[str, object]
Body: TypeAlias = object
WebhookHeaders: TypeAlias = Mapping[str, str] | Sequence[tuple[str, str]] | HasHeaderItems | HasHeader
ProxiesTypes: TypeAlias = str | Mapping[str, str]
Transport: TypeAlias = "BaseTransport"  # loading it would load the HTTP library


class AsyncFile(Protocol):
    """An open binary file whose methods are coroutines."""

    def read(self, size: int, /) -> Awaitable[bytes]: ...


# Content to upload: bytes, a file opened in binary mode, a path, or pieces that are made as they are sent; by itself or
# as (name, content[, media type[, headers]]). What is asynchronous can be sent by an asynchronous client only. A plain
# iterable of pieces needs its name beside it: by itself it would be a list of files.
FileContent = IO[bytes] | bytes | PathLike[str] | AsyncFile | AsyncIterable[bytes]
NamedContent = FileContent | Iterable[bytes]
FileTypes = (
    FileContent
    | tuple[str | None, NamedContent]
    | tuple[str | None, NamedContent, str | None]
    | tuple[str | None, NamedContent, str | None, Mapping[str, str]]
)

# Files by name, or in pairs, where one name may come several times.
RequestFiles = Mapping[str, FileTypes] | Sequence[tuple[str, FileTypes]]


class Multipart:
    """A body of parts, put together already (bytes and sources), and the media type that names their boundary."""

    def __init__(self, pieces: Sequence[Any], content_type: str) -> None:
        self.pieces = pieces
        self.content_type = content_type


RawContent = bytes | str | IO[bytes] | PathLike[str] | AsyncFile | Iterable[bytes] | AsyncIterable[bytes]

# Alternatives; an alternative is one scheme, or several that are needed together.
Security = tuple[str | tuple[str, ...], ...]

ArrayFormat = Literal["repeat", "brackets", "indices", "comma", "space", "pipe"]
QueryStyle = ArrayFormat | Literal["form", "json", "whole"]
HeaderStyle = Literal["explode", "json"]
CookieStyle = Literal["comma", "json"]
NestedFormat = Literal["brackets", "dots"]
Framing = Literal["lines", "sequence"]


class Encoding(TypedDict, total=False):
    """How a member of a form is written where that departs from what is usual.

    `media_type` is that of its parts; of a file it can be several or a range, from which its name chooses. `text` says
    that a member that may be a file may be text, or a number, as well.
    """

    style: QueryStyle
    media_type: str
    headers: Mapping[str, str]
    reserved: bool
    text: bool


class CallOptions(TypedDict, total=False):
    """What every method takes beside its own arguments; `timeout` is in seconds."""

    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: float | Timeout | NotGiven | None


class RequestOptions(CallOptions, total=False):
    """The same, with what most methods take."""

    idempotency_key: str | None


class CallArguments(TypedDict, total=False):
    """What a generated method says about its operation.

    `errors` are the types of the bodies of errors, by status ("404"), range ("4XX") or "default". `scopes` are those of
    OAuth 2.0, by security scheme.
    """

    query: Mapping[str, object] | None
    query_styles: Mapping[str, QueryStyle] | None
    query_reserved: tuple[str, ...]
    headers: Mapping[str, object] | None
    header_styles: Mapping[str, HeaderStyle] | None
    cookies: Mapping[str, object] | None
    cookie_styles: Mapping[str, CookieStyle] | None
    accept: str | None
    body: object
    form: Mapping[str, object] | Omit | None
    files: tuple[str, ...]
    form_encodings: Mapping[str, Encoding] | None
    content: RawContent | Multipart | Omit | None
    content_type: str | None
    security: Security | None
    scopes: Mapping[str, tuple[str, ...]] | None
    base_url: str | None
    default_timeout: float | None
    default_max_retries: int | None
    errors: tuple[tuple[str, str | None], ...]


class StreamingCallArguments(CallArguments, total=False):
    """`CallArguments` of operations that answer once: `stream` asks for events of type `event`.

    `framing` says what tells these apart (None: they are server-sent events). `unwrap` is the property to return.
    `by_status` are the types of answers whose status says what they are.
    """

    stream: bool | Omit | NotGiven | None
    event: str | None
    framing: Framing | None
    unwrap: str | None
    by_status: tuple[tuple[str, object], ...]


# What code around the SDK takes from here of the HTTP library, which is loaded then.
_OF_THE_LIBRARY = frozenset(("AsyncBaseTransport", "BaseTransport", "Proxy", "Response", "Timeout", "URL"))


def __getattr__(name: str) -> object:
    if name not in _OF_THE_LIBRARY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ._http import library_of

    return cast("object", getattr(library_of(None).module, name))
