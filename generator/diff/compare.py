"""Two IRs to their difference: what belongs together is paired, and every check looks at every pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from generator.diff.clients import client_changes, package_changes
from generator.diff.codes import RENAMES, Code, Reason
from generator.diff.declarations import DECLARATION_CHECKS, named
from generator.diff.members import MEMBER_CHECKS, Member, MemberChecks, arguments, field_member, match
from generator.diff.model import Difference, Finding, Located
from generator.diff.operations import OPERATION_CHECKS, Method, MethodChecks, answer_types
from generator.diff.pages import page_changes
from generator.diff.pairing import Fielded, Pairing
from generator.diff.resources import MethodPairs, methods, moves, pair_methods
from generator.diff.spelling import argument_path, method_path, type_path
from generator.diff.telling import told
from generator.diff.type_changes import REQUEST, RESPONSE, Direction, Directions, TypeChanges
from generator.diff.waits import wait_changes
from generator.ir.declarations import Declaration, EnumClass, ObjectModel, ObjectParams, types_of_declaration
from generator.ir.package import Callback, Package, Webhook, WebhookMethod
from generator.ir.types import Named, TypeExpr
from generator.ir.types import named as mentions
from generator.values import Value, replace
from generator.versioning import Versioning

_Delivery = TypeVar("_Delivery", Webhook, Callback, WebhookMethod)


def compare(old: Package, new: Package, versioning: Versioning | None = None) -> Difference:
    """What the users of `old` feel when they get `new`, whose project says what raises which version."""
    found = pair_methods(old, new)
    pairing = _pairing(old, new, found)
    located = list(_Comparison(old, new, found, pairing).located())
    changes = told(located, pairing, _derived_types(old), _derived_types(new))
    return Difference(changes=changes, version=old.version, versioning=versioning or Versioning())


def _derived_types(package: Package) -> set[Named]:
    """The declarations that only say again what methods and webhooks say: those of arguments stand where operations
    do."""
    places = {method.operation.location for method in methods(package)}
    found = {declaration.reference for declaration in package.declarations if declaration.location in places}
    return found if package.webhook_event is None else found | {package.webhook_event}


def _pairing(old: Package, new: Package, found: MethodPairs) -> Pairing:
    """The declarations that belong together: names beside others, components, what methods speak of, and by name what
    is left."""
    pairing = Pairing(
        old_index={declaration.reference: declaration for declaration in old.declarations},
        new_index={declaration.reference: declaration for declaration in new.declarations},
        deep={Named(module=each.module, name=name): target for each in new.deep_names for name, target in each.names},
    )
    pairing.pair_second_names()
    pairing.pair_components()
    for one, other in found.pairs:
        _pair_types(one, other, pairing)
    events = {webhook.name: webhook.event for webhook in new.webhooks}
    for webhook in old.webhooks:
        if webhook.name in events:
            pairing.at_same_place(webhook.event, events[webhook.name])
    read = {(method.resource, method.name): method.event for method in new.webhook_methods}
    for method in old.webhook_methods:
        if (method.resource, method.name) in read:
            pairing.at_same_place(method.event, read[method.resource, method.name])
    called = {callback.method: callback.event for callback in new.callbacks}
    for callback in old.callbacks:
        if callback.method in called:
            pairing.at_same_place(callback.event, called[callback.method])
    pairing.follow()
    pairing.pair_names()
    return pairing


def _pair_types(old: Method, new: Method, pairing: Pairing) -> None:
    if old.operation.params is not None and new.operation.params is not None:
        pairing.pair(old.operation.params, new.operation.params)
    taken = {argument.key: argument.type for argument in arguments(new.operation)}
    for argument in arguments(old.operation):
        if argument.key in taken:
            pairing.at_same_place(argument.type, taken[argument.key])
    before, after = old.operation, new.operation
    if len(answer_types(before)) == len(answer_types(after)):
        for one, other in zip(answer_types(before), answer_types(after), strict=True):
            pairing.at_same_place(one, other)


class _Comparison(Value):
    """One comparison; each method looks at one kind of thing."""

    old: Package
    new: Package
    found: MethodPairs
    pairing: Pairing

    def located(self) -> Iterator[Located]:
        """Everything that any check finds, in no particular order, several times where it is felt at several places."""
        for subject, finding in package_changes(self.old, self.new):
            yield Located(subject=subject, finding=finding)
        for subject, finding in client_changes(self.old.client, self.new.client):
            yield Located(subject=subject, finding=finding)
        types = TypeChanges(self.pairing)
        yield from moves(self.old, self.new, self.found)
        yield from wait_changes(self.old, self.new)
        for one, other in self.found.pairs:
            yield from self._operation(one, other, types)
        for subject, finding in page_changes(self.old.pages, self.new.pages, types):
            yield Located(subject=subject, finding=finding)
        yield from self._webhooks(types)
        yield from self._callbacks(types)
        yield from self._webhook_methods(types)
        yield from self._declarations(types)
        yield from self._deep_names()

    def _operation(self, old: Method, new: Method, types: TypeChanges) -> Iterator[Located]:
        checks = MethodChecks(types=types, old_client=self.old.client, new_client=self.new.client)
        subject = method_path(new.path, new.operation.name)
        for check in OPERATION_CHECKS:
            for finding in check(old.operation, new.operation, checks):
                yield Located(subject=subject, finding=finding, old=old.operation.location, new=new.operation.location)

        def path(argument: Member) -> str:
            positional = argument.position is not None
            return argument_path(new.path, new.operation.name, argument.name, positional=positional)

        before, after = arguments(old.operation), arguments(new.operation)
        yield from self._members(before, after, path, MemberChecks(types=types, directions=REQUEST))

    def _members(
        self,
        old: tuple[Member, ...],
        new: tuple[Member, ...],
        path: Callable[[Member], str],
        checks: MemberChecks,
    ) -> Iterator[Located]:
        matched = match(old, new, lambda one, other: self.pairing.of_old(one) == self.pairing.of_new(other))
        sent = Direction.REQUEST in checks.directions
        for member in matched.added:
            code = Code.PARAMETER_ADDED if member.travels else Code.FIELD_ADDED
            reason = Reason.MUST_BE_GIVEN if sent and member.required else Reason.ONLY_NEW
            finding = Finding(code=code, reason=reason, brings=(member.type,))
            yield Located(subject=path(member), finding=finding, new=member.location)
        for member in matched.removed:
            code = Code.PARAMETER_REMOVED if member.travels else Code.FIELD_REMOVED
            finding = Finding(code=code, reason=Reason.GONE, takes=(member.type,))
            yield Located(subject=path(member), finding=finding, old=member.location)
        for one, other in matched.pairs:
            for check in MEMBER_CHECKS:
                for finding in check(one, other, checks):
                    subject = path(one if finding.code in RENAMES else other)
                    yield Located(subject=subject, finding=finding, old=one.location, new=other.location)

    def _webhooks(self, types: TypeChanges) -> Iterator[Located]:
        before, after = ({f"webhooks: {w.name}": w for w in one.webhooks} for one in (self.old, self.new))
        codes = (Code.WEBHOOK_ADDED, Code.WEBHOOK_REMOVED)
        yield from _of_deliveries(before, after, codes, lambda one, other: _between_webhooks(one, other, types))

    def _callbacks(self, types: TypeChanges) -> Iterator[Located]:
        codes = (Code.CALLBACK_ADDED, Code.CALLBACK_REMOVED)
        before, after = _callbacks(self.old), _callbacks(self.new)
        yield from _of_deliveries(before, after, codes, lambda one, other: _between_callbacks(one, other, types))

    def _webhook_methods(self, types: TypeChanges) -> Iterator[Located]:
        codes = (Code.METHOD_ADDED, Code.METHOD_REMOVED)
        before, after = _webhook_methods(self.old), _webhook_methods(self.new)
        yield from _of_deliveries(before, after, codes, lambda one, other: _between_methods(one, other, types))
        for subject in before.keys() & after.keys():
            one, other = before[subject], after[subject]
            if one.checked is not other.checked:
                code, reason = (
                    (Code.PARAMETER_ADDED, Reason.MUST_BE_GIVEN)
                    if other.checked
                    else (Code.PARAMETER_REMOVED, Reason.GONE)
                )
                headers = argument_path(one.resource, one.name, "headers", positional=False)
                yield Located(
                    subject=headers, finding=Finding(code=code, reason=reason), old=one.location, new=other.location
                )

    def _declarations(self, types: TypeChanges) -> Iterator[Located]:
        before, after = _directions(self.old), _directions(self.new)
        derived = _derived_types(self.new)
        for old_name, new_name in self.pairing.new.items():
            old, new = self.pairing.old_index[old_name], self.pairing.new_index[new_name]
            if old == new:
                continue
            directions = _travels(old, before.get(old_name, RESPONSE)) | _travels(new, after.get(new_name, RESPONSE))
            own = new_name in derived
            subject = type_path(new)
            for check in (named,) if own else DECLARATION_CHECKS:
                for finding in self._told(old_name, check(old, new, types, directions)):
                    place = type_path(old) if finding.code in RENAMES else subject
                    yield Located(subject=place, finding=finding, old=old.location, new=new.location)
            if (
                not own
                and isinstance(old, (ObjectModel, ObjectParams))
                and isinstance(new, (ObjectModel, ObjectParams))
            ):
                yield from self._fields(old, new, subject, MemberChecks(types=types, directions=directions))

    def _deep_names(self) -> Iterator[Located]:
        """What modules of types know no more under names of their own; a name whose type is gone goes with that."""
        before = _deep_names(self.old)
        for subject in sorted(before.keys() - _deep_names(self.new).keys() - _declared_names(self.new)):
            if before[subject] in self.pairing.new:
                yield Located(subject=subject, finding=Finding(code=Code.EXPORT_REMOVED, reason=Reason.GONE))

    def _told(self, old: Named, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings, where a name that is still there beside another is no loss."""
        for finding in findings:
            if finding.code is Code.TYPE_RENAMED and self.pairing.keeps_name(old):
                yield replace(finding, code=Code.TYPE_NAMED_ANEW, reason=Reason.STILL_WORKS)
            else:
                yield finding

    def _fields(
        self,
        old: Fielded,
        new: Fielded,
        subject: str,
        checks: MemberChecks,
    ) -> Iterator[Located]:
        before, after = (tuple(map(field_member, one.fields)) for one in (old, new))
        yield from self._members(before, after, lambda member: f"{subject}.{member.name}", checks)


