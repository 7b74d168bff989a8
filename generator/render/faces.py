"""The faces of a resource: as it is, `with_raw_response`, `with_streaming_response`; each sync and async."""

from __future__ import annotations

from generator.python.code import Code
from generator.python.imports import Local
from generator.python.literals import name
from generator.render.scope import ModuleScope
from generator.render.signatures import Answer, Signature
from generator.values import Value


class ClassFace(Value, kw_only=True):
    """How one face names its class and wraps what operations answer.

    `wrapper` is the generic type around an answer (empty: as it is, or where it `is_raw`, what the package has for
    answers as they came); `awaited` says that its methods are coroutines.
    """

    is_async: bool
    suffix: str
    wrapper: tuple[Local, ...]
    awaited: bool
    is_raw: bool = False

    @property
    def prefix(self) -> str:
        """What class names of this face begin with."""
        return "Async" if self.is_async else ""

    @property
    def page_prefix(self) -> str:
        """What page classes of this face begin with."""
        return "Async" if self.is_async else "Sync"

    def class_name(self, base: str) -> str:
        """The class of a resource (or of the client) in this face."""
        return f"{self.prefix}{base}{self.suffix}"


def _response(name: str) -> Local:
    return Local("_response", name)


SYNC = ClassFace(is_async=False, suffix="", wrapper=(), awaited=False)
ASYNC = ClassFace(is_async=True, suffix="", wrapper=(), awaited=True)
RAW = ClassFace(is_async=False, suffix="WithRawResponse", wrapper=(), awaited=False, is_raw=True)
ASYNC_RAW = ClassFace(is_async=True, suffix="WithRawResponse", wrapper=(), awaited=True, is_raw=True)
STREAMING = ClassFace(
    is_async=False,
    suffix="WithStreamingResponse",
    wrapper=(_response("ResponseContextManager"), _response("APIResponse")),
    awaited=False,
)
ASYNC_STREAMING = ClassFace(
    is_async=True,
    suffix="WithStreamingResponse",
    wrapper=(_response("AsyncResponseContextManager"), _response("AsyncAPIResponse")),
    awaited=False,
)
PLAIN_FACES = (SYNC, ASYNC)
RESPONSE_FACES = (RAW, ASYNC_RAW, STREAMING, ASYNC_STREAMING)


_UNREAD = (_response("APIResponse"), _response("AsyncAPIResponse"))


class AnswerWriter:
    """Writes what a method of one face answers, for one module."""

    def __init__(self, face: ClassFace, scope: ModuleScope) -> None:
        self.face = face
        self._use = scope.use
        self._answers = scope.answers
        raw = (scope.answers.raw_of(is_async=face.is_async),) if face.is_raw else ()
        self._wrapper: tuple[Local, ...] = (*raw, *face.wrapper)

    def returns(self, signature: Signature, streams: bool | None, case: Code | None = None) -> Code:
        """The return annotation; `streams` None means an answer or a stream, as the argument says.

        `case` is the answer where arguments decide what it is.
        """
        answer = signature.answer
        if streams is True or (answer.plain is None and answer.item is None and not answer.is_binary):
            return self._wrapped(self._stream(answer))
        if case is not None:
            plain = [case]
        elif answer.item is not None:
            plain = [self._page(signature)]
        else:
            plain = self._alternatives(answer)
        if streams is None and answer.event is not None:
            plain.append(self._stream(answer))
        return Code(" | ".join(map(self._wrapped, plain)))

    def _alternatives(self, answer: Answer) -> list[Code]:
        """What an answer can be. Where it is wrapped, each case is by itself: a wrapper of one is none of several."""
        parts = [] if answer.plain is None else [answer.plain]
        if answer.is_binary:
            parts.append(self._binary())
        plain = Code(" | ".join(parts))
        return list(dict.fromkeys([*answer.cases, plain])) if self._wrapper else [plain]

    def _binary(self) -> Code:
        """What binary content becomes: bytes in an answer that is still to be read."""
        if self._wrapper and self._wrapper[-1] in _UNREAD:
            return Code("bytes")
        return self._use(self._answers.binary_of(is_async=self.face.is_async))

    def is_awaited(self, signature: Signature) -> bool:
        """Whether the method is a coroutine: lists of pages are not, they are awaited or iterated by the caller."""
        return self.face.awaited and not (signature.answer.item is not None and not self._wrapper)

    def _stream(self, answer: Answer) -> Code:
        stream = self._use(Local("_streaming", "AsyncStream" if self.face.is_async else "Stream"))
        return Code(f"{stream}[{answer.event}]")

    def _page(self, signature: Signature) -> Code:
        operation, item = signature.operation, signature.answer.item
        scheme = operation.page.scheme if operation.page else ""
        page = Code(f"{self._use(Local('pagination', name(self.face.page_prefix + scheme)))}[{item}]")
        if not self.face.is_async or self._wrapper:
            return page
        return Code(f"{self._use(Local('_paginator', 'AsyncPaginator'))}[{item}, {page}]")

    def _wrapped(self, answer: Code) -> Code:
        for wrapper in reversed(self._wrapper):
            answer = Code(f"{self._use(wrapper)}[{answer}]")
        return answer
