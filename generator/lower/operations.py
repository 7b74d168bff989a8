"""Operations of the document to operations of the SDK."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.document import model as doc
from generator.ir.declarations import Field
from generator.ir.operations import Operation, Page, Parameter, Place
from generator.ir.types import LiteralOf, Named, Nullable, UnionOf
from generator.lower import oauth
from generator.lower.answers import Answers
from generator.lower.calls import Call, in_order_of
from generator.lower.cases import Cases
from generator.lower.contents import answer_example, as_example, body_example, meta_example, shown_programs
from generator.lower.conversion import Conversion, Owner, Scope
from generator.lower.drafting import Drafting
from generator.lower.drafts import Draft, Drafts, provisional, root_draft
from generator.lower.faces import Face
from generator.lower.follow_ups import FollowUps
from generator.lower.pages import Pages, patterns, report_colliding, untried_patterns
from generator.lower.reading import JSON
from generator.lower.requests import Requests, keyword_fields, path_of, path_with_names
from generator.lower.said import joined, of_server, with_link
from generator.lower.schemas import Schemas
from generator.lower.successors import with_successors
from generator.lower.type_names import TypeName
from generator.published.lock import Lock
from generator.python.identifiers import pascal_case
from generator.values import Value, replace

_Variant: TypeAlias = tuple[str, tuple[Field, ...]]


class Operations(Value):
    """The operation that each call makes, with provisional types, and the drafts of what these need beside
    components."""

    by_call: tuple[tuple[Call, Operation], ...]
    drafts: Drafts


def lower_operations(
    calls: Iterable[Call], components: Drafts, schemas: Schemas, config: Config, diagnostics: Diagnostics, *, lock: Lock
) -> Operations:
    """Lower the operation of each call."""
    report_colliding(config, diagnostics)
    drafting = Drafting(components)
    calls = tuple(calls)
    builder = _Builder(Conversion(schemas, drafting), FollowUps(calls), config, lock, diagnostics)
    built = tuple((call, builder.build(call)) for call in in_order_of(config, calls))
    return Operations(with_successors(built), drafting.finished())


class _Builder:
    """Builds operations; what they need declared is drafted through the conversion."""

    def __init__(
        self,
        conversion: Conversion,
        follow_ups: FollowUps,
        config: Config,
        lock: Lock,
        diagnostics: Diagnostics,
    ) -> None:
        self._drafting = conversion.drafting
        self._ledger = conversion.schemas.ledger
        self._pages = Pages(conversion.schemas.shapes, patterns(config), untried_patterns(config))
        self._requests = Requests(conversion, config, lock, diagnostics)
        self._answers = Answers(conversion, follow_ups, config.unwrap_fields, by_method=config.names_answers_by_method)
        reports_absent = config.covers(conversion.schemas.document.title)
        self._cases = Cases(self._answers, self._drafting, diagnostics if reports_absent else None)

    def build(self, call: Call) -> Operation:
        """The operation, with provisional types."""
        operation = call.operation
        scope = Scope(Face.REQUEST, Owner(call.owner, operation.location.pointer))
        parameters, body = self._requests.build(call, scope)
        answer = self._answers.build(call, parameters, body)
        response, stream = answer.response, answer.stream
        cases = self._cases.build(call, parameters, body)
        fields = tuple(keyword_fields(parameters, body))
        if fields or self._drafting.owns(call.owner):
            variants = self._requests.variants(call, parameters, body, scope)
            self._declare_params(call, fields, variants, stream.parameter if stream is not None else None)
        return Operation(
            name=call.route.method,
            operation_id=operation.operation_id or f"{operation.verb} {operation.path}",
            verb=operation.verb,
            path=path_with_names(path_of(operation), parameters),
            parameters=tuple(parameters),
            body=body,
            response=response if cases is None else self._cases.whole(response, cases),
            accept=answer.accept if cases is None else (JSON,),
            cases=cases,
            stream=stream,
            page=self._page(call, parameters) if stream is None and cases is None else None,
            errors=self._answers.errors(call),
            answers=self._answers.said(call),
            location=operation.location,
            summary=operation.summary,
            doc=joined(
                with_link(operation.description, operation.external_docs), *map(of_server, operation.servers[:1])
            ),
            deprecated=call.choices.deprecated or ("This operation is deprecated." if operation.deprecated else None),
            security=_security(operation),
            scopes=_scopes(operation),
            base_url=self._base_url(operation),
            timeout=call.choices.timeout,
            max_retries=call.choices.max_retries,
            headers=_constant_headers(call, parameters),
            params=provisional(call.owner) if fields else None,
            takes_key=self._requests.takes_key(call, parameters, body),
            request_example=as_example(self._shown(call, body_example(call.media))),
            response_example=as_example(self._shown(call, answer_example(operation)))
            or meta_example(operation.extensions.get("x-oaiMeta")),
            shown_programs=shown_programs(operation.extensions),
        )

    def _shown(self, call: Call, example: doc.Example | None) -> doc.Example | None:
        if example is not None:
            self._ledger.use(example.location, call.operation.location)
        return example

    def _declare_params(
        self, call: Call, fields: tuple[Field, ...], variants: Sequence[_Variant], streaming: str | None
    ) -> None:
        """Draft the arguments of an operation; those of one that streams on demand are of two kinds, those of one whose
        body is one of several objects of as many."""
        said, operation = TypeName(f"{call.stem}Params", call.package), call.operation
        whole = root_draft(call.owner, Face.REQUEST, said, operation.location, doc=operation.summary)
        if streaming is None and variants:
            self._declare_variants(whole, variants)
            return
        if streaming is None:
            self._drafting.add(replace(whole, fields=fields))
            return
        asking = next(field for field in fields if field.name == streaming)
        plain = replace(asking, type=Nullable(inner=LiteralOf(values=(False,))), required=False)
        streamed = replace(asking, type=LiteralOf(values=(True,)), required=True)
        base = _part_of(whole, "Base", tuple(field for field in fields if field is not asking))
        on_base = provisional(base.key)
        called = _params_name(call) or whole.wanted_name
        kinds = tuple(
            replace(_part_of(whole, word, (field,), on_base), wanted_name=f"{called}{word}")
            for word, field in (("NonStreaming", plain), ("Streaming", streamed))
        )
        union = UnionOf(variants=tuple(provisional(kind.key) for kind in kinds))
        for draft in (replace(whole, type=union), base, *kinds):
            self._drafting.add(draft)

    def _declare_variants(self, whole: Draft, variants: Sequence[_Variant]) -> None:
        kinds = [
            Draft(
                key=f"{whole.key} variant {number}",
                face=whole.face,
                owner=whole.key,
                location=whole.location,
                words=(word,),
                told=True,
                fields=fields,
            )
            for number, (word, fields) in enumerate(variants)
        ]
        union = UnionOf(variants=tuple(provisional(kind.key) for kind in kinds))
        for draft in (replace(whole, type=union), *kinds):
            self._drafting.add(draft)

    def _page(self, call: Call, parameters: Sequence[Parameter]) -> Page | None:
        found = self._pages.find(call, parameters)
        if found is None:
            return None
        scheme, item = found
        return Page(scheme=scheme, item=self._answers.result_of(call, item, self._answers.item_name(call)))

    def _base_url(self, operation: doc.Operation) -> str | None:
        if not operation.servers:
            return None
        first, *others = operation.servers
        for other in others:
            self._ledger.dropped("server", other.url, f"the operation is sent to {first.url}", other.location)
        url = first.url
        for name, variable in first.variables.items():
            url = url.replace("{" + name + "}", variable.default)
        return url


def _params_name(call: Call) -> str | None:
    """What the config calls the arguments of a method that streams on demand."""
    said = call.choices.stream.params_name if call.choices.stream else None
    return pascal_case(said, call.casings) if said else None


def _part_of(whole: Draft, word: str, fields: tuple[Field, ...], base: Named | None = None) -> Draft:
    """A draft beside that of an operation's arguments."""
    return Draft(
        key=f"{whole.key} {word}",
        face=whole.face,
        owner=whole.key,
        location=whole.location,
        wanted_name=f"{whole.wanted_name}{word}",
        fields=fields,
        base=base,
    )


def _constant_headers(call: Call, parameters: Sequence[Parameter]) -> tuple[tuple[str, str], ...]:
    """The headers that the config gives the operation; an argument for the same header has the first word."""
    arguments = {p.wire_name.lower() for p in parameters if p.place is Place.HEADER}
    return tuple((name, value) for name, value in call.choices.headers if name.lower() not in arguments)


def _security(operation: doc.Operation) -> tuple[tuple[str, ...], ...] | None:
    if operation.security is None:
        return None
    return tuple(tuple(name for name, _ in requirement) for requirement in operation.security)


def _scopes(operation: doc.Operation) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The scopes of each scheme that the operation's own requirements name; the first alternative with it counts."""
    requirements = operation.security or ()
    schemes = dict.fromkeys(name for requirement in requirements for name, _ in requirement)
    return tuple((name, oauth.scopes(requirements, name)) for name in schemes)
