"""Resource modules: the views of their classes, for the code and for the stubs beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from generator.ir.extensions import Extension
from generator.ir.operations import Operation, said_of_members
from generator.ir.package import Callback, PayloadForm, Resource, WebhookMethod
from generator.ir.types import Named
from generator.python.annotations import OBJECT_NAMES, Face
from generator.python.code import Code
from generator.python.docstrings import docstring, first_sentence, summary
from generator.python.identifiers import snake_case
from generator.python.imports import External, Local, export_order, import_lines
from generator.python.literals import literal, name, string, string_list, strings
from generator.render.arguments import argument_names
from generator.render.calls import CALLED, CallWriter
from generator.render.declarations import DEPRECATED
from generator.render.faces import PLAIN_FACES, RESPONSE_FACES, AnswerWriter, ClassFace
from generator.render.layout import bases, resource_module
from generator.render.package_types import PackageTypes
from generator.render.references import References
from generator.render.runtime_files import CALLBACKS
from generator.render.scope import ModuleScope
from generator.render.signatures import ArgumentText, Signature, overloads, parameters, signature, stub_signature
from generator.render.successors import Homes, SuccessorWriter
from generator.render.waits import WaitingMethod, statement, waiting_methods, waiting_names
from generator.values import Value, replace

BODY_INDENT = 8
_EMPTY = Code("")
_CLIENT = Code("self._client")
_CACHED_PROPERTY = External("functools", "cached_property")
_View = TypeVar("_View")


class Deliveries(Value, kw_only=True):
    """What a resource receives from the API: webhook events of one type or by `methods`, or the payloads of callbacks.

    `signed`: the client has a secret that callbacks may be signed with.
    """

    event: Named | None = None
    methods: tuple[WebhookMethod, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    signed: bool = False


class ChildView(Value, kw_only=True):
    """A resource below another or the client: a cached property that makes it; `loads` is the import in its body."""

    name: Code
    class_name: Code
    doc: Code
    loads: Code
    argument: Code


class MethodView(Value, kw_only=True):
    """A method in code. `statement` is its whole body, but for what that `loads`."""

    definition: Code
    name: Code
    parameters: Code
    returns: Code
    doc: Code
    loads: Code
    statement: Code
    decorators: tuple[Code, ...]


class OverloadView(Value, kw_only=True):
    """One signature in a stub; `decorators` come above it."""

    parameters: Code
    returns: Code
    decorators: tuple[Code, ...]


class StubMethodView(Value, kw_only=True):
    """A method in a stub."""

    definition: Code
    name: Code
    overloads: tuple[OverloadView, ...]
    doc: Code


class ReceiverView(Value, kw_only=True):
    """What a receiver of webhook events says of them: annotation, and the reference that the runtime resolves."""

    event: Code
    reference: Code
    headers: Code


class WebhookMethodView(Value, kw_only=True):
    """A method that reads what a webhook delivers. `headers` is empty where no signature is checked."""

    name: Code
    event: Code
    headers: Code
    option: Code
    reference: Code
    decorators: tuple[Code, ...]


class CallbackView(Value, kw_only=True):
    """A method that reads the payload of a callback. `headers` is empty where no signature can be checked; `form` is
    where the payload is JSON."""

    name: Code
    event: Code
    doc: Code
    headers: Code
    reference: Code
    form: Code


class ResourceClassView(Value, kw_only=True):
    """A resource's class in code."""

    name: Code
    bases: Code
    doc: Code
    waiting: Code
    children: tuple[ChildView, ...]
    methods: tuple[MethodView, ...]
    receiver: ReceiverView | None
    webhooks: tuple[WebhookMethodView, ...]
    callbacks: tuple[CallbackView, ...]
    is_empty: bool


class ResponseFaceView(Value, kw_only=True):
    """`with_raw_response` or `with_streaming_response`: a property and the class behind it."""

    property: Code
    class_name: Code


class StubClassView(Value, kw_only=True):
    """A class in a stub: a resource, or a response face of one, which is made of that (`made_of`; empty for others)."""

    name: Code
    bases: Code
    made_of: Code
    doc: Code
    children: tuple[ChildView, ...]
    faces: tuple[ResponseFaceView, ...]
    methods: tuple[StubMethodView, ...]
    receiver: ReceiverView | None
    webhooks: tuple[WebhookMethodView, ...]
    callbacks: tuple[CallbackView, ...]
    is_empty: bool


