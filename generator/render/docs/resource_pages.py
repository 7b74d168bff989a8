"""The pages of resources: one section an operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, assert_never

from generator.ir.history import History
from generator.ir.operations import (
    BinaryResponse,
    EmptyResponse,
    ErrorResponse,
    Example,
    Header,
    JsonResponse,
    NextCall,
    Operation,
    ResponseByStatus,
    SaidOfAnswer,
    ShownProgram,
    SingleResponse,
    TextResponse,
    further_members,
    said_of_members,
)
from generator.ir.package import Package, Resource, all_resources
from generator.ir.types import named
from generator.methods import http_method
from generator.python.annotations import Annotator
from generator.python.code import Code
from generator.python.docstrings import first_sentence
from generator.python.literals import dotted, name, string
from generator.render.answers import AnswerClasses, answer_classes
from generator.render.arguments import arguments
from generator.render.docs.by_hand import ExtensionView, extension_views
from generator.render.docs.example_answers import ExampleAnswers
from generator.render.docs.layout import Group, lay_out
from generator.render.docs.mentions import types_on_page
from generator.render.docs.rows import Row, rows
from generator.render.docs.samples import Method, Sample, SampleKind, Samples, call_of
from generator.render.docs.site import (
    ERRORS,
    INDEX,
    PAGINATION,
    STREAMING,
    Links,
    MethodKey,
    Site,
    relative,
    resource_page,
    resource_title,
)
from generator.render.docs.type_text import TypeText
from generator.render.error_bodies import ANY_STATUS, SERVER_ERROR, STATUS_ERRORS
from generator.render.extensions import HandWrittenFiles
from generator.render.faces import SYNC, AnswerWriter
from generator.render.layout import outline
from generator.render.markdown import NOTHING, Markdown, cell, code_span, fenced, line, link, prose, words
from generator.render.recipes import Given, Later, Recipe
from generator.render.scope import ModuleScope
from generator.render.signatures import ArgumentText, signature
from generator.values import Value, replace

_PAGE_MODULE = "docs"


def status_error(status: str) -> Code:
    """The class of the error that the runtime raises for a status."""
    return Code(STATUS_ERRORS.get(status, SERVER_ERROR if status[:1] == "5" else ANY_STATUS))


class AnswerView(Value, kw_only=True):
    """What is said of the answer with one status: lines about its `headers`, and about the calls that can follow it."""

    status: Markdown
    doc: Markdown
    headers: tuple[Markdown, ...]
    links: tuple[Markdown, ...]


class ErrorView(Value, kw_only=True):
    """What an operation raises for one status, and what is said of the answer."""

    said: AnswerView
    error: Code
    body: Markdown


class SampleView(Value, kw_only=True):
    """A sample under its heading, with what the document says of it."""

    title: Markdown
    doc: Markdown
    code: Markdown


class Shown(Value, kw_only=True):
    """What one operation is shown by: programs, an answer, and the versions that brought and deprecated it ("" where
    nobody knows)."""

    samples: tuple[Sample, ...]
    answer: Markdown
    since: str = ""
    deprecated_since: str = ""


class OperationView(Value, kw_only=True):
    """The section of one operation. Empty parts are left out."""

    name: Code
    link: Markdown
    request: Markdown
    summary: Markdown
    since: Markdown
    deprecated: Markdown
    deprecated_since: Markdown
    doc: Markdown
    signature: Markdown
    body: Markdown
    rows: tuple[Row, ...]
    has_defaults: bool
    further: Markdown
    result: Markdown
    cases: tuple[Markdown, ...]
    stream: Markdown
    page: Markdown
    answers: tuple[AnswerView, ...]
    errors: tuple[ErrorView, ...]
    samples: tuple[SampleView, ...]
    documented: tuple[SampleView, ...]
    answer: Markdown


class ChildView(Value, kw_only=True):
    """A resource below another."""

    link: Markdown
    doc: Markdown


class ResourceView(Value, kw_only=True):
    """The page of one resource."""

    title: Code
    doc: Markdown
    operations: tuple[OperationView, ...]
    extensions: tuple[ExtensionView, ...]
    children: tuple[ChildView, ...]
    index: Markdown
    errors: Markdown


class Surroundings(Value, kw_only=True):
    """What a page is made from beside its resource.

    `links` lead to all that it mentions, relative ones of descriptions start from `base_url`; `by_hand` are the files
    that extend the resource. Arguments are the rows of a table, unless not `in_table`.
    """

    links: Links
    base_url: str
    answers: AnswerClasses
    by_hand: Mapping[str, str | bytes]
    in_table: bool = True


def resource_pages(
    package: Package, site: Site, samples: Samples, by_hand: HandWrittenFiles, told: History
) -> Iterator[tuple[str, Recipe]]:
    """The page of each resource, and that of the client's own methods: its path and what it is made from."""
    for path, given in given_to_resources(package, site, samples, by_hand, told):
        yield path, Recipe("docs/resource.md.jinja", resource_view, given)


