"""Tests of the methods of a resource: the view of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from generator.ir.operations import JsonResponse, Operation, Stream, result_type
from generator.ir.trials import Trial
from generator.ir.types import TypeExpr
from generator.methods import http_method
from generator.python.annotations import Face
from generator.python.code import Code
from generator.python.docstrings import docstring
from generator.python.identifiers import snake_case
from generator.python.imports import External, Import, Local
from generator.python.literals import name, string
from generator.render.docs.layout import Expression, Group, lay_out
from generator.render.scope import ModuleScope
from generator.render.tests.calls import Calls, MadeCall, NoCall
from generator.values import Value, replace

_CHECKED = Local("conftest", "Checked")
_PYTEST = External("pytest")
_OWN = ("checked", "client")


class TestView(Value, kw_only=True):
    """A test: `statement` is laid out for where it stands."""

    name: Code
    doc: Code
    statement: Code
    is_deprecated: bool


class ResourceTestsView(Value, kw_only=True):
    """The file of a resource; `doc` says which one."""

    header: Code
    doc: Code
    imports: tuple[Code, ...]
    tests: tuple[TestView, ...]
    has_deprecated: bool


class Lost(Protocol):
    """What is told of a method without a test, or of an argument that no test gives, since it has no value of its
    type."""

    def __call__(self, trial: Trial, argument: str, *, is_method: bool) -> None:
        """Take note of it."""


def resource_tests(module: str, trials: tuple[Trial, ...], calls: Calls, header: Code, lost: Lost) -> ResourceTestsView:
    """The tests of a resource, which has these trials."""
    return _Writer(module, calls, lost).view(trials, header)


class _Aim(Value, kw_only=True):
    """What a test looks at: `tried_by` a method of `Trial`, which is told the type as its argument `of` (None: bytes).

    `within` is the member of an answer that is returned in place of the whole.
    """

    tried_by: str
    of: str
    type: TypeExpr | None
    within: str | None = None


class _Writer:
    def __init__(self, module: str, calls: Calls, lost: Lost) -> None:
        self._calls = calls
        self._lost = lost
        self._package = calls.package
        self._sent = External(f"{self._package.name}.testing", "Sent", is_own=True)
        self._scope = ModuleScope(module, calls.annotator, _OWN)
        self._names: set[str] = set()

    def view(self, trials: tuple[Trial, ...], header: Code) -> ResourceTestsView:
        doc = docstring(f"Calls of `{'.'.join(('client', *trials[0].resource))}`.")
        self._scope.use(_CHECKED)
        tests = tuple(test for trial in trials for test in self._tests(trial))
        deprecated = any(test.is_deprecated for test in tests)
        if deprecated:
            self._scope.use(_PYTEST)
        return ResourceTestsView(
            header=header, doc=doc, imports=self._imports(), tests=tests, has_deprecated=deprecated
        )

    def _imports(self) -> tuple[Code, ...]:
        """The imports; types come from where users have them."""
        instead: dict[Import, Import] = {}
        for own in self._scope.types().values():
            home = own.module if own in self._calls.private else own.module.rpartition(".")[0]
            types = f"{self._package.name}.types.{home}".rstrip(".")
            instead[Local(f"types.{own.module}", own.name)] = External(types, own.name, is_own=True)
        return self._scope.imports(instead)

    def _tests(self, trial: Trial) -> Iterator[TestView]:
        """The tests of a method: of its stream, of what arguments decide, with required and with all arguments."""
        operation = self._calls.method(trial).operation
        required = self._calls.of(trial, trial.required)
        if isinstance(required, NoCall):
            self._lost(trial, required.argument, is_method=True)
            return
        every = self._calls.of(trial, trial.every)
        assert isinstance(every, MadeCall)  # which has all that is required
        for argument in every.left_out:
            self._lost(trial, argument, is_method=False)
        yield from self._deciding(trial, operation)
        aim = _usual_aim(operation)
        yield self._test(operation, "", required, aim)
        if every != required:
            yield self._test(operation, "with_all_arguments", every, self._decided(operation, trial, aim))

    def _deciding(self, trial: Trial, operation: Operation) -> Iterator[TestView]:
        """The tests of calls in which an argument decides what is answered."""
        wanted: list[tuple[str, dict[str, Any], _Aim]] = []
        if operation.stream is not None and operation.stream.parameter is not None:
            wanted.append(("as_stream", {operation.stream.parameter: True}, _streaming(operation.stream)))
        for case in operation.cases.cases if operation.cases is not None else ():
            assert operation.cases is not None
            value = case.values[0]
            wanted.append((f"as_{snake_case(value)}", {operation.cases.argument: value}, _returning(case.type)))
        for how, given, aim in wanted:
            made = self._calls.of(trial, trial.required, given)
            if isinstance(made, MadeCall) and not made.left_out:
                yield self._test(operation, how, made, aim)
            else:
                self._lost(trial, next(iter(given)), is_method=False)

    def _decided(self, operation: Operation, trial: Trial, aim: _Aim) -> _Aim:
        """What is answered where all arguments are given, one of which may decide that."""
        if operation.cases is None:
            return aim
        value = self._calls.value_of(trial, operation.cases.argument)
        return next((_returning(case.type) for case in operation.cases.cases if value in case.values), aim)

    def _test(self, operation: Operation, how: str, made: MadeCall, aim: _Aim) -> TestView:
        deprecated = operation.deprecated is not None
        annotation = Code("bytes") if aim.type is None else self._scope.annotation(aim.type, Face.RESULT)
        items: list[tuple[str, Expression]] = [("lambda client: ", made.call), (f"{aim.of}=", annotation)]
        if made.sends:
            items.append(("sends=", Group(f"{self._scope.use(self._sent)}(", made.sends, ")")))
        if aim.within is not None:
            items.append(("within=", string(aim.within)))
        statement = lay_out(Group(f"{aim.tried_by}(", tuple(items), ")"), indent=8 if deprecated else 4)
        return TestView(
            name=name(self._free(f"test_{operation.name}{f'_{how}' if how else ''}")),
            doc=docstring(f"{http_method(operation.verb)} {operation.path}", 4),
            statement=Code(statement.lstrip()),
            is_deprecated=deprecated,
        )

    def _free(self, wanted: str) -> str:
        while wanted in self._names:
            wanted += "_"
        self._names.add(wanted)
        return wanted


def _usual_aim(operation: Operation) -> _Aim:
    """What is looked at where no argument decides."""
    if operation.page is not None:
        return _Aim(tried_by="checked.pages", of="of", type=operation.page.item)
    if operation.stream is not None and operation.stream.parameter is None:
        return _streaming(operation.stream)
    cases = operation.cases
    omitted = next((case for case in cases.cases if cases.omitted in case.values), None) if cases else None
    if omitted is not None:
        return _returning(omitted.type)
    response = operation.response
    within = response.unwrap if isinstance(response, JsonResponse) else None
    return replace(_returning(result_type(response)), within=within)


def _streaming(stream: Stream) -> _Aim:
    return _Aim(tried_by="checked.stream", of="of", type=stream.event)


def _returning(type: TypeExpr | None) -> _Aim:
    return _Aim(tried_by="checked", of="returns", type=type)
