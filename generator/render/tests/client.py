"""Tests of what belongs to no method: what every client does, held against what the description says of this one."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Any, Final

from generator.ir.package import (
    Client,
    ClientOption,
    EventHandling,
    OptionType,
    Package,
    PageKind,
    PageScheme,
    SchemeKind,
    SecurityScheme,
    StreamRule,
)
from generator.python.code import Code
from generator.python.literals import expressions, literal, mapping, name, string, string_list, strings
from generator.render.recipes import FileRecipe, prepared
from generator.render.runtime_files import QUERY_STRING, SEQUENCES, unused_modules
from generator.values import Value

FOLDER: Final = "client"
_FILES: Final = ("__init__", "conftest", "wire", "test_answers", "test_calls", "test_requests", "test_streams")
_PAGES: Final = "test_pages"
_WEBHOOKS: Final = "test_webhooks"


class SchemeView(Value, kw_only=True):
    """A way to authorize a call: the options that it sends, where, under which name, and the text of that."""

    name: Code
    options: Code
    place: Code
    parameter: Code
    text: Code


class VariableView(Value, kw_only=True):
    """An option of the client that the environment may say: its variable, a text of that, and the value it means."""

    option: Code
    variable: Code
    text: Code
    value: Code


class SentOptionView(Value, kw_only=True):
    """An option that goes along with each call: where, and under which name."""

    option: Code
    place: Code
    parameter: Code


class PagesView(Value, kw_only=True):
    """A kind of pages: answers that follow each other, the query that asks for each, and others that nothing follows.

    `parameter` is what asks for the next page where that is no URL, else None. `is_counted` where the pages go on for
    as long as the API has items.
    """

    name: Code
    answers: Code
    queries: Code
    ends: Code
    parameter: Code
    is_counted: Code


class ClientTestsView(Value, kw_only=True):
    """What the tests of all that belongs to no method are told of the client. Times are in seconds.

    `settings` are the credentials and what else no client is made without, `variables` are those of the environment
    that must not count. `secrets` are credentials that go along only where an operation asks for them. `event` is the
    name of an event of a stream that is handed on (None: it needs none), `has_events` whether there is such, `end` the
    data of one that ends the stream, where it `has_end`. With `plain_answers`, raw answers have the older form, in
    which nothing is read later. `error_member` is what errors take for the body, None where that is the whole.
    `asks_by_parameter` says whether a parameter asks for further pages, `has_sequences` and `has_query_strings` whether
    the package has a module for these.
    """

    header: Code
    package: Code
    client: Code
    async_client: Code
    error: Code
    settings: Code
    variables: Code
    secrets: Code
    fixed_headers: Code
    idempotency_header: Code
    timeout: Code
    max_retries: Code
    first_delay: Code
    longest_delay: Code
    schemes: tuple[SchemeView, ...]
    from_environment: tuple[VariableView, ...]
    sent_options: tuple[SentOptionView, ...]
    has_events: bool
    event: Code
    has_end: bool
    end: Code
    plain_answers: bool
    error_member: Code
    error_attributes: Code
    pages: tuple[PagesView, ...]
    asks_by_parameter: bool
    has_sequences: bool
    has_query_strings: bool


def client_tests(package: Package, header: Code) -> dict[str, FileRecipe]:
    """The files of these tests, by path below that of all tests."""
    view = _view(package, header)
    names = [*_FILES, *([_PAGES] if view.pages else []), *([_WEBHOOKS] if package.webhooks else [])]
    return {f"{FOLDER}/{own}.py": prepared(f"tests/client/{own.strip('_')}.py.jinja", view) for own in names}


def _view(package: Package, header: Code) -> ClientTestsView:
    client = package.client
    settings = dict(_settings(client))
    left_out = frozenset(unused_modules(package))
    has_events, event = _event(client.stream_rules)
    end = _end(client.stream_rules)
    travelling = {option.name for option in client.options if _place(option) is not None}
    sent = [option for scheme in client.schemes for option in scheme.options if option not in travelling]
    return ClientTestsView(
        header=header,
        package=name(package.name),
        client=name(client.class_name),
        async_client=name(f"Async{client.class_name}"),
        error=name(client.error_name),
        settings=mapping((option, literal(value)) for option, value in settings.items()),
        variables=string_list(_variables(client)),
        secrets=string_list(str(settings[option]) for option in dict.fromkeys(sent)),
        fixed_headers=mapping((header_name, string(text)) for header_name, text in client.default_headers),
        idempotency_header=literal(client.idempotency_header),
        timeout=literal(float(client.timeout)),
        max_retries=literal(client.max_retries),
        first_delay=literal(float(client.initial_retry_delay)),
        longest_delay=literal(float(client.max_retry_delay)),
        schemes=tuple(_scheme(scheme, settings) for scheme in client.schemes),
        from_environment=tuple(_from_environment(client)),
        sent_options=tuple(_sent_options(client)),
        has_events=has_events,
        event=literal(event),
        has_end=has_events and end is not None,
        end=literal(end),
        plain_answers=client.plain_raw_responses,
        error_member=literal(client.errors.member),
        error_attributes=expressions(strings(pair) for pair in client.errors.attributes),
        pages=tuple(_pages(page) for page in package.pages),
        asks_by_parameter=any(page.cursor_param and page.kind is not PageKind.SINGLE for page in package.pages),
        has_sequences=SEQUENCES not in left_out,
        has_query_strings=QUERY_STRING not in left_out,
    )


# Options and credentials

_VALUES: Final = {OptionType.INTEGER: 3, OptionType.NUMBER: 1.5, OptionType.BOOLEAN: True}


def _settings(client: Client) -> Iterator[tuple[str, Any]]:
    """What clients of the tests are made with: credentials, and what must be there. What would go along unasked, in a
    place that tests look at as a whole, is empty."""
    credentials = {option for scheme in client.schemes for option in scheme.options}
    for option in client.options:
        if option.custom is not None or option.type is OptionType.FUNCTION:
            continue
        if option.name in credentials or option.required:
            yield option.name, _VALUES.get(option.type, f"the-{option.name.replace('_', '-')}")
        elif option.default is not None and (option.query or option.cookie):
            yield option.name, ""


def _variables(client: Client) -> list[str]:
    """The variables of the environment that clients read."""
    base = client.base_url_env or f"{client.env_prefix}_BASE_URL"
    return list(dict.fromkeys([base, *(option.env for option in client.options if option.env)]))


def _scheme(scheme: SecurityScheme, settings: dict[str, Any]) -> SchemeView:
    values = [str(settings[option]) for option in scheme.options]
    place, parameter, text = "header", "Authorization", values[0]
    match scheme.kind:
        case SchemeKind.BEARER:
            text = f"Bearer {values[0]}"
        case SchemeKind.WORD:
            text = f"{scheme.parameter} {values[0]}"
        case SchemeKind.BASIC:
            text = f"Basic {b64encode(':'.join(values).encode()).decode('ascii')}"
        case SchemeKind.HEADER | SchemeKind.QUERY | SchemeKind.COOKIE:
            place, parameter = scheme.kind.value, scheme.parameter
    return SchemeView(
        name=string(scheme.name),
        options=strings(scheme.options),
        place=string(place),
        parameter=string(parameter),
        text=string(text),
    )


def _from_environment(client: Client) -> Iterator[VariableView]:
    texts = {OptionType.INTEGER: "7", OptionType.NUMBER: "2.5", OptionType.BOOLEAN: "true", OptionType.STRING: "text"}
    values: dict[OptionType, Any] = {OptionType.INTEGER: 7, OptionType.NUMBER: 2.5, OptionType.BOOLEAN: True}
    for option in client.options:
        if option.env is not None and option.custom is None and option.type in texts:
            yield VariableView(
                option=string(option.name),
                variable=string(option.env),
                text=string(texts[option.type]),
                value=literal(values.get(option.type, "text")),
            )


def _sent_options(client: Client) -> Iterator[SentOptionView]:
    """Those that can be left out, which shows that it is they that are sent."""
    for option in client.options:
        place = _place(option)
        if place is not None and option.type is OptionType.STRING and not option.required and option.default is None:
            yield SentOptionView(option=string(option.name), place=string(place[0]), parameter=string(place[1]))


def _place(option: ClientOption) -> tuple[str, str] | None:
    """Where an option goes along with each call."""
    for place, parameter in (("header", option.header), ("query", option.query), ("cookie", option.cookie)):
        if parameter is not None:
            return place, parameter
    return None


# Streams


def _event(rules: tuple[StreamRule, ...]) -> tuple[bool, str | None]:
    """Whether events with an object for their data can be handed on, and the name that one needs for that."""
    if not rules:
        return True, None
    names = [None, *(event for rule in rules for event in rule.events or ())]
    for event in names:
        first = next((r for r in rules if "{".startswith(r.data) and (r.events is None or event in r.events)), None)
        is_error = event is not None and first is not None and event == first.error
        if first is not None and first.handling is EventHandling.YIELD and not is_error:
            return True, event
    return False, None


def _end(rules: tuple[StreamRule, ...]) -> str | None:
    """The data of an event that ends a stream, whatever it is called; None where no event does."""
    for rule in rules:
        if rule.handling is EventHandling.DONE and rule.data and rule.events is None:
            first = next(r for r in rules if rule.data.startswith(r.data) and r.events is None)
            return rule.data if first is rule else None
    return None


# Pages

_ITEMS: Final = (("a", "b"), ("c",), ("d",))
"""The ids of what is on the pages that follow each other."""


def _pages(page: PageScheme) -> PagesView:
    bodies = [_body(page, number) for number in range(len(_ITEMS))]
    if page.kind is PageKind.SINGLE:
        bodies = [_listed(page, [item for ids in _ITEMS for item in ids], {})]
    elif not (page.has_more or page.total or page.kind in (PageKind.CURSOR, PageKind.CURSOR_URL)):
        bodies.append(_listed(page, [], {}))  # only a page without items says that it was the last
    queries = [_query(page, number) for number in range(len(bodies))]
    counted = page.kind in (PageKind.OFFSET, PageKind.PAGE_NUMBER)
    return PagesView(
        name=string(page.name),
        answers=_json(bodies),
        queries=_json(queries),
        ends=_json(list(_ends(page))),
        parameter=literal(None if page.kind is PageKind.CURSOR_URL else page.cursor_param),
        is_counted=literal(counted),
    )


def _listed(page: PageScheme, ids: list[str] | tuple[str, ...], beside: dict[str, Any]) -> Any:
    items = [{"id": own, page.item_id or "id": own} for own in ids]
    return {page.items: items, **beside} if page.items else items


def _body(page: PageScheme, number: int) -> Any:
    """Page `number` of those that follow each other; the last says so where pages can."""
    is_last = number == len(_ITEMS) - 1
    beside: dict[str, Any] = {} if page.has_more is None else {page.has_more: not is_last}
    before = sum(map(len, _ITEMS[:number]))
    match page.kind:
        case PageKind.CURSOR:
            beside[str(page.cursor_field)] = None if is_last else str(number + 1)
        case PageKind.CURSOR_URL:
            beside[str(page.cursor_field)] = None if is_last else f"/base/things?at={number + 1}"
        case PageKind.OFFSET:
            beside |= {page.total: sum(map(len, _ITEMS))} if page.total else {}
            beside |= {page.cursor_field: before} if page.cursor_field else {}
        case PageKind.PAGE_NUMBER:
            beside |= {page.total: len(_ITEMS)} if page.total else {}
            beside |= {page.cursor_field: number + 1} if page.cursor_field else {}
        case PageKind.CURSOR_ID | PageKind.SINGLE:
            pass
    return _listed(page, _ITEMS[number], beside)


def _query(page: PageScheme, number: int) -> dict[str, str]:
    """What asks for page `number`."""
    if number == 0:
        return {}
    before = _ITEMS[:number]
    texts = {
        PageKind.CURSOR_ID: before[-1][-1],
        PageKind.CURSOR: str(number),
        PageKind.OFFSET: str(sum(map(len, before))),
        PageKind.PAGE_NUMBER: str(number + 1),
    }
    return {"at": str(number)} if page.kind is PageKind.CURSOR_URL else {str(page.cursor_param): texts[page.kind]}


def _ends(page: PageScheme) -> Iterator[Any]:
    """Pages that none follows: without items, without what asks for the next one, and those that say so."""
    following = {} if not page.items or page.kind is PageKind.SINGLE else _body(page, 0)
    if page.items:
        yield {**following, page.items: []}
        yield {}
    else:
        yield []
    if following and page.has_more is not None:
        yield {**following, page.has_more: False}
    if following and page.kind in (PageKind.CURSOR, PageKind.CURSOR_URL):
        yield {**following, str(page.cursor_field): ""}
        yield {key: value for key, value in following.items() if key != page.cursor_field}
    if following and page.total is not None:
        yield {**following, page.total: 1}


def _json(value: Any) -> Code:
    """A value that JSON has as an expression."""
    if isinstance(value, dict):
        return mapping((key, _json(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return Code(f"[{', '.join(map(_json, value))}]")
    return literal(value)