class ResourceModuleView(Value, kw_only=True):
    """A resource module in code. `calls_deprecated`: methods that wait call deprecated ones of their class."""

    header: Code
    calls_deprecated: bool
    run_time_imports: tuple[Code, ...]
    typing_imports: tuple[Code, ...]
    exports: Code
    classes: tuple[ResourceClassView, ...]


class ResourceStubView(Value, kw_only=True):
    """A resource module's stub."""

    header: Code
    imports: tuple[Code, ...]
    exports: Code
    classes: tuple[StubClassView, ...]


def method_views(
    operations: Sequence[Operation],
    scope: ModuleScope,
    references: References,
    shadowed: frozenset[str],
    successors: SuccessorWriter,
) -> dict[ClassFace, tuple[MethodView, ...]]:
    """The methods in code, by face; signatures are prepared once for both."""
    calls = CallWriter(scope, references)
    prepared = [
        (signature(operation, scope, shadowed), summary(operation.summary or operation.doc, BODY_INDENT))
        for operation in operations
    ]
    shared = [(s, doc, parameters(s, scope), deprecation(s.operation.deprecated, scope)) for s, doc in prepared]
    views = {}
    for face in PLAIN_FACES:
        answers = AnswerWriter(face, scope)
        made = []
        for s, doc, text, decorators in shared:
            loads, call = successors.call(s.operation, face) or (_EMPTY, None)
            if call is None:
                call = calls.call(s.operation, is_async=face.is_async)
            made.append(
                MethodView(
                    definition=Code("async def" if answers.is_awaited(s) else "def"),
                    name=name(s.operation.name),
                    parameters=text,
                    returns=answers.returns(s, None),
                    doc=doc,
                    loads=loads,
                    statement=_statement(s, call, answers),
                    decorators=decorators,
                )
            )
        views[face] = tuple(made)
    return views


def _statement(prepared: Signature, call: Code, answers: AnswerWriter) -> Code:
    awaited = "await " if answers.is_awaited(prepared) else ""
    return Code(f"return {awaited}{call}")


def deprecation(said: str | None, scope: ModuleScope) -> tuple[Code, ...]:
    """The decorator of what is deprecated."""
    return () if said is None else (Code(f"@{scope.load(DEPRECATED)}({string(first_sentence(said))})"),)


def stub_method_views(
    operations: Sequence[Operation], scope: ModuleScope, faces: Sequence[ClassFace], shadowed: frozenset[str]
) -> dict[ClassFace, tuple[StubMethodView, ...]]:
    """The methods in a stub, by face; everything but what they answer is prepared once for all faces."""
    shared = []
    for operation in operations:
        s = stub_signature(operation, scope, shadowed)
        marks = deprecation(operation.deprecated, scope)
        written = overloads(s, scope)
        if len(written) > 1:
            marks = (Code(f"@{scope.use(External('typing', 'overload'))}"), *marks)
        shared.append((s, marks, written, docstring(_method_doc(s), BODY_INDENT)))
    views = {}
    for face in faces:
        answers = AnswerWriter(face, scope)
        views[face] = tuple(
            StubMethodView(
                definition=Code("async def" if answers.is_awaited(s) else "def"),
                name=name(s.operation.name),
                overloads=tuple(
                    OverloadView(
                        parameters=o.parameters, returns=answers.returns(s, o.streams, o.case), decorators=marks
                    )
                    for o in written
                ),
                doc=_EMPTY if face.suffix else doc,
            )
            for s, marks, written, doc in shared
        )
    return views


def _waiting_views(
    resource: Resource, scope: ModuleScope, shadowed: frozenset[str]
) -> dict[ClassFace, tuple[MethodView, ...]]:
    """The methods that wait, in code."""
    found = waiting_methods(resource, scope, shadowed)
    return {
        face: tuple(
            MethodView(
                definition=Code("async def" if face.is_async else "def"),
                name=name(method.name),
                parameters=parameters(method.signature, scope),
                returns=AnswerWriter(face, scope).returns(method.signature, None),
                doc=summary(method.doc, BODY_INDENT),
                loads=_EMPTY,
                statement=statement(method, resource.operations, scope, is_async=face.is_async),
                decorators=deprecation(method.deprecated, scope),
            )
            for method in found
        )
        for face in (PLAIN_FACES if found else ())
    }