def given_to_resources(
    package: Package, site: Site, samples: Samples, by_hand: HandWrittenFiles, told: History
) -> Iterator[tuple[str, Given]]:
    """The path of each page, and what `resource_view` is given for it."""
    example = ExampleAnswers(package.declarations)

    def given(resource: Resource) -> tuple[Any, ...]:
        page = replace(resource, children=tuple(map(outline, resource.children)))
        found = tuple(Method(resource.path, operation) for operation in resource.operations)
        mentioned = named(type for operation in resource.operations for type in types_on_page(operation))
        successors = (m.operation.successor for m in found if m.operation.successor is not None)
        now = ((successor.resource, successor.name) for successor in successors)
        keys = (*(method.key for method in found), *now, *next_methods(found, site.links))
        links = site.links.among(mentioned, keys)
        answers = answer_classes(package.client)
        sources = by_hand.of(extension.module for extension in resource.extensions)
        around = Surroundings(links=links, base_url=package.docs_url or "", answers=answers, by_hand=sources)
        shown = tuple(
            Shown(
                samples=samples.of(method),
                answer=example.of(method.operation),
                since=told.since.get(method.key, ""),
                deprecated_since=told.deprecated_since.get(method.key, ""),
            )
            for method in found
        )
        return page, shown, around

    own = Resource(name="", class_name="", path=(), operations=package.client_operations, children=())
    for resource in ((own,) if own.operations else ()) + tuple(all_resources(package.resources)):
        yield resource_page(resource.path), Later(partial(given, resource))


def resource_view(resource: Resource, shown: tuple[Shown, ...], around: Surroundings) -> ResourceView:
    """The view of a page; each operation has what it is shown by."""
    page = resource_page(resource.path)
    writer = _PageWriter(page, around)
    return ResourceView(
        title=resource_title(resource.path),
        doc=prose(resource.doc, around.base_url),
        operations=tuple(
            writer.operation(Method(resource.path, operation), of_operation)
            for operation, of_operation in zip(resource.operations, shown, strict=True)
        ),
        extensions=extension_views(resource.extensions, resource.class_name, around.by_hand),
        children=tuple(writer.child(child) for child in resource.children),
        index=link(Markdown("All resources"), relative(page, INDEX)),
        errors=link(Markdown("errors"), relative(page, ERRORS)),
    )


