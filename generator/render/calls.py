"""Method bodies: the call of the runtime that says what is particular to an operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from generator.ir.declarations import Field
from generator.ir.operations import (
    ANY_MEMBER,
    DEFAULT_ACCEPT,
    BinaryResponse,
    EmptyResponse,
    Encoding,
    FormBody,
    Framing,
    JsonBody,
    JsonResponse,
    Operation,
    Parameter,
    Parts,
    Place,
    ResponseByStatus,
    ResponseCases,
    SingleResponse,
    StatusResponse,
    Style,
    TextResponse,
    WholeBody,
)
from generator.methods import VERBS, http_method
from generator.python.code import Code
from generator.python.imports import Local
from generator.python.literals import expressions, literal, mapping, name, string, strings
from generator.render.arguments import argument_names, options_name
from generator.render.references import References
from generator.render.runtime_files import KEYS, PARTS, QUERY_STRING, SEQUENCES
from generator.render.scope import ModuleScope

_NONE = Code("None")
_TEXT = Code("str")
_WHOLE = string("whole")
CALLED = frozenset(("path", "further", "on_wire", "query_string", "parts", "json_items"))
"""What bodies call, which in them has another name where an argument has this one."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_JSON = re.compile(r"\s*(?:(?:application|text)/json|[^;]+\+json)\s*(?:;.*)?", re.IGNORECASE)
_FORM = re.compile(r"\s*(?:multipart/form-data|application/x-www-form-urlencoded)\b", re.IGNORECASE)
_USUAL_TYPES = frozenset({("body", "application/json"), ("form", "multipart/form-data")})
_STYLE_TABLES = ((Place.QUERY, "query_styles"), (Place.HEADER, "header_styles"), (Place.COOKIE, "cookie_styles"))
_EXPRESSIONS = {
    None: "{name}",
    Style.EXPLODE: "{name}*",
    Style.LABEL: ".{name}",
    Style.LABEL_EXPLODE: ".{name}*",
    Style.MATRIX: ";{wire}",
    Style.MATRIX_EXPLODE: ";{wire}*",
    Style.JSON: "{name}:json",
}
"""How the placeholder of a path says the style of its value, as in URI templates (RFC 6570)."""


def security(alternatives: Iterable[tuple[str, ...]]) -> Code:
    """Alternatives as the runtime takes them: a scheme name, or a tuple of those needed together."""
    return expressions(string(needed[0]) if len(needed) == 1 else strings(needed) for needed in alternatives)


def _placeholder(parameter: Parameter) -> str:
    wire = quote(parameter.wire_name, safe="", errors="surrogatepass")
    return _EXPRESSIONS[parameter.style].format(name=parameter.name, wire=wire)


def _form(body: FormBody, members: Code) -> Iterator[str]:
    yield f"form={members}"
    if body.files:
        yield f"files={strings(body.files)}"
    if body.encodings:
        yield f"form_encodings={mapping((e.member, _encoding(e)) for e in body.encodings)}"
    if body.media_type != "multipart/form-data":
        yield f"content_type={string(body.media_type)}"


def _whole(body: WholeBody, sent: Code) -> Iterator[str]:
    kind = "body" if _JSON.fullmatch(body.media_type) else "form" if _FORM.match(body.media_type) else "content"
    yield f"{kind}={sent}"
    if body.files:
        yield f"files={strings((ANY_MEMBER,))}"
    if (kind, body.media_type) not in _USUAL_TYPES:
        yield f"content_type={string(body.media_type)}"


def _encoding(encoding: Encoding) -> Code:
    said: list[tuple[str, Code]] = []
    if encoding.style is not None:
        said.append(("style", string(encoding.style.value)))
    if encoding.media_type is not None:
        said.append(("media_type", string(encoding.media_type)))
    if encoding.headers:
        said.append(("headers", mapping((header, string(value)) for header, value in encoding.headers)))
    if encoding.reserved:
        said.append(("reserved", literal(encoding.reserved)))
    if encoding.may_be_text:
        said.append(("text", literal(encoding.may_be_text)))
    return mapping(said)


def _constant(returned: Code | None) -> Code:
    """What stands in a table for what is returned: a constant where it can be, as that is made once for all calls."""
    if returned is None:
        return _NONE
    return string(returned) if returned == _TEXT else returned


