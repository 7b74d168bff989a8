"""The package as a whole and its client, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from generator.diff.codes import Code, Reason
from generator.diff.hand_written import export_changes, extension_changes
from generator.diff.model import Finding
from generator.diff.operations import other_credentials
from generator.ir.package import Client, ClientOption, OAuth, Package, SecurityScheme, Server

_Item = TypeVar("_Item", ClientOption, SecurityScheme, Server)
_CLIENT: Final = "client"

Found = Iterator[tuple[str, Finding]]
"""Findings, each with its subject."""


def package_changes(old: Package, new: Package) -> Found:
    """What the package is called, and what it says about itself."""
    if old.name != new.name:
        yield (
            "package",
            Finding(code=Code.PACKAGE_RENAMED, reason=Reason.OTHER_NAME, before=(old.name,), after=(new.name,)),
        )
    if old.project_name != new.project_name:
        yield "package", _setting("project", old.project_name, new.project_name)
    extras = _extras(old), _extras(new)
    if extras[0] != extras[1]:
        yield "package", _setting("extras", *extras)
    yield from export_changes(old, new)
    for part, before, after in (
        ("title", old.title, new.title),
        ("description", old.doc, new.doc),
        ("license", (old.license, old.license_text), (new.license, new.license_text)),
        ("links", (old.docs_url, old.contact), (new.docs_url, new.contact)),
        ("publication", old.publication, new.publication),
        ("file header", old.file_header, new.file_header),
        ("version of the document", old.spec_version, new.spec_version),
        ("guides", _guides(old), _guides(new)),
        ("calls in the README", _shown(old), _shown(new)),
    ):
        if before != after:
            yield "package", Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY, part=part)


def _extras(package: Package) -> dict[str, str]:
    return {extra.name: ", ".join(extra.requires) for extra in package.extras}


def _guides(package: Package) -> list[tuple[str, str, str]]:
    return [(guide.title, guide.doc, guide.text) for guide in package.guides]


def _shown(package: Package) -> list[tuple[object, ...]]:
    return [(c.topic, c.resource, c.method, c.given, c.variable, c.printed) for c in package.shown_calls]


def client_changes(old: Client, new: Client) -> Found:
    """What the client is called, what it is made with, and where it sends."""
    if old.class_name != new.class_name:
        yield (
            _CLIENT,
            Finding(
                code=Code.CLIENT_RENAMED, reason=Reason.OTHER_NAME, before=(old.class_name,), after=(new.class_name,)
            ),
        )
    yield from _options(old, new)
    yield from _environments(old, new)
    for finding in other_credentials(old.security, new.security):
        yield _CLIENT, finding
    yield from _schemes(old, new)
    for finding in extension_changes(old.extensions, new.extensions):
        yield _CLIENT, finding
    for word, before, after in _settings(old, new):
        if before != after:
            yield _CLIENT, _setting(word, before, after)


def _settings(old: Client, new: Client) -> Iterator[tuple[str, object, object]]:
    yield "prefix of environment variables", old.env_prefix, new.env_prefix
    yield "variable for the base URL", old.base_url_env, new.base_url_env
    yield "headers", dict(old.default_headers), dict(new.default_headers)
    yield "idempotency header", old.idempotency_header, new.idempotency_header
    yield "timeout", old.timeout, new.timeout
    yield "retries", old.max_retries, new.max_retries
    yield "delay before a retry", old.initial_retry_delay, new.initial_retry_delay
    yield "longest delay before a retry", old.max_retry_delay, new.max_retry_delay
    yield "longest wait that an answer may ask for", old.max_retry_after, new.max_retry_after
    yield "format of arrays", old.array_format, new.array_format
    yield "format of objects", old.nested_format, new.nested_format
    yield "format of arrays in forms", old.form_array_format, new.form_array_format
    if old.class_name == new.class_name:  # it is called after the client
        yield "base of errors", old.error_name, new.error_name
    yield "answers as they came", _raw_response(old), _raw_response(new)
    yield "what events of streams mean", _rules(old), _rules(new)
    yield "bodies of errors", _errors(old), _errors(new)
    yield "package as a client", _module_client(old), _module_client(new)


def _raw_response(client: Client) -> str:
    return "plain" if client.plain_raw_responses else "awaited"


def _rules(client: Client) -> tuple[str, ...]:
    return tuple(
        f"{rule.handling.value} where {rule.data or 'any data'}, event {_either(rule.events)}, error in {rule.error}"
        for rule in client.stream_rules
    )


def _either(events: tuple[str | None, ...] | None) -> str:
    return "any" if events is None else " or ".join("none" if event is None else event for event in events)


def _errors(client: Client) -> tuple[str, ...]:
    form = client.errors
    parts = ["whole" if form.member is None else f"member {form.member}", *(own for own, _ in form.attributes)]
    return (*parts, "data") if form.data else tuple(parts)


def _module_client(client: Client) -> tuple[str, ...] | None:
    """What the package has as a client, beside the options of the client class; None where it is none."""
    said = client.module_client
    if said is None:
        return None
    chosen_by = () if said.setting is None else (said.setting,)
    hints = (f"{v.class_name} by {hint}" for v in said.variants for hint in (*v.settings, *v.variables))
    names = (*chosen_by, *(v.class_name for v in said.variants), *(option.name for option in said.settings), *hints)
    return tuple(sorted(set(names)))


def _setting(part: str, before: object, after: object) -> Finding:
    return Finding(
        code=Code.SETTING_CHANGED, reason=Reason.SAME_CALL, part=part, before=_words(before), after=_words(after)
    )


def _words(value: object) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case dict():
            return tuple(f"{name}: {said}" for name, said in sorted(value.items()))
        case tuple():
            return tuple(map(str, value))
        case _:
            return (str(value),)


def _options(old: Client, new: Client) -> Found:
    before, after = _by_name(old.options), _by_name(new.options)
    for name in sorted(before.keys() | after.keys()):
        subject = f"client({name}=...)"
        one, other = before.get(name), after.get(name)
        if other is None:
            yield subject, Finding(code=Code.OPTION_REMOVED, reason=Reason.GONE)
        elif one is None:
            reason = Reason.MUST_BE_GIVEN if _demanded(other) else Reason.ONLY_NEW
            yield subject, Finding(code=Code.OPTION_ADDED, reason=reason)
        else:
            for finding in _option(one, other):
                yield subject, finding


def _option(old: ClientOption, new: ClientOption) -> Iterator[Finding]:
    before, after = _option_words(old), _option_words(new)
    if before != after:
        reason = Reason.SAME_CALL
        if _demanded(new) and not _demanded(old):
            reason = Reason.MUST_BE_GIVEN
        elif old.type != new.type:
            reason = Reason.OTHER_TYPE
        elif old.env is not None and old.env != new.env:
            reason = Reason.OTHER_NAME
        changed = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        yield Finding(
            code=Code.OPTION_CHANGED,
            reason=reason,
            before=tuple(before[number] for number in changed),
            after=tuple(after[number] for number in changed),
        )
    if old.doc != new.doc:
        yield Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY)


def _demanded(option: ClientOption) -> bool:
    """Whether a client cannot be made without it."""
    return option.required and option.default is None


def _option_words(option: ClientOption) -> list[str]:
    return [
        option.type.value if option.custom is None else option.custom.name,
        "required" if option.required else "optional",
        f"default {option.default}",
        f"read from {option.env}",
        f"sent in header {option.header}",
        f"sent in query {option.query}",
        f"sent in cookie {option.cookie}",
        f"part of the URL {option.server_variable}",
        "secret" if option.secret else "not secret",
    ]


def _environments(old: Client, new: Client) -> Found:
    before, after = _by_name(old.servers), _by_name(new.servers)
    for name in sorted(before.keys() | after.keys()):
        subject = f"client(environment={name!r})"
        one, other = before.get(name), after.get(name)
        if other is None:
            yield subject, Finding(code=Code.ENVIRONMENT_REMOVED, reason=Reason.GONE)
        elif one is None:
            yield subject, Finding(code=Code.ENVIRONMENT_ADDED, reason=Reason.ONLY_NEW)
        elif one.url != other.url:
            yield (
                subject,
                Finding(code=Code.SERVER_CHANGED, reason=Reason.SAME_CALL, before=(one.url,), after=(other.url,)),
            )
        elif one.doc != other.doc:
            yield subject, Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY)


def _schemes(old: Client, new: Client) -> Found:
    """How credentials are sent; which ones are needed is told by those who need them."""
    before, after = _by_name(old.schemes), _by_name(new.schemes)
    for name in sorted(before.keys() & after.keys()):
        one, other = (_scheme_words(scheme) for scheme in (before[name], after[name]))
        if one != other:
            yield (
                _CLIENT,
                Finding(
                    code=Code.CREDENTIALS_CHANGED,
                    reason=Reason.SAME_CALL
                    if before[name].options == after[name].options
                    else Reason.OTHER_CREDENTIALS,
                    part=name,
                    before=(one,),
                    after=(other,),
                ),
            )
        if (before[name].doc, before[name].scopes) != (after[name].doc, after[name].scopes):
            yield _CLIENT, Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY, part=name)


def _scheme_words(scheme: SecurityScheme) -> str:
    where = f" {scheme.parameter}" if scheme.parameter else ""
    obtained = "" if scheme.oauth is None else f", or obtained by {_oauth_words(scheme.oauth)}"
    return f"{scheme.kind.value}{where} from {' and '.join(scheme.options)}{obtained}"


def _oauth_words(oauth: OAuth) -> str:
    """How a client obtains tokens: for what, from where, with which scopes and options."""
    places = ((flow.token_url, flow.refresh_url, flow.device_url) for flow in oauth.flows)
    flows = (
        f"{f.grant.value} at {' '.join(filter(None, p)) or oauth.metadata_url}"
        for f, p in zip(oauth.flows, places, strict=True)
    )
    scopes = f" for {' '.join(oauth.scopes)}" if oauth.scopes else ""
    return f"{', '.join(flows)}{scopes}, from {', '.join(option for _, option in oauth.parts)}"


def _by_name(items: tuple[_Item, ...]) -> Mapping[str, _Item]:
    return {item.name: item for item in items}