def _deep_names(package: Package) -> dict[str, Named]:
    """What modules of types know under names of their own, with what these stand for."""
    return {f"types.{each.module}.{name}": target for each in package.deep_names for name, target in each.names}


def _declared_names(package: Package) -> set[str]:
    return {f"types.{declaration.module}.{declaration.name}" for declaration in package.declarations}


def _callbacks(package: Package) -> dict[str, Callback]:
    """The callbacks of a package by the methods that read them."""
    return {method_path((package.callbacks_resource,), one.method): one for one in package.callbacks}


def _webhook_methods(package: Package) -> dict[str, WebhookMethod]:
    """The methods of a package that read webhooks, by what they are called."""
    return {method_path(one.resource, one.name): one for one in package.webhook_methods}


def _between_methods(old: WebhookMethod, new: WebhookMethod, types: TypeChanges) -> Iterator[Finding]:
    yield from types.between(old.event, new.event, RESPONSE)
    if old.checked and new.checked and old.option != new.option:
        before, after = ((one.option or "key",) for one in (old, new))
        yield Finding(code=Code.CREDENTIALS_CHANGED, reason=Reason.OTHER_CREDENTIALS, before=before, after=after)
    if (old.deprecated is None) is not (new.deprecated is None):
        code = Code.DEPRECATED if new.deprecated is not None else Code.RESTORED
        yield Finding(code=code, reason=Reason.STILL_WORKS)