def _waiting_stub_views(
    resource: Resource, scope: ModuleScope, shadowed: frozenset[str]
) -> dict[ClassFace, tuple[StubMethodView, ...]]:
    """The methods that wait, in a stub. There is no raw answer to them: they have several."""
    found = waiting_methods(resource, scope, shadowed)
    return {
        face: tuple(
            StubMethodView(
                definition=Code("async def" if face.is_async else "def"),
                name=name(method.name),
                overloads=tuple(
                    OverloadView(
                        parameters=written.parameters,
                        returns=AnswerWriter(face, scope).returns(method.signature, written.streams),
                        decorators=deprecation(method.deprecated, scope),
                    )
                    for written in overloads(method.signature, scope)
                ),
                doc=docstring(_waiting_doc(method), BODY_INDENT),
            )
            for method in found
        )
        for face in (PLAIN_FACES if found else ())
    }


def _calls_deprecated(resource: Resource) -> bool:
    """Whether a method that waits calls one that is deprecated, or has one below it that is."""
    called = {name for wait in resource.waits for name in (wait.asks, *(start.begins for start in wait.starts))}
    return any(operation.deprecated is not None and operation.name in called for operation in resource.operations)


def _waiting_doc(method: WaitingMethod) -> str:
    prepared = method.signature
    described = [_argument_doc(text) for text in (*prepared.positional, *prepared.keyword) if text.argument.doc]
    return "\n".join([f"{method.doc}\n\nArgs:", *described])


def _joined(
    methods: Mapping[ClassFace, tuple[_View, ...]], further: Mapping[ClassFace, tuple[_View, ...]]
) -> dict[ClassFace, tuple[_View, ...]]:
    """The methods of each face, then those that only some have."""
    return {face: (*own, *further.get(face, ())) for face, own in methods.items()}


def _method_doc(prepared: Signature) -> str:
    """Summary, description, body, arguments and answers of an operation. Still the document's text."""
    operation = prepared.operation
    parts = [part for part in (operation.summary, operation.doc) if part]
    if len(parts) == 2 and parts[1].startswith(parts[0].rstrip(".")):
        del parts[0]
    if body := said_of_members(operation.body):
        parts.append(f"Body: {body}")
    described = [_argument_doc(text) for text in (*prepared.positional, *prepared.keyword) if text.argument.doc]
    if described:
        parts.append("Args:\n" + "\n".join(described))
    answered = [
        f"- {answer.status}: {words}" for answer in operation.answers if " " in (words := _on_one_line(answer.doc))
    ]
    if len(answered) == 1:
        parts.append(f"Returns: {answered[0].partition(': ')[2]}")
    elif answered:
        parts.append("Returns:\n" + "\n".join(answered))
    return "\n\n".join(parts)


def _on_one_line(doc: str) -> str:
    """The first paragraph of a text."""
    return " ".join(doc.split("\n\n", 1)[0].split())


def _argument_doc(text: ArgumentText) -> str:
    lines = _on_one_line(text.argument.doc)
    deprecated = "Deprecated. " if text.argument.deprecated and "deprecated" not in lines.lower() else ""
    return f"- {text.argument.name}: {deprecated}{lines}"


def shadowing(operations: Sequence[Operation], children: Sequence[Resource]) -> frozenset[str]:
    """The names a resource's class defines."""
    return frozenset([*(o.name for o in operations), *(child.name for child in children)])


def child_views(
    children: Sequence[Resource], scope: ModuleScope, face: ClassFace, argument: Code
) -> tuple[ChildView, ...]:
    """The resources below a resource or the client, in one face. `argument` is what their constructor takes."""
    views = []
    if children:
        scope.load(_CACHED_PROPERTY)
    for child in children:
        item = Local(resource_module(child), face.class_name(child.class_name))
        known_as = scope.use(item)
        (loads,) = import_lines({item: known_as}, scope.module) or (_EMPTY,)
        views.append(
            ChildView(
                name=name(child.name),
                class_name=known_as,
                doc=summary(child.doc, BODY_INDENT),
                loads=loads,
                argument=argument,
            )
        )
    return tuple(views)


def resource_module_view(
    resource: Resource, types: PackageTypes, header: Code, deliveries: Deliveries, homes: Homes
) -> ResourceModuleView:
    """The module of a resource, as code, with what it receives. `homes` are those of what has taken the places of its
    methods."""
    return _Writer(types, header, deliveries).module(resource, homes)


def resource_stub_view(
    resource: Resource, types: PackageTypes, header: Code, deliveries: Deliveries, _: Homes
) -> ResourceStubView:
    """The stub of a resource's module."""
    return _Writer(types, header, deliveries).stub(resource)


