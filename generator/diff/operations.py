"""Methods, then and now: everything but their arguments."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias, assert_never

from generator.diff.codes import Code, Reason
from generator.diff.declarations import changed_extra
from generator.diff.model import Finding
from generator.diff.spelling import resource_path, type_words
from generator.diff.type_changes import REQUEST, RESPONSE, TypeChanges
from generator.ir.operations import (
    BinaryResponse,
    EmptyResponse,
    Encoding,
    ErrorResponse,
    FormBody,
    Framing,
    JsonBody,
    JsonResponse,
    Operation,
    Response,
    ResponseByStatus,
    SaidOfAnswer,
    Stream,
    TextResponse,
    WholeBody,
    further_members,
    json_types,
    said_of_members,
)
from generator.ir.package import Client
from generator.ir.types import TypeExpr
from generator.methods import http_method
from generator.values import Value, replace

Security: TypeAlias = tuple[tuple[str, ...], ...]


class Method(Value, kw_only=True):
    """An operation, and the resource it is a method of."""

    path: tuple[str, ...]
    operation: Operation

    @property
    def route(self) -> tuple[str, str]:
        """What it calls, whatever its arguments are named."""
        return self.operation.verb, _anonymous(self.operation.path)


def _anonymous(path: str) -> str:
    """A path without the names in its placeholders."""
    return "/".join("{}" if part.startswith("{") and part.endswith("}") else part for part in path.split("/"))


class MethodChecks(Value, kw_only=True):
    """What the checks below need to know besides the two operations."""

    types: TypeChanges
    old_client: Client
    new_client: Client


OperationCheck: TypeAlias = Callable[[Operation, Operation, MethodChecks], Iterator[Finding]]


def route(old: Operation, new: Operation, _: MethodChecks) -> Iterator[Finding]:
    """The same method calls something else."""
    if (old.verb, _anonymous(old.path)) != (new.verb, _anonymous(new.path)):
        before, after = (f"{http_method(one.verb)} {one.path}" for one in (old, new))
        yield Finding(code=Code.ROUTE_CHANGED, reason=Reason.SAME_CALL, before=(before,), after=(after,))


def server(old: Operation, new: Operation, _: MethodChecks) -> Iterator[Finding]:
    """It is sent to another server than the client's, or no longer is."""
    if old.base_url != new.base_url:
        code, words = Code.SERVER_CHANGED, [_optional(one.base_url) for one in (old, new)]
        yield Finding(code=code, reason=Reason.SAME_CALL, before=words[0], after=words[1])


def credentials(old: Operation, new: Operation, checks: MethodChecks) -> Iterator[Finding]:
    """It needs other credentials, while those that the client needs in general are a change of the client."""
    if old.security is None and new.security is None:
        return
    before = checks.old_client.security if old.security is None else old.security
    after = checks.new_client.security if new.security is None else new.security
    yield from other_credentials(before, after)


def other_credentials(old: Security, new: Security) -> Iterator[Finding]:
    """Whether those who could call before still can."""
    before, after = ({frozenset(schemes) for schemes in one} or {frozenset()} for one in (old, new))
    if before != after:
        enough = all(any(needed <= given for needed in after) for given in before)
        yield Finding(
            code=Code.CREDENTIALS_CHANGED,
            reason=Reason.ACCEPTS_MORE if enough else Reason.OTHER_CREDENTIALS,
            before=tuple(sorted(" and ".join(sorted(schemes)) for schemes in before if schemes)),
            after=tuple(sorted(" and ".join(sorted(schemes)) for schemes in after if schemes)),
        )


def token_scopes(old: Operation, new: Operation, _: MethodChecks) -> Iterator[Finding]:
    """Its tokens need other scopes, which the client asks for by itself."""
    before, after = (tuple(f"{name} with {' '.join(s) or 'no scope'}" for name, s in one.scopes) for one in (old, new))
    if before != after:
        usual = ("the usual scopes",)
        yield Finding(
            code=Code.CREDENTIALS_CHANGED, reason=Reason.SAME_CALL, before=before or usual, after=after or usual
        )