class _PageWriter:
    """Writes the parts of one page."""

    def __init__(self, page: str, around: Surroundings) -> None:
        self._page = page
        self._links = around.links
        self._base_url = around.base_url
        self._annotator = Annotator()
        self._answers = around.answers
        self._in_table = around.in_table

    def child(self, child: Resource) -> ChildView:
        label = code_span(resource_title(child.path))
        return ChildView(
            link=link(label, relative(self._page, resource_page(child.path))),
            doc=line(first_sentence(child.doc), self._base_url),
        )

    def operation(self, method: Method, shown: Shown) -> OperationView:
        operation = method.operation
        types = TypeText(self._links, self._page)
        taken = rows(arguments(operation), TypeText(self._links, self._page, in_table=self._in_table), self._base_url)
        extra = further_members(operation.body)
        return OperationView(
            name=name(operation.name),
            link=self._links.method_link(self._page, method, code_span(operation.name)),
            request=code_span(f"{http_method(operation.verb)} {operation.path}", in_table=True),
            summary=self._summary(operation),
            since=code_span(shown.since),
            deprecated=self._deprecated(operation),
            deprecated_since=code_span(shown.deprecated_since),
            doc=prose(_description(operation), self._base_url),
            signature=fenced(
                sync_signature(method, ModuleScope(_PAGE_MODULE, self._annotator, answers=self._answers)), "python"
            ),
            body=prose(said_of_members(operation.body), self._base_url),
            rows=taken,
            has_defaults=any(row.default for row in taken),
            further=NOTHING if extra is None else types.of(extra),
            result=self._result(operation, types),
            cases=tuple(self._cases(operation, types)),
            stream=self._stream(operation, types),
            page=self._pages(operation, types),
            answers=tuple(map(self._answer, operation.answers)),
            errors=tuple(self._error(error, types) for error in operation.errors),
            samples=tuple(self._sample(sample, operation.request_example) for sample in shown.samples),
            documented=tuple(map(_documented, operation.shown_programs)),
            answer=shown.answer,
        )

    def _summary(self, operation: Operation) -> Markdown:
        if operation.successor is not None:
            return Markdown(f"Deprecated: {self._deprecated(operation)}")
        return cell(first_sentence(operation.summary or operation.doc), self._base_url)

    def _deprecated(self, operation: Operation) -> Markdown:
        """What is said of a deprecated method, with a link to the one that has taken its place."""
        told = line(operation.deprecated or "", self._base_url)
        if operation.successor is None:
            return told
        key = operation.successor.resource, operation.successor.name
        return Markdown(told.replace(code_span(call_of(*key)), self._links.to_method(self._page, key), 1))

    # Results

    def _result(self, operation: Operation, types: TypeText) -> Markdown:
        if operation.page is not None or (operation.stream is not None and operation.stream.parameter is None):
            return NOTHING
        if isinstance(operation.response, ResponseByStatus):
            return Markdown("what the status says:")
        return self._single(operation.response, types)

    def _single(self, response: SingleResponse, types: TypeText) -> Markdown:
        match response:
            case JsonResponse(type=type):
                return types.of(type)
            case TextResponse(media_type=media_type):
                return Markdown(f"`str` ({words(media_type)})")
            case BinaryResponse(media_type=media_type):
                return Markdown(
                    f"{code_span(self._answers.binary.name)}, the bytes of the answer ({words(media_type)})"
                )
            case EmptyResponse():
                return Markdown("`None`")
            case _:
                assert_never(response)

    def _cases(self, operation: Operation, types: TypeText) -> Iterator[Markdown]:
        """What is answered with which status, or to which value of the argument that decides."""
        if isinstance(operation.response, ResponseByStatus):
            for answer in operation.response.answers:
                yield Markdown(f"with {words(answer.status)}: {self._single(answer.response, types)}")
        said = operation.cases
        if said is None:
            return
        for case in said.cases:
            values = ", ".join(code_span(f"{said.argument}={string(value)}") for value in case.values)
            left_out = f", or without `{name(said.argument)}`" if said.omitted in case.values else ""
            yield Markdown(f"with {values}{left_out}: {types.of(case.type)}")

    def _stream(self, operation: Operation, types: TypeText) -> Markdown:
        if operation.stream is None:
            return NOTHING
        what = f"{link(Markdown('stream'), relative(self._page, STREAMING))} of {types.of(operation.stream.event)}"
        if operation.stream.parameter is None:
            return Markdown(f"a {what}")
        return Markdown(f"with `{name(operation.stream.parameter)}=True` a {what}")

    def _pages(self, operation: Operation, types: TypeText) -> Markdown:
        if operation.page is None:
            return NOTHING
        scheme = name(operation.page.scheme)
        paging = link(Markdown("one page after the other"), relative(self._page, PAGINATION))
        item = types.of(operation.page.item)
        return Markdown(f"`Sync{scheme}` (async: `Async{scheme}`) of {item}; iterating over it fetches {paging}")

    def _answer(self, answer: SaidOfAnswer | ErrorResponse) -> AnswerView:
        return AnswerView(
            status=words(answer.status),
            doc=line(answer.doc, self._base_url),
            headers=tuple(map(self._header, answer.headers)),
            links=tuple(map(self._next, answer.links)),
        )

    def _header(self, header: Header) -> Markdown:
        doc = line(header.doc, self._base_url)
        return Markdown(f"{code_span(header.name)}{f': {doc}' if doc else NOTHING}")

    def _next(self, call: NextCall) -> Markdown:
        """A call that can follow: its method, where there is one, what it is given, and what is said of it."""
        target = self._links.methods.get((call.resource, call.method))
        written = code_span(call.operation or call.name)
        if target is not None:
            label = code_span(dotted(".".join(("client", *call.resource, call.method))))
            written = link(label, relative(self._page, target))
        given = ", ".join(
            f"{code_span(name) if name else 'the body'} from {code_span(value)}" for name, value in call.given
        )
        doc = line(call.doc, self._base_url)
        return Markdown(f"{written}{f', {given}' if given else NOTHING}{f': {doc}' if doc else NOTHING}")

    def _sample(self, sample: Sample, shown: Example | None) -> SampleView:
        """A sample; where it shows what an example of the document does, with the title of that."""
        title, doc = Markdown(_TITLES[sample.kind]), NOTHING
        if shown is not None and shown.title:
            title = Markdown(f"{title}: {words(shown.title)}")
        if shown is not None and sample.kind in (SampleKind.SYNC, SampleKind.SYNC_STREAM):
            doc = prose(shown.doc, self._base_url)
        return SampleView(title=title, doc=doc, code=fenced(sample.code, "python"))

    def _error(self, error: ErrorResponse, types: TypeText) -> ErrorView:
        return ErrorView(
            said=self._answer(error),
            error=status_error(error.status),
            body=types.of(error.type) if error.type is not None else NOTHING,
        )