class CallWriter:
    """Writes calls for one module."""

    def __init__(self, scope: ModuleScope, references: References) -> None:
        self._scope = scope
        self._references = references

    def call(self, operation: Operation, *, is_async: bool) -> Code:
        """`self._post(...)`, of one kind of client."""
        has_own = operation.verb in VERBS
        parts = [
            *([] if has_own else [string(http_method(operation.verb))]),
            self._path(operation.path, operation.parameters),
            *self._result(operation, is_async),
            *self._accept(operation),
            *self._parameters(operation),
            *self._body(operation),
            *self._stream(operation),
            *self._errors(operation),
            *self._departures(operation),
            f"options={name(options_name(operation))}",
        ]
        verb = name(operation.verb) if has_own else "other"
        return Code(f"self._{verb}{'_page' if operation.page else ''}({', '.join(parts)})")

    def _path(self, path: str, parameters: Iterable[Parameter]) -> Code:
        template = path.partition("#")[0]  # what follows tells operations of one path apart, and is never sent
        placeholders = _PLACEHOLDER.findall(template)
        if not placeholders:
            return string(template)
        path = self._scope.load(Local("_path", "path"))
        written = {p.name: _placeholder(p) for p in parameters if p.place is Place.PATH}
        template = _PLACEHOLDER.sub(lambda found: "{" + written.get(found[1], found[1]) + "}", template)
        sent = {p.name: self._sent(p) for p in parameters}
        return Code(f"{path}({', '.join([string(template), *(sent.get(p, name(p)) for p in placeholders)])})")

    def _sent(self, argument: Parameter | Field | WholeBody) -> Code:
        """What is sent of an argument: itself, with the keys of the wire."""
        return self._on_wire(name(argument.name), argument.keys)

    def _on_wire(self, value: Code, table: str | None) -> Code:
        if table is None:
            return value
        return Code(f"{self._scope.load(Local(KEYS, 'on_wire'))}({value}, {string(table)})")

    def _result(self, operation: Operation, is_async: bool) -> Iterator[str]:
        if operation.page is not None:
            yield f"page={string(('Async' if is_async else 'Sync') + operation.page.scheme)}"
            yield f"item={string(self._references.reference(operation.page.item))}"
            return
        match operation.response:
            case JsonResponse(type=type) if operation.cases is not None:
                yield f"returns={self._case(operation.cases, string(self._references.reference(type)))}"
            case JsonResponse(type=type, unwrap=unwrap):
                yield f"returns={string(self._references.reference(type))}"
                if unwrap is not None:
                    yield f"unwrap={string(unwrap)}"
            case ResponseByStatus(answers=answers):
                yield from self._by_status(answers, is_async)
            case EmptyResponse():
                yield f"returns={self._scope.load(Local('_types', 'NoneType'))}"
            case single if (returned := self._returned(single, is_async)) is not None:
                yield f"returns={_constant(returned) if 'str' in argument_names((operation,)) else returned}"

    def _by_status(self, answers: Sequence[StatusResponse], is_async: bool) -> Iterator[str]:
        """What each status answers; an undeclared one answers any JSON of these, else what the first does."""
        found = [(one.status, self._returned(one.response, is_async)) for one in answers]
        json = [one.response for one in answers if isinstance(one.response, JsonResponse)]
        any_json = " | ".join(dict.fromkeys(self._references.reference(one.type) for one in json))
        yield f"returns={string(any_json) if json else next(r for _, r in found if r is not None)}"
        table = expressions(expressions((string(status), _constant(r))) for status, r in found)
        yield f"by_status={table}"
        if json and json[0].unwrap is not None:
            yield f"unwrap={string(json[0].unwrap)}"

    def _returned(self, response: SingleResponse, is_async: bool) -> Code | None:
        match response:
            case JsonResponse(type=type):
                return string(self._references.reference(type))
            case TextResponse():
                return _TEXT
            case BinaryResponse():
                return self._scope.load(self._scope.answers.binary_of(is_async=is_async))
            case EmptyResponse():
                return None

    def _accept(self, operation: Operation) -> Iterator[str]:
        if operation.accept != DEFAULT_ACCEPT:
            yield f"accept={string(', '.join(operation.accept))}"

    def _case(self, cases: ResponseCases, otherwise: Code) -> Code:
        answers = [
            (value, string(self._references.reference(case.type))) for case in cases.cases for value in case.values
        ]
        omitted = f", omitted={string(cases.omitted)}" if cases.omitted is not None else ""
        return Code(f"self._answer_to({name(cases.argument)}, {mapping(answers)}, otherwise={otherwise}{omitted})")

    def _parameters(self, operation: Operation) -> Iterator[str]:
        parameters = operation.parameters
        constant = {Place.HEADER: [(header, string(value)) for header, value in operation.headers]}
        for place, argument in ((Place.QUERY, "query"), (Place.HEADER, "headers"), (Place.COOKIE, "cookies")):
            members = constant.get(place, []) + [(p.wire_name, self._sent(p)) for p in parameters if p.place is place]
            if place is Place.QUERY:
                members += [(p.wire_name, self._query_string(p)) for p in parameters if p.place is Place.QUERY_STRING]
            if members:
                yield f"{argument}={mapping(members)}"
        for place, argument in _STYLE_TABLES:
            styles = [(p.wire_name, string(p.style.value)) for p in parameters if p.style and p.place is place]
            if place is Place.QUERY:
                styles += [(p.wire_name, _WHOLE) for p in parameters if p.place is Place.QUERY_STRING]
            if styles:
                yield f"{argument}={mapping(styles)}"
        reserved = [p.wire_name for p in parameters if p.reserved]
        if reserved:
            yield f"query_reserved={strings(reserved)}"

    def _query_string(self, parameter: Parameter) -> Code:
        """What a query is as a whole, by the value of a parameter."""
        write = self._scope.load(Local(QUERY_STRING, "query_string"))
        form = f", {string(parameter.style.value)}" if parameter.style else ""
        encodings = mapping((e.member, _encoding(e)) for e in parameter.encodings)
        return Code(
            f"{write}({self._sent(parameter)}{form}{f', encodings={encodings}' if parameter.encodings else ''})"
        )

    def _body(self, operation: Operation) -> Iterator[str]:
        match operation.body:
            case JsonBody(media_type=media_type) as body:
                yield f"body={self._members(body, name(options_name(operation)))}"
                if media_type != "application/json":
                    yield f"content_type={string(media_type)}"
            case FormBody() as body:
                yield from _form(body, self._members(body, name(options_name(operation))))
            case WholeBody() as body:
                yield from self._whole(body)
            case None:
                return

    def _whole(self, body: WholeBody) -> Iterator[str]:
        if body.framing is not None:
            return self._sequence(body, body.framing)
        return _whole(body, self._sent(body)) if body.parts is None else self._parts(body, body.parts)

    def _parts(self, body: WholeBody, parts: Parts) -> Iterator[str]:
        write = self._scope.load(Local(PARTS, "parts"))
        first = f", first={expressions(map(_encoding, parts.first))}" if parts.first else ""
        rest = _encoding(parts.rest)
        told = f", rest={rest}" if parts.rest != Encoding(member="") else ""
        yield f"content={write}({self._sent(body)}, {string(body.media_type)}{first}{told})"
        yield f"content_type={string(body.media_type)}"

    def _sequence(self, body: WholeBody, framing: Framing) -> Iterator[str]:
        items = self._scope.load(Local(SEQUENCES, "json_items"))
        told = f", {string(framing.value)}" if framing is not Framing.LINES else ""
        yield f"content={items}({self._sent(body)}{told})"
        yield f"content_type={string(body.media_type)}"

    def _members(self, body: JsonBody | FormBody, options: Code) -> Code:
        """The members of a body by wire name, and what is given beside them where the document allows for that; of a
        body that may be left out it is asked whether any is given."""
        named = [(field.wire_name, self._sent(field)) for field in body.fields]
        if body.extra is None:
            members = mapping(named)
        else:
            taken = Code(f"{self._scope.load(Local('_operations', 'further'))}({options})")
            taken = self._on_wire(taken, body.extra_keys)
            members = Code(f"{{{', '.join([*(f'{string(key)}: {value}' for key, value in named), f'**{taken}'])}}}")
        return members if body.required else Code(f"self._given({members})")

    def _stream(self, operation: Operation) -> Iterator[str]:
        if operation.stream is not None:
            parameter = operation.stream.parameter
            yield f"stream={name(parameter) if parameter else 'True'}"
            yield f"event={string(self._references.reference(operation.stream.event))}"
            if operation.stream.framing is not Framing.EVENTS:
                yield f"framing={string(operation.stream.framing.value)}"

    def _errors(self, operation: Operation) -> Iterator[str]:
        """The types of the bodies of errors; one that has none matters where a range or the default has."""
        declared = [(error.status, error.type) for error in operation.errors]
        if self._scope.answers.error_data and any(type is not None for _, type in declared):
            types = ((s, _NONE if t is None else string(self._references.reference(t))) for s, t in declared)
            yield f"errors={expressions(expressions((string(status), type)) for status, type in types)}"

    def _departures(self, operation: Operation) -> Iterator[str]:
        """What differs from the client's general settings."""
        if operation.security is not None:
            yield f"security={security(operation.security)}"
        if operation.scopes:
            yield f"scopes={mapping((scheme, strings(scopes)) for scheme, scopes in operation.scopes)}"
        if operation.base_url is not None:
            yield f"base_url={string(operation.base_url)}"
        if operation.timeout is not None:
            yield f"default_timeout={literal(operation.timeout)}"
        if operation.max_retries is not None:
            yield f"default_max_retries={literal(operation.max_retries)}"