def body_format(old: Operation, new: Operation, _: MethodChecks) -> Iterator[Finding]:
    """Its arguments travel in another format."""
    if old.body is None or new.body is None:
        return
    before, after = (_body_words(body) for body in (old.body, new.body))
    if before != after:
        yield Finding(code=Code.ENCODING_CHANGED, reason=Reason.SAME_CALL, before=(before,), after=(after,))


def further_arguments(old: Operation, new: Operation, checks: MethodChecks) -> Iterator[Finding]:
    """What it takes under any other name has changed."""
    if old.body is not None and new.body is not None:
        yield from changed_extra(further_members(old.body), further_members(new.body), checks.types, REQUEST)


def _body_words(body: JsonBody | FormBody | WholeBody) -> str:
    match body:
        case JsonBody():
            return body.media_type
        case WholeBody():
            parts = () if body.parts is None else (*body.parts.first, body.parts.rest)
            return body.media_type + "".join(f", {_encoding_words(encoding)}" for encoding in parts)
        case FormBody():
            files = f" with the files {', '.join(sorted(body.files))}" if body.files else ""
            encoded = "".join(f", {_encoding_words(encoding)}" for encoding in body.encodings)
            return body.media_type + files + encoded
        case _:
            assert_never(body)


def _encoding_words(encoding: Encoding) -> str:
    """How a member of a form departs from the usual."""
    said = (
        encoding.style and encoding.style.value,
        encoding.media_type,
        *(f"{header}: {value}" for header, value in encoding.headers),
        "reserved" if encoding.reserved else None,
        "text too" if encoding.may_be_text else None,
    )
    return " ".join((encoding.member, "as", *(each for each in said if each)))


def settings(old: Operation, new: Operation, _: MethodChecks) -> Iterator[Finding]:
    """It has other defaults of its own."""
    for word, before, after in (
        ("timeout", old.timeout, new.timeout),
        ("retries", old.max_retries, new.max_retries),
        ("headers", old.headers or None, new.headers or None),
    ):
        if before != after:
            yield Finding(
                code=Code.SETTING_CHANGED,
                reason=Reason.SAME_CALL,
                part=word,
                before=_optional(before),
                after=_optional(after),
            )


def result(old: Operation, new: Operation, checks: MethodChecks) -> Iterator[Finding]:
    """It returns something else; what pages hold is told apart from that."""
    if old.accept != new.accept and (old.response, old.stream) == (new.response, new.stream):
        yield Finding(
            code=Code.SETTING_CHANGED,
            reason=Reason.SAME_CALL,
            part="media types",
            before=(", ".join(old.accept),),
            after=(", ".join(new.accept),),
        )
    match old.response, new.response:
        case JsonResponse() as before, JsonResponse() as after if before.unwrap == after.unwrap:
            if old.page is None or new.page is None:
                for finding in checks.types.between(before.type, after.type, RESPONSE):
                    yield finding.inside("result")
            yield from _cases(old, new, checks.types)
        case before, after if _in_order(before) != _in_order(after):
            reason = Reason.PROMISES_MORE if isinstance(before, EmptyResponse) else Reason.OTHER_ANSWER
            if isinstance(before, type(after)) and not isinstance(before, JsonResponse):
                reason = Reason.SAME_CALL
            yield Finding(
                code=Code.RESULT_CHANGED,
                reason=reason,
                before=(_response_words(before),),
                after=(_response_words(after),),
                brings=json_types(after),
                takes=json_types(before),
            )


def _in_order(response: Response) -> Response:
    """The same, whatever the order in which a document lists the statuses."""
    if not isinstance(response, ResponseByStatus):
        return response
    return replace(response, answers=tuple(sorted(response.answers, key=lambda answer: answer.status)))


def _cases(old: Operation, new: Operation, types: TypeChanges) -> Iterator[Finding]:
    """An argument decides otherwise what is returned."""
    before, after = (_answers_by_value(operation) for operation in (old, new))
    for key in sorted(before.keys() | after.keys()):
        one, other = (answers.get(key, _any_answer(operation)) for operation, answers in ((old, before), (new, after)))
        if one is not None and other is not None:
            for finding in types.between(one, other, RESPONSE):
                yield finding.inside(f"result {key}")