def _documented(program: ShownProgram) -> SampleView:
    return SampleView(title=words(program.title or "Python"), doc=NOTHING, code=fenced(program.text, "python"))


def next_methods(found: Iterable[Method], links: Links) -> Iterator[MethodKey]:
    """The methods that can follow an answer of these."""
    for method in found:
        for answer in method.operation.answers:
            yield from _known(answer.links, links)
        for error in method.operation.errors:
            yield from _known(error.links, links)


def _known(calls: Iterable[NextCall], links: Links) -> Iterator[MethodKey]:
    return (key for call in calls if (key := (call.resource, call.method)) in links.methods)


def sync_signature(method: Method, scope: ModuleScope) -> Code:
    """The sync signature, as the client's own code has it; `scope` has the names in it then."""
    written = signature(method.operation, scope, frozenset())
    parameters = [("", _declared(text)) for text in written.positional]
    if written.keyword:
        parameters.append(("", Code("*")))
    parameters += [("", _declared(text)) for text in written.keyword]
    parameters.append(("", Code("**options: Unpack[RequestOptions]")))
    result = AnswerWriter(SYNC, scope).returns(written, None)
    return lay_out(Group(f"{method.call}(", tuple(parameters), ")"), after=f" -> {result}")


def _declared(text: ArgumentText) -> Code:
    code = f"{name(text.argument.name)}: {text.type}"
    return Code(code if text.argument.required else f"{code} | Omit = omit")


def _description(operation: Operation) -> str:
    """Summary and description, without saying the same twice."""
    summary, doc = operation.summary.strip(), operation.doc.strip()
    if not doc or doc.startswith(summary.rstrip(".")):
        return doc or summary
    return f"{summary}\n\n{doc}"


_TITLES = {
    SampleKind.SYNC: "Example",
    SampleKind.ASYNC: "Async example",
    SampleKind.SYNC_STREAM: "Streaming example",
    SampleKind.ASYNC_STREAM: "Async streaming example",
    SampleKind.RAW: "Raw answer",
    SampleKind.GUIDE: "Example",
}