class _Writer:
    """Makes the views of one resource's module."""

    def __init__(self, types: PackageTypes, header: Code, deliveries: Deliveries) -> None:
        self._types = types
        self._references = References(types.private)
        self._header = header
        self._deliveries = deliveries

    def module(self, resource: Resource, homes: Homes) -> ResourceModuleView:
        """The module of a resource, as code."""
        scope = self._scope(resource)
        shadowed = shadowing(resource.operations, resource.children) | waiting_names(resource)
        successors = SuccessorWriter(scope, resource.path, homes, _CLIENT)
        methods = _joined(
            method_views(resource.operations, scope, self._references, shadowed, successors),
            _waiting_views(resource, scope, shadowed),
        )
        classes = tuple(self._class(resource, scope, face, methods[face]) for face in PLAIN_FACES)
        exports = _exports(resource, scope)
        return ResourceModuleView(
            header=self._header,
            calls_deprecated=_calls_deprecated(resource),
            run_time_imports=scope.run_time_imports(),
            typing_imports=scope.typing_imports(),
            exports=exports,
            classes=classes,
        )

    def stub(self, resource: Resource) -> ResourceStubView:
        """The stub of a resource's module."""
        scope = self._scope(resource)
        shadowed = shadowing(resource.operations, resource.children) | waiting_names(resource)
        methods = _joined(
            stub_method_views(resource.operations, scope, (*PLAIN_FACES, *RESPONSE_FACES), shadowed),
            _waiting_stub_views(resource, scope, shadowed),
        )
        classes = [self._stub_class(resource, scope, face, methods[face]) for face in PLAIN_FACES]
        classes += [self._face_class(resource, scope, face, methods[face]) for face in RESPONSE_FACES]
        exports = _exports(resource, scope)
        return ResourceStubView(header=self._header, imports=scope.imports(), exports=exports, classes=tuple(classes))

    def _scope(self, resource: Resource) -> ModuleScope:
        taken = {face.class_name(resource.class_name) for face in (*PLAIN_FACES, *RESPONSE_FACES)}
        taken |= (shadowing(resource.operations, resource.children) | waiting_names(resource)) & OBJECT_NAMES
        taken |= argument_names(resource.operations) & CALLED
        return ModuleScope(resource_module(resource), self._types.annotator, taken, answers=self._types.answers)

    def _bases(self, resource: Resource, scope: ModuleScope, face: ClassFace) -> Code:
        plain = Local("_resource", "AsyncAPIResource" if face.is_async else "SyncAPIResource")
        receiver = tuple(self._receivers())
        own = bases(resource.extensions, face.class_name(resource.class_name), plain)
        return scope.load_all((*receiver, *own))

    def _receivers(self) -> Iterator[Local]:
        """What reads deliveries, at run time."""
        if self._deliveries.event is not None:
            yield Local("_webhooks", "WebhookReceiver")
        if self._deliveries.methods:
            yield Local("_webhooks", "WebhookReader")
        if self._deliveries.callbacks:
            signed = self._deliveries.signed
            yield Local(CALLBACKS, "SignedCallbackReceiver" if signed else "CallbackReceiver")

    def _class(
        self, resource: Resource, scope: ModuleScope, face: ClassFace, methods: tuple[MethodView, ...]
    ) -> ResourceClassView:
        doc = summary(resource.doc, 4)
        children = child_views(resource.children, scope, face, _CLIENT)
        receiver, callbacks = self._receiver_view(scope), self._callback_views(resource, scope)
        webhooks = self._webhook_views(resource, scope)
        return ResourceClassView(
            name=name(face.class_name(resource.class_name)),
            bases=self._bases(resource, scope, face),
            doc=doc,
            waiting=strings(waiting) if (waiting := sorted(waiting_names(resource))) else _EMPTY,
            children=children,
            methods=methods,
            receiver=receiver,
            webhooks=webhooks,
            callbacks=callbacks,
            is_empty=not (doc or children or methods or receiver or webhooks or callbacks),
        )

    def _stub_class(
        self, resource: Resource, scope: ModuleScope, face: ClassFace, methods: tuple[StubMethodView, ...]
    ) -> StubClassView:
        return StubClassView(
            name=name(face.class_name(resource.class_name)),
            bases=self._bases(resource, scope, face),
            made_of=_EMPTY,
            doc=docstring(resource.doc, 4),
            children=child_views(resource.children, scope, face, _EMPTY),
            faces=response_faces(resource.class_name, face),
            methods=methods,
            receiver=self._receiver_view(scope),
            webhooks=self._webhook_views(resource, scope),
            callbacks=self._callback_views(resource, scope),
            is_empty=False,
        )

    def _face_class(
        self, resource: Resource, scope: ModuleScope, face: ClassFace, methods: tuple[StubMethodView, ...]
    ) -> StubClassView:
        own = _face_bases(resource.extensions, resource.class_name, face)
        made = face_class(resource.class_name, resource.children, scope, face, methods, own=own)
        return replace(made, made_of=name(f"{face.prefix}{resource.class_name}"), is_empty=False)

    def _receiver_view(self, scope: ModuleScope) -> ReceiverView | None:
        event = self._deliveries.event
        if event is None:
            return None
        return ReceiverView(
            event=scope.annotation(event, Face.RESULT),
            reference=string(self._references.reference(event)),
            headers=scope.use(Local("_types", "WebhookHeaders")),
        )

    def _webhook_views(self, resource: Resource, scope: ModuleScope) -> tuple[WebhookMethodView, ...]:
        shadowed = shadowing(resource.operations, resource.children)
        return tuple(
            WebhookMethodView(
                name=name(method.name),
                event=scope.annotation(method.event, Face.RESULT, shadowed),
                headers=scope.use(Local("_types", "WebhookHeaders")) if method.checked else _EMPTY,
                option=literal(method.option),
                reference=string(self._references.reference(method.event)),
                decorators=deprecation(method.deprecated, scope),
            )
            for method in self._deliveries.methods
        )

    def _callback_views(self, resource: Resource, scope: ModuleScope) -> tuple[CallbackView, ...]:
        signed, shadowed = self._deliveries.signed, shadowing(resource.operations, resource.children)
        return tuple(
            CallbackView(
                name=name(callback.method),
                event=scope.annotation(callback.event, Face.RESULT, shadowed),
                doc=summary(_callback_doc(callback, signed=signed), BODY_INDENT),
                headers=scope.use(Local("_types", "WebhookHeaders")) if signed else _EMPTY,
                reference=string(self._reference_of(callback)),
                form=_EMPTY if callback.form is PayloadForm.JSON else string(callback.form.value),
            )
            for callback in self._deliveries.callbacks
        )

    def _reference_of(self, callback: Callback) -> str:
        return "bytes" if callback.form is PayloadForm.BYTES else self._references.reference(callback.event)