def _answers_by_value(operation: Operation) -> dict[str, TypeExpr]:
    """What is returned with each value of the argument that decides, and without it."""
    said = operation.cases
    if said is None:
        return {}
    found = {f"with {said.argument}={json.dumps(v)}": case.type for case in said.cases for v in case.values}
    left_out = {f"without {said.argument}": case.type for case in said.cases if said.omitted in case.values}
    return found | left_out


def _any_answer(operation: Operation) -> TypeExpr | None:
    return operation.response.type if isinstance(operation.response, JsonResponse) else None


def _response_words(response: Response) -> str:
    match response:
        case JsonResponse():
            member = f"{response.unwrap} of " if response.unwrap else ""
            return f"{member}{type_words(response.type)}"
        case TextResponse():
            return f"text ({response.media_type})"
        case BinaryResponse():
            return f"bytes ({response.media_type})"
        case EmptyResponse():
            return "nothing"
        case ResponseByStatus(answers=answers):
            return ", ".join(f"{_response_words(answer.response)} ({answer.status})" for answer in answers)
        case _:
            assert_never(response)


def stream(old: Operation, new: Operation, checks: MethodChecks) -> Iterator[Finding]:
    """It can be asked for events, or not any more, or for others."""
    match old.stream, new.stream:
        case None, None:
            return
        case None, after if after is not None:
            reason = Reason.ONLY_NEW if after.parameter is not None else Reason.OTHER_ANSWER
            yield Finding(code=Code.STREAM_ADDED, reason=reason, brings=(after.event,))
        case before, None if before is not None:
            yield Finding(code=Code.STREAM_REMOVED, reason=Reason.GONE, takes=(before.event,))
        case before, after if before is not None and after is not None:
            if (before.parameter, before.framing) != (after.parameter, after.framing):
                words = [_stream_words(one) for one in (before, after)]
                yield Finding(
                    code=Code.STREAM_CHANGED, reason=Reason.OTHER_ANSWER, before=(words[0],), after=(words[1],)
                )
            for finding in checks.types.between(before.event, after.event, RESPONSE):
                yield finding.inside("event")


def _stream_words(stream: Stream) -> str:
    asked = "always" if stream.parameter is None else f"with {stream.parameter}=True"
    return asked if stream.framing is Framing.EVENTS else f"{asked}, {stream.framing.value}"


def pages(old: Operation, new: Operation, checks: MethodChecks) -> Iterator[Finding]:
    """It answers with pages, or not any more, or with others."""
    match old.page, new.page:
        case None, None:
            return
        case None, after if after is not None:
            yield Finding(
                code=Code.PAGES_ADDED, reason=Reason.OTHER_ANSWER, after=(after.scheme,), brings=(after.item,)
            )
        case before, None if before is not None:
            yield Finding(
                code=Code.PAGES_REMOVED, reason=Reason.OTHER_ANSWER, before=(before.scheme,), takes=(before.item,)
            )
        case before, after if before is not None and after is not None:
            if before.scheme != after.scheme:
                yield Finding(
                    code=Code.PAGES_CHANGED,
                    reason=Reason.OTHER_ANSWER,
                    before=(before.scheme,),
                    after=(after.scheme,),
                )
            for finding in checks.types.between(before.item, after.item, RESPONSE):
                yield finding.inside("items")


def errors(old: Operation, new: Operation, checks: MethodChecks) -> Iterator[Finding]:
    """The document knows other errors of it. Which exception is raised follows from the status alone."""
    before, after = {e.status: e for e in old.errors}, {e.status: e for e in new.errors}
    same = Reason.SAME_EXCEPTIONS
    for status in before.keys() | after.keys():
        one, other = before.get(status), after.get(status)
        if one is None and other is not None:
            brings = _given(other.type)
            yield Finding(code=Code.ERROR_ADDED, reason=same, part=f"status {status}", brings=brings)
        elif other is None and one is not None:
            takes = _given(one.type)
            yield Finding(code=Code.ERROR_REMOVED, reason=same, part=f"status {status}", takes=takes)
        elif one is not None and other is not None:
            if one.type != other.type:
                yield from _error_type(one.type, other.type, status, checks)
            if _said(one) != _said(other):
                yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY, part=f"status {status}")


