"""Answers that depend on the value of an argument, where the config says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.config.matching import UNMATCHED
from generator.config.model import ResponseCaseConfig, ResponseCasesConfig
from generator.diagnostics import Diagnostics
from generator.ir.declarations import Field
from generator.ir.operations import (
    JsonResponse,
    Parameter,
    RequestBody,
    Response,
    ResponseCase,
    ResponseCases,
    SingleResponse,
    TextResponse,
    single_responses,
)
from generator.ir.types import LiteralOf, Named, Nullable, Primitive, PrimitiveKind, TypeExpr, UnionOf
from generator.lower.answers import Answers
from generator.lower.calls import Call
from generator.lower.drafting import Drafting
from generator.lower.requests import by_wire_name
from generator.lower.unions import either
from generator.python.identifiers import pascal_case
from generator.source import Location
from generator.values import Value

_TEXT = Primitive(kind=PrimitiveKind.STRING)


class Cases(Value):
    """Builds the cases of answers. What an entry names in vain is reported to `diagnostics`, if there are any."""

    answers: Answers
    drafting: Drafting
    diagnostics: Diagnostics | None

    def build(self, call: Call, parameters: Sequence[Parameter], body: RequestBody | None) -> ResponseCases | None:
        """The cases of an operation, if the config gives it any that hold."""
        said = call.choices.response_by
        if said is None:
            return None
        argument = by_wire_name(parameters, body).get(said.parameter)
        if argument is None:
            self._report(call, f'no argument "{said.parameter}"', said.location)
            return None
        cases = tuple(self._cases(call, said, argument))
        if not cases:
            return None
        return ResponseCases(argument=argument.name, cases=cases, omitted=self._omitted(call, said, argument, cases))

    def _cases(self, call: Call, said: ResponseCasesConfig, argument: Parameter | Field) -> Iterator[ResponseCase]:
        known, answered = self._values(argument.type), set[str]()
        for case in said.cases:
            values = []
            for value in case.values:
                if value in answered or (known is not None and value not in known):
                    rest = "further " if value in answered else ""
                    self._report(call, f'no {rest}value "{value}" of "{said.parameter}"', case.location)
                    continue
                answered.add(value)
                values.append(value)
            type = self._type(call, case)
            if values and type is not None:
                yield ResponseCase(values=tuple(values), type=type)

    def _type(self, call: Call, case: ResponseCaseConfig) -> TypeExpr | None:
        """The type of an answer; None where the document lacks its schema, which is reported with all such names."""
        if case.schema is None:
            return _TEXT
        schema = self.answers.component(case.schema)
        if schema is None:
            return None
        return self.answers.type_of(call, schema, f"{call.stem}{pascal_case(case.values[0])}Response")

    def _omitted(
        self,
        call: Call,
        said: ResponseCasesConfig,
        argument: Parameter | Field,
        cases: Sequence[ResponseCase],
    ) -> str | None:
        if said.omitted is None:
            return None
        if argument.required:
            self._report(call, f'no calls without "{said.parameter}"', said.location)
            return None
        if not any(said.omitted in case.values for case in cases):
            self._report(call, f'no answer to "{said.omitted}"', said.location)
            return None
        return said.omitted

    def whole(self, response: Response, cases: ResponseCases) -> JsonResponse:
        """The answer where nobody knows the case: any that the document declares or a case has."""
        whole: TypeExpr | None = None
        declared = [type for one in single_responses(response) if (type := _type_of(one)) is not None]
        for type in [*declared, *(case.type for case in cases.cases)]:
            if whole is None:
                whole = type
            elif type not in self._alternatives(whole):
                whole = either(whole, type)
        return JsonResponse(type=whole or _TEXT)

    def _values(self, type: TypeExpr) -> list[str] | None:
        """The texts that an argument can have; None where any will do."""
        found = self._alternatives(type)
        if _TEXT in found:
            return None
        return [v for one in found if isinstance(one, LiteralOf) for v in one.values if isinstance(v, str)]

    def _alternatives(self, type: TypeExpr) -> list[TypeExpr]:
        """A type and all that it stands for, by way of unions and aliases."""
        found: dict[TypeExpr, None] = {}
        pending = [type]
        while pending:
            one = pending.pop()
            if one in found:
                continue
            found[one] = None
            match one:
                case Nullable(inner=inner):
                    pending.append(inner)
                case UnionOf(variants=variants):
                    pending += variants
                case Named(name=key) if (alias := self.drafting[key].type) is not None:
                    pending.append(alias)
        return list(found)

    def _report(self, call: Call, what: str, location: Location) -> None:
        if self.diagnostics is not None and call.is_first:
            operation = call.operation
            self.diagnostics.report(UNMATCHED, f"{operation.verb} {operation.path} has {what}", location)


def _type_of(response: SingleResponse) -> TypeExpr | None:
    match response:
        case JsonResponse(type=type):
            return type
        case TextResponse():
            return _TEXT
        case _:
            return None