def _callback_doc(callback: Callback, *, signed: bool) -> str:
    """What a callback says of itself, else what its method does. Still the document's text."""
    check = ", checking its signature where `headers` are given" if signed else ""
    return callback.doc or f"Return what is in a payload of the callback{check}."


def _exports(resource: Resource, scope: ModuleScope) -> Code:
    """What the module exports: the classes, and what it has of hand-written modules."""
    names = {face.class_name(resource.class_name) for face in PLAIN_FACES}
    further = [Local(extension.module, n) for extension in resource.extensions for n in extension.names]
    names.update(item.name for item in further if scope.load(item) == item.name)
    return string_list(sorted(names, key=export_order))


def response_faces(base: str, face: ClassFace) -> tuple[ResponseFaceView, ...]:
    """The properties of a class that lead to its response faces."""
    return tuple(
        ResponseFaceView(property=name(snake_case(other.suffix)), class_name=name(other.class_name(base)))
        for other in RESPONSE_FACES
        if other.is_async is face.is_async
    )


def _face_bases(extensions: tuple[Extension, ...], class_name: str, face: ClassFace) -> tuple[Local, ...]:
    """What a response face of a resource derives from: what its hand-written extensions have for that face."""
    base = f"{face.prefix}{class_name}Extension{face.suffix}"
    return tuple(Local(extension.module, base) for extension in extensions if extension.response_faces)


def face_class(
    base: str,
    children: Sequence[Resource],
    scope: ModuleScope,
    face: ClassFace,
    methods: tuple[StubMethodView, ...],
    *,
    own: tuple[Local, ...] = (),
) -> StubClassView:
    """A response face of a resource or the client."""
    return StubClassView(
        name=name(face.class_name(base)),
        bases=scope.load_all(own),
        made_of=_EMPTY,
        doc=_EMPTY,
        children=child_views(children, scope, face, _EMPTY),
        faces=(),
        methods=methods,
        receiver=None,
        webhooks=(),
        callbacks=(),
        is_empty=not (children or methods),
    )