def _said(answer: SaidOfAnswer | ErrorResponse) -> tuple[object, ...]:
    """What the docs say of an answer."""
    return answer.status, answer.doc, answer.headers, answer.links


def _error_type(old: TypeExpr | None, new: TypeExpr | None, status: str, checks: MethodChecks) -> Iterator[Finding]:
    """Where errors have their bodies as plain JSON only, the types of these are documentation."""
    if checks.new_client.errors.data and old is not None and new is not None:
        for finding in checks.types.between(old, new, RESPONSE):
            yield finding.inside(f"data of status {status}")
    elif old is None or new is None or any(True for _ in checks.types.between(old, new, RESPONSE)):
        loses = checks.new_client.errors.data and new is None
        yield Finding(
            code=Code.ERROR_CHANGED,
            reason=Reason.OTHER_ANSWER if loses else Reason.SAME_EXCEPTIONS,
            part=f"status {status}",
            before=(type_words(old),) if old is not None else (),
            after=(type_words(new),) if new is not None else (),
            brings=_given(new),
            takes=_given(old),
        )


def deprecation(old: Operation, new: Operation, _: MethodChecks) -> Iterator[Finding]:
    """It is on its way out, or is not any more; or what to do about it is told otherwise."""
    if new.successor is not None and old.successor is None:
        now = resource_path((*new.successor.resource, new.successor.name))
        yield Finding(code=Code.METHOD_NAMED_ANEW, reason=Reason.STILL_WORKS, after=(now,))
    elif (old.deprecated is None) != (new.deprecated is None):
        code = Code.DEPRECATED if new.deprecated is not None else Code.RESTORED
        yield Finding(code=code, reason=Reason.STILL_WORKS)
    elif old.deprecated != new.deprecated:
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY, part="deprecation")


def described(old: Operation, new: Operation, _: MethodChecks) -> Iterator[Finding]:
    """The document says something else about it."""
    if (old.summary, old.doc) != (new.summary, new.doc):
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY)
    if said_of_members(old.body) != said_of_members(new.body):
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY, part="body")
    if [_said(answer) for answer in old.answers] != [_said(answer) for answer in new.answers]:
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY, part="answers")
    if _shown(old) != _shown(new):
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY, part="examples")


def _shown(operation: Operation) -> tuple[object, ...]:
    """The examples of the document."""
    return operation.request_example, operation.response_example, operation.shown_programs


OPERATION_CHECKS: Final[tuple[OperationCheck, ...]] = (
    route,
    server,
    credentials,
    token_scopes,
    body_format,
    further_arguments,
    settings,
    result,
    stream,
    pages,
    errors,
    deprecation,
    described,
)


def _optional(value: object) -> tuple[str, ...]:
    return () if value is None else (str(value),)


def _given(type: TypeExpr | None) -> tuple[TypeExpr, ...]:
    return () if type is None else (type,)


def operation_types(operation: Operation) -> Sequence[TypeExpr]:
    """Every type that a method speaks of."""
    found: list[TypeExpr] = [parameter.type for parameter in operation.parameters]
    match operation.body:
        case JsonBody() | FormBody() as body:
            found += [field.type for field in body.fields]
            found += [body.extra] if body.extra is not None else []
        case WholeBody() as body:
            found.append(body.type)
        case None:
            pass
    found += [operation.params] if operation.params is not None else []
    return [*found, *answer_types(operation)]


def answer_types(operation: Operation) -> list[TypeExpr]:
    """The types of everything that a method can answer."""
    found = [*json_types(operation.response)]
    found += [case.type for case in operation.cases.cases] if operation.cases is not None else []
    found += [operation.stream.event] if operation.stream is not None else []
    found += [operation.page.item] if operation.page is not None else []
    return found + [error.type for error in operation.errors if error.type is not None]
