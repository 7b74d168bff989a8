"""How generated methods state their operation: `_get`, `_post` and their like, for clients and resources alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from ._request import Call
from ._types import NotGiven, Omit, RequestOptions, omit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from ._types import CallArguments, CallOptions, StreamingCallArguments

T = TypeVar("T")

OPTIONS = frozenset(RequestOptions.__annotations__)


def further(options: CallOptions) -> dict[str, object]:
    """Take what is no option out of the arguments of a method: members of a body that allows for any names."""
    taken = cast("dict[str, object]", options)
    return {name: taken.pop(name) for name in tuple(taken) if name not in OPTIONS}


def checked(options: CallOptions | None) -> RequestOptions:
    """Return the options that a method was given. Raises TypeError for arguments that no method has."""
    if not options:
        return {}
    if not OPTIONS.issuperset(options):
        unexpected = min(options.keys() - OPTIONS)
        raise TypeError(f"the method got an unexpected keyword argument {unexpected!r}")
    return options  # type: ignore[return-value]  # the names are checked


def answer_to(value: object, answers: Mapping[str, str], *, otherwise: str, omitted: str | None = None) -> str:
    """Return the name of the type that is answered where an argument has `value`.

    `omitted` is the value that leaving the argument out amounts to; `otherwise` is for values nobody knows of.
    """
    if isinstance(value, (Omit, NotGiven)):
        value = omitted
    return answers.get(value, otherwise) if isinstance(value, str) else otherwise


def given(members: Mapping[str, object]) -> Mapping[str, object] | Omit:
    """Return the members of a body that may be left out; `omit` where none of them is given."""
    nothing = all(isinstance(value, (Omit, NotGiven)) for value in members.values())
    return omit if nothing else members


class AsWritten(str):
    """A method that is sent as it is written: they are case-sensitive, and HTTP libraries make capitals of them."""

    __slots__ = ()

    def upper(self) -> str:
        return self


class SyncOperations:
    """One method per HTTP verb, and `_other` for those without one of their own.

    `returns` is a type, the name of one in the package's `types`, or None for an empty answer. `options` are the
    arguments of a method that are none of its own.
    """

    _answer_to = staticmethod(answer_to)
    _given = staticmethod(given)

    def _execute(self, call: Call) -> Any:
        raise NotImplementedError

    def _get(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("GET", path, returns, **arguments, **checked(options))))

    def _post(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("POST", path, returns, **arguments, **checked(options))))

    def _put(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("PUT", path, returns, **arguments, **checked(options))))

    def _patch(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("PATCH", path, returns, **arguments, **checked(options))))

    def _delete(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("DELETE", path, returns, **arguments, **checked(options))))

    def _head(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("HEAD", path, returns, **arguments, **checked(options))))

    def _options(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("OPTIONS", path, returns, **arguments, **checked(options))))

    def _trace(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("TRACE", path, returns, **arguments, **checked(options))))

    def _query(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call("QUERY", path, returns, **arguments, **checked(options))))

    def _other(
        self,
        method: str,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", self._execute(Call(AsWritten(method), path, returns, **arguments, **checked(options))))

    def _get_page(
        self,
        path: str,
        *,
        page: type[T] | str,
        item: object,
        options: CallOptions | None = None,
        **arguments: Unpack[CallArguments],
    ) -> T:
        return cast("T", self._execute(Call("GET", path, item, page=page, **arguments, **checked(options))))

    def _post_page(
        self,
        path: str,
        *,
        page: type[T] | str,
        item: object,
        options: CallOptions | None = None,
        **arguments: Unpack[CallArguments],
    ) -> T:
        return cast("T", self._execute(Call("POST", path, item, page=page, **arguments, **checked(options))))

    def _query_page(
        self,
        path: str,
        *,
        page: type[T] | str,
        item: object,
        options: CallOptions | None = None,
        **arguments: Unpack[CallArguments],
    ) -> T:
        return cast("T", self._execute(Call("QUERY", path, item, page=page, **arguments, **checked(options))))


class AsyncOperations:
    """The asynchronous twin of `SyncOperations`.

    The page methods are no coroutines, they return an `AsyncPaginator`.
    """

    _answer_to = staticmethod(answer_to)
    _given = staticmethod(given)

    async def _execute(self, call: Call) -> Any:
        raise NotImplementedError

    def _paginate(self, call: Call) -> Any:
        raise NotImplementedError

    async def _get(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("GET", path, returns, **arguments, **checked(options))))

    async def _post(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("POST", path, returns, **arguments, **checked(options))))

    async def _put(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("PUT", path, returns, **arguments, **checked(options))))

    async def _patch(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("PATCH", path, returns, **arguments, **checked(options))))

    async def _delete(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("DELETE", path, returns, **arguments, **checked(options))))

    async def _head(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("HEAD", path, returns, **arguments, **checked(options))))

    async def _options(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("OPTIONS", path, returns, **arguments, **checked(options))))

    async def _trace(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("TRACE", path, returns, **arguments, **checked(options))))

    async def _query(
        self,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call("QUERY", path, returns, **arguments, **checked(options))))

    async def _other(
        self,
        method: str,
        path: str,
        *,
        returns: type[T] | str | None = None,
        options: CallOptions | None = None,
        **arguments: Unpack[StreamingCallArguments],
    ) -> T:
        return cast("T", await self._execute(Call(AsWritten(method), path, returns, **arguments, **checked(options))))

    def _get_page(
        self,
        path: str,
        *,
        page: type[T] | str,
        item: object,
        options: CallOptions | None = None,
        **arguments: Unpack[CallArguments],
    ) -> T:
        return cast("T", self._paginate(Call("GET", path, item, page=page, **arguments, **checked(options))))

    def _post_page(
        self,
        path: str,
        *,
        page: type[T] | str,
        item: object,
        options: CallOptions | None = None,
        **arguments: Unpack[CallArguments],
    ) -> T:
        return cast("T", self._paginate(Call("POST", path, item, page=page, **arguments, **checked(options))))

    def _query_page(
        self,
        path: str,
        *,
        page: type[T] | str,
        item: object,
        options: CallOptions | None = None,
        **arguments: Unpack[CallArguments],
    ) -> T:
        return cast("T", self._paginate(Call("QUERY", path, item, page=page, **arguments, **checked(options))))
