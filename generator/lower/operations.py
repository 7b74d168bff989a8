"""Operations of the document to operations of the SDK."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.diagnostics import Diagnostics
from generator.document import model as doc
from generator.ir.declarations import Field
from generator.ir.operations import Operation, Page, Parameter, Place
from generator.ir.types import LiteralOf, Named, Nullable, UnionOf
from generator.lower.answers import Answers
from generator.lower.calls import Call
from generator.lower.cases import Cases
from generator.lower.contents import request_example, response_example
from generator.lower.directions import Face
from generator.lower.drafts import Draft, provisional
from generator.lower.pages import Pages
from generator.lower.requests import Requests, keyword_fields, path_with_names
from generator.lower.schemas import Schemas, Scope
from generator.lower.type_names import TypeName


class Operations:
    """Builds operations; what they need declared is drafted through `Schemas`."""

    def __init__(
        self,
        schemas: Schemas,
        pages: Pages,
        diagnostics: Diagnostics,
        unwrap_fields: Sequence[str] = (),
        *,
        reports_absent: bool = True,
    ) -> None:
        self._schemas = schemas
        self._ledger = schemas.ledger
        self._pages = pages
        self._requests = Requests(schemas, diagnostics)
        self._answers = Answers(schemas, unwrap_fields)
        self._cases = Cases(self._answers, schemas.drafts, diagnostics if reports_absent else None)

    def build(self, call: Call) -> Operation:
        """The operation, with provisional types."""
        operation = call.operation
        draft = self._params_draft(call)
        scope = Scope(Face.REQUEST, draft.key)
        parameters, body = self._requests.build(call, scope)
        response, stream = self._answers.build(call)
        stream = self._answers.stream_argument(call, stream, parameters, body)
        cases = self._cases.build(call, parameters, body)
        fields = tuple(keyword_fields(parameters, body))
        self._declare_params(draft, fields, stream.parameter if stream is not None else None)
        return Operation(
            name=call.route.method,
            operation_id=operation.operation_id or f"{operation.verb} {operation.path}",
            verb=operation.verb,
            path=path_with_names(operation.path, parameters),
            parameters=tuple(parameters),
            body=body,
            response=response if cases is None else self._cases.whole(response, cases),
            cases=cases,
            stream=stream,
            page=self._page(call, parameters) if stream is None and cases is None else None,
            errors=self._answers.errors(call),
            location=operation.location,
            summary=operation.summary,
            doc=operation.description,
            deprecated=call.choices.deprecated or ("This operation is deprecated." if operation.deprecated else None),
            security=_security(operation),
            base_url=self._base_url(operation),
            timeout=call.choices.timeout,
            max_retries=call.choices.max_retries,
            headers=_constant_headers(call, parameters),
            params=provisional(draft.key) if fields else None,
            request_example=request_example(call.body()),
            response_example=response_example(operation),
        )

    def _params_draft(self, call: Call) -> Draft:
        said, operation = TypeName(f"{call.stem}Params", call.package), call.operation
        return self._schemas.drafts.add_root(call.owner, Face.REQUEST, said, operation.location, doc=operation.summary)

    def _declare_params(self, draft: Draft, fields: tuple[Field, ...], streaming: str | None) -> None:
        """The arguments of an operation; those of one that streams on demand are of two kinds."""
        if not fields:
            del self._schemas.drafts.by_key[draft.key]
        elif streaming is None:
            draft.fields = fields
        else:
            asking = next(field for field in fields if field.name == streaming)
            base = self._part_of(draft, "Base", tuple(field for field in fields if field is not asking))
            plain = replace(asking, type=Nullable(inner=LiteralOf(values=(False,))), required=False)
            streamed = replace(asking, type=LiteralOf(values=(True,)), required=True)
            kinds = (
                self._part_of(draft, "NonStreaming", (plain,), base),
                self._part_of(draft, "Streaming", (streamed,), base),
            )
            draft.type = UnionOf(variants=kinds)

    def _part_of(self, draft: Draft, word: str, fields: tuple[Field, ...], base: Named | None = None) -> Named:
        key = f"{draft.key} {word}"
        self._schemas.drafts.add(
            Draft(
                key=key,
                face=draft.face,
                owner=draft.key,
                location=draft.location,
                wanted_name=f"{draft.wanted_name}{word}",
                fields=fields,
                base=base,
            )
        )
        return provisional(key)

    def _page(self, call: Call, parameters: Sequence[Parameter]) -> Page | None:
        found = self._pages.find(call, parameters)
        if found is None:
            return None
        scheme, item = found
        return Page(scheme=scheme, item=self._answers.type_of(call, item, f"{call.stem}Item"))

    def _base_url(self, operation: doc.Operation) -> str | None:
        if not operation.servers:
            return None
        first, *others = operation.servers
        for other in others:
            self._ledger.approximated("server", other.url, f"the operation is sent to {first.url}", other.location)
        url = first.url
        for name, default in first.variables.items():
            url = url.replace("{" + name + "}", default)
        return url


def _constant_headers(call: Call, parameters: Sequence[Parameter]) -> tuple[tuple[str, str], ...]:
    """The headers that the config gives the operation; an argument for the same header has the first word."""
    arguments = {p.wire_name.lower() for p in parameters if p.place is Place.HEADER}
    return tuple((name, value) for name, value in call.choices.headers if name.lower() not in arguments)


def _security(operation: doc.Operation) -> tuple[tuple[str, ...], ...] | None:
    if operation.security is None:
        return None
    return tuple(tuple(name for name, _ in requirement) for requirement in operation.security)