def _of_deliveries(
    before: Mapping[str, _Delivery],
    after: Mapping[str, _Delivery],
    codes: tuple[Code, Code],
    between: Callable[[_Delivery, _Delivery], Iterable[Finding]],
) -> Iterator[Located]:
    """What has changed of webhooks or of callbacks, by subject; `codes` are for one more and one fewer."""
    for subject in sorted(before.keys() | after.keys()):
        one, other = before.get(subject), after.get(subject)
        if one is None and other is not None:
            finding = Finding(code=codes[0], reason=Reason.ONLY_NEW, brings=(other.event,))
            yield Located(subject=subject, finding=finding, new=other.location)
        elif other is None and one is not None:
            finding = Finding(code=codes[1], reason=Reason.GONE, takes=(one.event,))
            yield Located(subject=subject, finding=finding, old=one.location)
        elif one is not None and other is not None:
            for finding in between(one, other):
                yield Located(subject=subject, finding=finding, old=one.location, new=other.location)


def _between_webhooks(one: Webhook, other: Webhook, types: TypeChanges) -> Iterator[Finding]:
    yield from types.between(one.event, other.event, RESPONSE)
    if one.doc != other.doc:
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY)


def _between_callbacks(old: Callback, new: Callback, types: TypeChanges) -> Iterator[Finding]:
    yield from types.between(old.event, new.event, RESPONSE)
    if old.form is not new.form:
        before, after = ((one.form.value,) for one in (old, new))
        yield Finding(code=Code.CALLBACK_CHANGED, reason=Reason.STILL_READS, before=before, after=after)
    if _words(old) != _words(new):
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY)


def _words(callback: Callback) -> tuple[object, ...]:
    """What the docs say of a callback."""
    return callback.name, callback.doc, callback.operations, callback.expressions, callback.answers


def _travels(declaration: Declaration, found: Directions) -> Directions:
    """Which way values of a declaration travel; `found` says so for an alias that both ways share."""
    match declaration:
        case ObjectParams():
            return REQUEST
        case ObjectModel():
            return RESPONSE
        case EnumClass():
            return found or RESPONSE
        case _:
            return REQUEST if declaration.for_requests else found or RESPONSE


def _directions(package: Package) -> dict[Named, Directions]:
    """Which way the values of each alias travel that requests and responses share."""
    index = {declaration.reference: declaration for declaration in package.declarations}
    sent: list[TypeExpr] = [a.type for method in methods(package) for a in arguments(method.operation)]
    received = [type for method in methods(package) for type in answer_types(method.operation)]
    received += [webhook.event for webhook in package.webhooks]
    received += [callback.event for callback in package.callbacks]
    received += [method.event for method in package.webhook_methods]
    for name, declaration in index.items():
        match declaration:
            case ObjectParams():
                sent.append(name)
            case ObjectModel():
                received.append(name)
            case EnumClass():
                pass
            case _ if declaration.for_requests:
                sent.append(name)
    found = _reached(sent, index), _reached(received, index)
    return {
        name: frozenset(d for d, there in zip(Direction, found, strict=True) if name in there) or RESPONSE
        for name in index
    }


def _reached(roots: Iterable[TypeExpr], index: dict[Named, Declaration]) -> set[Named]:
    """The declarations that types mention, however deep inside."""
    found: set[Named] = set()
    pending = list(mentions(roots))
    while pending:
        name = pending.pop()
        if name not in found and name in index:
            found.add(name)
            pending += mentions(types_of_declaration(index[name]))
    return found
