"""The pages about the package as a whole: index, clients, errors and other guides, `llms.txt`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.ir.declarations import types_of_declaration
from generator.ir.history import NO_HISTORY, History
from generator.ir.operations import Operation
from generator.ir.package import (
    WEBHOOK_SECRET,
    Callback,
    Client,
    ClientOption,
    Grant,
    Guide,
    OAuth,
    OAuthPart,
    Package,
    Resource,
    all_resources,
)
from generator.ir.types import READ_FROM_TEXT, Primitive, PrimitiveKind, TypeExpr, parts
from generator.python.code import Code
from generator.python.docstrings import first_sentence
from generator.python.imports import export_order
from generator.python.literals import dotted, literal, name, string
from generator.render.docs.arrangement import TYPES
from generator.render.docs.authentication import CredentialView, EnvironmentView, credentials, environments
from generator.render.docs.example_answers import ExampleAnswers
from generator.render.docs.layout import Group, lay_out
from generator.render.docs.samples import Method, Sample, SampleKind, Samples, Wanted, introduction, methods, uploads
from generator.render.docs.site import (
    CALLBACKS,
    CHANGELOG,
    CLIENT,
    CLIENTS,
    ERRORS,
    INDEX,
    LLMS,
    PAGINATION,
    RAW_ANSWERS,
    RETRIES,
    STREAMING,
    TESTING,
    UPLOADS,
    WEBHOOKS,
    Links,
    guide_page,
    relative,
    resource_page,
    resource_title,
)
from generator.render.docs.testing_guide import testing_sample
from generator.render.docs.type_text import TypeText
from generator.render.error_bodies import ANY_STATUS, SERVER_ERROR, STATUS_ERRORS, data_types
from generator.render.layout import receiver_path
from generator.render.markdown import NOTHING, Markdown, cell, code_span, fenced, line, link, prose, words
from generator.values import Value


class OptionView(Value, kw_only=True):
    """A row of the table of client options."""

    name: Markdown
    type: Code
    env: Markdown
    default: Markdown
    doc: Markdown


class BranchView(Value, kw_only=True):
    """A line of the resource tree, `indent` columns in. It counts no methods: a new one concerns its own page only."""

    indent: Code
    link: Markdown
    doc: Markdown


class PageView(Value, kw_only=True):
    """A page to go on to."""

    link: Markdown
    doc: Markdown


class IndexView(Value, kw_only=True):
    """The index. `title` and `doc` are of the API; empty parts are left out. `first` is the first call, sync and async.
    `takes_key`: methods take an idempotency key."""

    title: Markdown
    doc: Markdown
    project: Markdown
    client: Code
    first: tuple[Markdown, ...]
    credentials: tuple[CredentialView, ...]
    environments: tuple[EnvironmentView, ...]
    options: tuple[OptionView, ...]
    tree: tuple[BranchView, ...]
    guides: tuple[PageView, ...]
    takes_key: bool


class MethodsView(Value, kw_only=True):
    """A guide about some methods: which they are, and what calling one looks like."""

    index: Markdown
    methods: tuple[PageView, ...]
    samples: tuple[Markdown, ...]


class ErrorsView(Value, kw_only=True):
    """The guide about errors. `base` is the base of all of them.

    `attributes` are those of all errors. `data` are the types of the bodies by class of error, empty where the errors
    have none.
    """

    index: Markdown
    base: Code
    statuses: tuple[tuple[Code, Code], ...]
    attributes: Markdown
    data: tuple[tuple[Code, Markdown], ...]
    max_retries: Code
    timeout: Code
    sample: Markdown


class GuideView(Value, kw_only=True):
    """A guide in the words of the package's owner."""

    index: Markdown
    title: Markdown
    text: Markdown


class EntryView(Value, kw_only=True):
    """What a version brought."""

    title: Markdown
    text: Markdown


class ChangelogView(Value, kw_only=True):
    """The changelog of the output, the newest version first."""

    index: Markdown
    entries: tuple[EntryView, ...]


class TokensView(Value, kw_only=True):
    """How the client obtains access tokens of one scheme: `given` is the option for a token of the caller's.

    `ways` are the options to pass instead, with what each does. Options that the scheme has no use for are empty.
    """

    scheme: Markdown
    given: Markdown
    ways: tuple[PageView, ...]
    client_id: Markdown
    client_secret: Markdown
    refresh_token: Markdown
    scopes: Markdown
    token_url: Markdown
    asks_device: bool
    sample: Markdown


class ScopesView(Value, kw_only=True):
    """What tokens of a scheme may allow."""

    scheme: Markdown
    scopes: tuple[PageView, ...]


class ClientsView(Value, kw_only=True):
    """The guide about clients. `log` is the variable that makes the package log.

    `reads_text`: dates and their like are objects in this package. `tokens` are the schemes that it obtains tokens for.
    """

    index: Markdown
    package: Code
    client: Code
    acts_as_client: bool
    reads_text: bool
    tokens: tuple[TokensView, ...]
    scopes: tuple[ScopesView, ...]
    log: Markdown
    sample: Markdown
    own_client: Markdown


class RawAnswersView(Value, kw_only=True):
    """The guide about answers as they came."""

    index: Markdown
    sample: Markdown


class RetriesView(Value, kw_only=True):
    """The guide about retries and timeouts: what is usual, and a client that is more patient."""

    index: Markdown
    max_retries: Code
    timeout: Code
    patient: Markdown


class TestingView(Value, kw_only=True):
    """The guide about testing what uses the package. `streams`: some methods do."""

    index: Markdown
    client: Code
    sample: Markdown
    streams: bool


class WebhooksView(Value, kw_only=True):
    """The guide about webhooks.

    `unwrap` is the method that returns the `event` in a delivery. Where it is `checked`, `argument` is what it is
    signed with, `error` is raised where it is not, `other_error` where there is no signature, `secret` is the client
    option for the argument, `secret_env` its variable; each is empty where the package has no such thing.
    """

    index: Markdown
    events: tuple[PageView, ...]
    unwrap: Markdown
    event: Markdown
    checked: bool
    argument: Markdown
    error: Markdown
    other_error: Markdown
    secret: Markdown
    secret_env: Markdown
    sample: Markdown


class CallbackView(Value, kw_only=True):
    """A callback: the method that reads it, what that returns, and the rest of what the document says of it."""

    method: Markdown
    event: Markdown
    doc: Markdown
    name: Markdown
    operations: Markdown
    expressions: Markdown
    answers: tuple[PageView, ...]


class CallbacksView(Value, kw_only=True):
    """The guide about callbacks. `signed`: signatures of deliveries can be checked."""

    index: Markdown
    callbacks: tuple[CallbackView, ...]
    signed: bool
    sample: Markdown


class Gist(Value, kw_only=True):
    """What the README has of the guides: views without links, and samples."""

    errors: ErrorsView
    clients: ClientsView
    streams: tuple[Markdown, ...]
    pages: tuple[Markdown, ...]
    takes_files: bool
    uploads: tuple[Markdown, ...]


def gist(package: Package) -> Gist:
    """What is in the README of the guides."""
    return Guides(package, Links({}, {}), Samples(package)).gist()


class Guides:
    """Makes the guides of one package."""

    def __init__(self, package: Package, links: Links, samples: Samples, told: History = NO_HISTORY) -> None:
        self._package = package
        self._told = told
        self._links = links
        self._samples = samples
        self._base_url = package.docs_url or ""
        self._methods = tuple(methods(package))
        self._introduction = introduction(self._methods)
        self._streaming = self._methods_where(lambda operation: operation.stream is not None)
        self._paginated = self._methods_where(lambda operation: operation.page is not None)
        self._uploading = self._methods_where(uploads)

    def pages(self) -> Iterator[tuple[str, str, object]]:
        """The path of each page, its template's name and its view."""
        yield INDEX, "index.md", self._index()
        yield CLIENTS, "clients.md", self._clients()
        yield ERRORS, "errors.md", self._errors()
        yield RETRIES, "retries.md", self._retries()
        if self._streaming:
            yield STREAMING, "streaming.md", self._about(STREAMING, self._streaming, _OF_STREAMS)
        if self._paginated:
            yield PAGINATION, "pagination.md", self._about(PAGINATION, self._paginated, _OF_PAGES)
        if self._has_files:
            yield UPLOADS, "uploads.md", self._about(UPLOADS, self._uploading, _OF_UPLOADS)
        if self._package.webhooks:
            yield WEBHOOKS, "webhooks.md", self._webhooks()
        if self._package.callbacks:
            yield CALLBACKS, "callbacks.md", self._callbacks()
        yield RAW_ANSWERS, "raw_answers.md", self._raw_answers()
        yield TESTING, "testing.md", self._testing()
        for guide in self._package.guides:
            yield guide_page(guide), "guide.md", self._own(guide)
        if self._told.entries:
            yield CHANGELOG, "changelog.md", self._changelog()
        yield LLMS, "llms.txt", self._index()

    def gist(self) -> Gist:
        """What is in the README, where there are no pages to lead to."""
        return Gist(
            errors=self._errors(with_data=False),
            clients=self._clients(whole=False),
            streams=self._shown(self._streaming, _OF_STREAMS),
            pages=self._shown(self._paginated, _OF_PAGES),
            takes_files=bool(self._uploading),
            uploads=self._shown(self._uploading, _OF_UPLOADS),
        )

    def samples(self) -> Iterator[Sample]:
        """The samples that only the guides show."""
        yield Sample(operation_id=CLIENTS, kind=SampleKind.GUIDE, code=self._own_client())
        if (raw := self._raw_sample()) is not None:
            yield Sample(operation_id=RAW_ANSWERS, kind=SampleKind.GUIDE, code=raw)
        if (patient := self._patient_sample()) is not None:
            yield Sample(operation_id=RETRIES, kind=SampleKind.GUIDE, code=patient)
        if (testing := self._testing_sample()) is not None:
            yield Sample(operation_id=TESTING, kind=SampleKind.GUIDE, code=testing)
        if (errors := self._errors_sample()) is not None:
            yield Sample(operation_id=ERRORS, kind=SampleKind.GUIDE, code=errors)
        if self._package.webhooks and (webhooks := self._webhooks_sample()) is not None:
            yield Sample(operation_id=WEBHOOKS, kind=SampleKind.GUIDE, code=webhooks)
        if self._package.callbacks:
            yield Sample(operation_id=CALLBACKS, kind=SampleKind.GUIDE, code=self._callbacks_sample())

    def _methods_where(self, holds: Callable[[Operation], bool]) -> tuple[Method, ...]:
        return tuple(method for method in self._methods if holds(method.operation))

    @property
    def _has_files(self) -> bool:
        return bool(self._uploading) or _FILE in self._parts()

    def _parts(self) -> Iterator[TypeExpr]:
        """What the declarations of the package are made of."""
        return (part for d in self._package.declarations for part in parts(types_of_declaration(d)))

    # The index

    def _index(self) -> IndexView:
        package = self._package
        first, kinds = self._introduction, (SampleKind.SYNC, SampleKind.ASYNC)
        return IndexView(
            title=words(package.title or package.project_name),
            doc=prose(package.doc, self._base_url),
            project=code_span(package.project_name),
            client=name(package.client.class_name),
            first=() if first is None else tuple(fenced(self._samples.code(first, k), "python") for k in kinds),
            credentials=tuple(credentials(package.client, self._base_url)),
            environments=environments(package.client, self._base_url),
            options=tuple(self._options()),
            tree=tuple(self._tree()),
            guides=tuple(self._guides()),
            takes_key=any(method.operation.takes_key for method in methods(package)),
        )

    def _options(self) -> Iterator[OptionView]:
        client = self._package.client
        for option in client.options:
            yield self._option(option)
        first = client.servers[0].url if client.servers else None
        yield OptionView(
            name=code_span("base_url"),
            type=Code("`str`"),
            env=code_span(f"{client.env_prefix}_BASE_URL", in_table=True),
            default=NOTHING if first is None else code_span(string(first), in_table=True),
            doc=Markdown("Where requests go."),
        )
        for title, type, default, doc in (
            ("timeout", "float", Code(f"{client.timeout:g}"), "Seconds to wait for an answer; `None` waits for ever."),
            ("max_retries", "int", literal(client.max_retries), "How often a failed request is sent again."),
            ("default_headers", "Mapping[str, str]", NOTHING, "Headers of every request."),
            ("default_query", "Mapping[str, object]", NOTHING, "Query parameters of every request."),
        ):
            yield OptionView(
                name=code_span(title),
                type=code_span(type),
                env=NOTHING,
                default=code_span(default) if default else NOTHING,
                doc=Markdown(doc),
            )

    def _option(self, option: ClientOption) -> OptionView:
        return OptionView(
            name=code_span(name(option.name)),
            type=code_span(_OPTION_TYPES[option.type.value] if option.custom is None else option.custom.name),
            env=NOTHING if option.env is None else code_span(option.env, in_table=True),
            default=NOTHING if option.default is None else code_span(literal(option.default), in_table=True),
            doc=cell(option.doc, self._base_url),
        )

    def _tree(self) -> Iterator[BranchView]:
        if self._package.client_operations:
            yield BranchView(indent=Code(""), link=link(code_span("client"), CLIENT), doc=NOTHING)
        for resource in all_resources(self._package.resources):
            yield self._branch(resource)

    def _branch(self, resource: Resource) -> BranchView:
        return BranchView(
            indent=Code("  " * (len(resource.path) - 1)),
            link=link(code_span(resource_title(resource.path)), resource_page(resource.path)),
            doc=line(first_sentence(resource.doc), self._base_url),
        )

    def _guides(self) -> Iterator[PageView]:
        yield PageView(
            link=link(Markdown("Clients"), CLIENTS), doc=Markdown("access tokens, connections, logging, versions")
        )
        yield PageView(link=link(Markdown("Errors"), ERRORS), doc=Markdown("what is raised, and when"))
        yield PageView(link=link(Markdown("Retries"), RETRIES), doc=Markdown("what is sent again, and timeouts"))
        if self._streaming:
            yield PageView(link=link(Markdown("Streaming"), STREAMING), doc=Markdown("events as they arrive"))
        if self._paginated:
            yield PageView(link=link(Markdown("Pagination"), PAGINATION), doc=Markdown("lists that come in pages"))
        if self._has_files:
            yield PageView(link=link(Markdown("Uploads"), UPLOADS), doc=Markdown("what can be passed as a file"))
        if self._package.webhooks:
            yield PageView(link=link(Markdown("Webhooks"), WEBHOOKS), doc=Markdown("events the API sends to you"))
        if self._package.callbacks:
            doc = Markdown("what operations have sent to you")
            yield PageView(link=link(Markdown("Callbacks"), CALLBACKS), doc=doc)
        yield PageView(
            link=link(Markdown("Raw answers"), RAW_ANSWERS), doc=Markdown("status, headers, and bodies piece by piece")
        )
        yield PageView(link=link(Markdown("Testing"), TESTING), doc=Markdown("your own code, without a network"))
        for guide in self._package.guides:
            yield PageView(link=link(words(guide.title), guide_page(guide)), doc=line(guide.doc, self._base_url))
        if self._told.entries:
            yield PageView(link=link(Markdown("Changelog"), CHANGELOG), doc=Markdown("what each version brought"))
        yield PageView(link=link(Markdown("Types"), TYPES), doc=Markdown("every model, dictionary and alias"))

    # Guides

    def _shown(self, found: tuple[Method, ...], kinds: tuple[SampleKind, ...]) -> tuple[Markdown, ...]:
        """What calling the first of some methods looks like."""
        return tuple(fenced(self._samples.code(method, kind), "python") for method in found[:1] for kind in kinds)

    def _about(self, page: str, found: tuple[Method, ...], kinds: tuple[SampleKind, ...]) -> MethodsView:
        return MethodsView(
            index=_to_index(page),
            methods=tuple(
                PageView(link=self._links.method_link(page, method), doc=self._summary(method.operation))
                for method in found
            ),
            samples=self._shown(found, kinds),
        )

    def _own(self, guide: Guide) -> GuideView:
        return GuideView(
            index=_to_index(guide_page(guide)), title=words(guide.title), text=prose(guide.text, self._base_url)
        )

    def _changelog(self) -> ChangelogView:
        return ChangelogView(
            index=_to_index(CHANGELOG),
            entries=tuple(
                EntryView(title=words(title), text=prose(text, self._base_url)) for title, text in self._told.entries
            ),
        )

    def _summary(self, operation: Operation) -> Markdown:
        return line(first_sentence(operation.summary or operation.doc), self._base_url)

    def _clients(self, *, whole: bool = True) -> ClientsView:
        """The view of the guide; what the README has of it needs no look at all types."""
        client, sample = self._package.client, self._raw_sample()
        return ClientsView(
            index=_to_index(CLIENTS),
            package=name(self._package.name),
            client=name(client.class_name),
            acts_as_client=client.module_client is not None,
            reads_text=whole and any(isinstance(p, Primitive) and p.kind in READ_FROM_TEXT for p in self._parts()),
            tokens=tuple(self._tokens()) if whole else (),
            scopes=tuple(self._scopes()) if whole else (),
            log=code_span(f"{client.env_prefix}_LOG"),
            sample=NOTHING if sample is None else fenced(sample, "python"),
            own_client=fenced(self._own_client(), "python"),
        )

    def _own_client(self) -> Code:
        """A client that goes through a proxy."""
        return self._samples.program(
            Code("print(client.base_url)"), imported=("DefaultHttpxClient",), options=(("http_client=", _PROXIED),)
        )

    def _scopes(self) -> Iterator[ScopesView]:
        for scheme in self._package.client.schemes:
            if scheme.scopes:
                told = (PageView(link=code_span(scope), doc=line(doc, self._base_url)) for scope, doc in scheme.scopes)
                yield ScopesView(scheme=code_span(scheme.name), scopes=tuple(told))

    def _tokens(self) -> Iterator[TokensView]:
        for scheme in self._package.client.schemes:
            if scheme.oauth is None:
                continue
            option = {part: code_span(name(named)) for part, named in scheme.oauth.parts}
            grants = [flow.grant for flow in scheme.oauth.flows]
            ways = (
                (" and ".join(option[part] for part in parts), doc) for parts, doc in map(_WAYS.__getitem__, grants)
            )
            sample = self._tokens_sample(scheme.oauth)
            yield TokensView(
                scheme=code_span(scheme.name),
                given=code_span(name(scheme.options[0])),
                ways=tuple(PageView(link=Markdown(link), doc=Markdown(doc)) for link, doc in ways),
                client_id=option.get(OAuthPart.CLIENT_ID, NOTHING),
                client_secret=option.get(OAuthPart.CLIENT_SECRET, NOTHING),
                refresh_token=option.get(OAuthPart.REFRESH_TOKEN, NOTHING),
                scopes=option[OAuthPart.SCOPES],
                token_url=option[OAuthPart.TOKEN_URL],
                asks_device=Grant.DEVICE_CODE in grants,
                sample=NOTHING if sample is None else fenced(sample, "python"),
            )

    def _tokens_sample(self, oauth: OAuth) -> Code | None:
        """A client that obtains its tokens in the last of the ways, which is the one that needs most to be shown."""
        option = {part: name(named) for part, named in oauth.parts}
        client, package = name(self._package.client.class_name), name(self._package.name)
        parts = _WAYS[oauth.flows[-1].grant][0]
        values = {part: _SHOW if part is OAuthPart.ON_DEVICE_CODE else f'os.environ["{part.name}"]' for part in parts}
        given = ((f"{option[part]}=", Code(value)) for part, value in values.items())
        call = Group(f"{client}(", tuple(given), ")")
        made = lay_out(call, before="client = ")
        if OAuthPart.ON_DEVICE_CODE not in values:
            return Code(f"import os\n\nfrom {package} import {client}\n\n{made}")
        imports = ", ".join(sorted(("DeviceCode", client), key=export_order))
        return Code(f"import os\n\nfrom {package} import {imports}\n\n\n{_SHOWING}\n\n\n{made}")

    def _raw_answers(self) -> RawAnswersView:
        sample = self._raw_sample()
        return RawAnswersView(
            index=_to_index(RAW_ANSWERS), sample=NOTHING if sample is None else fenced(sample, "python")
        )

    def _retries(self) -> RetriesView:
        client, patient = self._package.client, self._patient_sample()
        return RetriesView(
            index=_to_index(RETRIES),
            max_retries=literal(client.max_retries),
            timeout=Code(f"{client.timeout:g}"),
            patient=NOTHING if patient is None else fenced(patient, "python"),
        )

    def _patient_sample(self) -> Code | None:
        """A client that tries longer than others."""
        if self._introduction is None:
            return None
        return self._samples.program(self._samples.statements(self._introduction, SampleKind.SYNC), options=_LONGER)

    def _testing(self) -> TestingView:
        sample = self._testing_sample()
        return TestingView(
            index=_to_index(TESTING),
            client=name(self._package.client.class_name),
            sample=NOTHING if sample is None else fenced(sample, "python"),
            streams=bool(self._streaming),
        )

    def _testing_sample(self) -> Code | None:
        """The first call, answered in place of the API."""
        first = self._introduction
        answer = None if first is None else ExampleAnswers(self._package.declarations).value(first.operation)
        if first is None or answer is None:
            return None
        return testing_sample(self._package.client, self._samples, first, answer)

    def _raw_sample(self) -> Code | None:
        if self._introduction is None:
            return None
        raw = self._samples.raw_call(self._introduction, Wanted(receiver=Code("patient")))
        return self._samples.program(Code(f"{_PATIENT}\n{lay_out(raw, before='response = ')}\n{_RAW}"))

    def _errors(self, *, with_data: bool = True) -> ErrorsView:
        sample, types = self._errors_sample(), TypeText(self._links, ERRORS, in_table=True)
        client = self._package.client
        attributes = ["`body`", *(code_span(name(own)) for own, _ in client.errors.attributes)]
        data = data_types(client.errors, (method.operation for method in self._methods)) if with_data else {}
        return ErrorsView(
            index=_to_index(ERRORS),
            base=name(client.error_name),
            statuses=tuple((Code(status), Code(error)) for status, error in STATUS_ERRORS.items()),
            attributes=Markdown(", ".join(["`message`", "`request`", *attributes[:-1]]) + f" and {attributes[-1]}"),
            data=tuple((Code(error), types.of(data[error])) for error in (*_ERRORS, ANY_STATUS) if error in data),
            max_retries=literal(client.max_retries),
            timeout=Code(f"{client.timeout:g}"),
            sample=NOTHING if sample is None else fenced(sample, "python"),
        )

    def _errors_sample(self) -> Code | None:
        if self._introduction is None:
            return None
        attempt = self._samples.statements(self._introduction, SampleKind.SYNC, indent=4)
        statements = Code(f"try:\n{attempt}\n{_EXCEPT}")
        return self._samples.program(statements, imported=("APIConnectionError", "APIStatusError", "RateLimitError"))

    def _webhooks(self) -> WebhooksView:
        types = TypeText(self._links, WEBHOOKS)
        package, reader, sample = self._package, self._reader(), self._webhooks_sample()
        secret = None if reader is None else reader.option
        return WebhooksView(
            index=_to_index(WEBHOOKS),
            events=tuple(
                PageView(
                    link=Markdown(f"{code_span(webhook.name)}: {types.of(webhook.event)}"),
                    doc=line(webhook.doc, self._base_url),
                )
                for webhook in package.webhooks
            ),
            unwrap=NOTHING if reader is None else code_span(reader.call),
            event=NOTHING if reader is None else types.of(reader.event),
            checked=reader is not None and bool(reader.argument),
            argument=NOTHING if reader is None else code_span(Code(reader.argument)),
            error=NOTHING if reader is None else code_span(Code(reader.error)),
            other_error=NOTHING if reader is None or not reader.other_error else code_span(Code(reader.other_error)),
            secret=NOTHING if secret is None else code_span(name(secret.name)),
            secret_env=NOTHING if secret is None or secret.env is None else code_span(secret.env),
            sample=NOTHING if sample is None else fenced(sample, "python"),
        )

    def _reader(self) -> _Reader | None:
        """What reads deliveries: the method that the config has for it, one that checks them first, or the receiver."""
        package = self._package
        said = sorted(package.webhook_methods, key=lambda method: not method.checked)
        if said:
            method = said[0]
            option = next((o for o in package.client.options if o.name == method.option), None)
            call = dotted(".".join(("client", *method.resource, method.name)))
            error, argument = ("APIWebhookValidationError", "key") if method.checked else ("", "")
            return _Reader(call=call, event=method.event, argument=argument, error=error, option=option, keyword=True)
        receiver = receiver_path(package)
        if receiver is None or package.webhook_event is None:
            return None
        return _Reader(
            call=dotted(".".join(("client", *receiver, "unwrap"))),
            event=package.webhook_event,
            argument="secret",
            error="InvalidWebhookSignatureError",
            other_error="ValueError",
            option=_webhook_secret(package.client),
        )

    def _webhooks_sample(self) -> Code | None:
        """Receiving a delivery; the secret is passed where the client has no option for it."""
        reader = self._reader()
        if reader is None:
            return None
        if not reader.argument:
            taken, given = "payload: str", "payload"
        else:
            taken = "payload: str, headers: Mapping[str, str]"
            given = "payload, headers=headers" if reader.keyword else "payload, headers"
            if reader.option is None:
                taken, given = f"{taken}, {reader.argument}: str", f"{given}, {reader.argument}={reader.argument}"
        return self._samples.program(
            Code(f"\ndef receive({taken}) -> None:\n    event = {reader.call}({given})\n    print(event)")
        )

    def _callbacks(self) -> CallbacksView:
        types = TypeText(self._links, CALLBACKS)
        return CallbacksView(
            index=_to_index(CALLBACKS),
            callbacks=tuple(self._callback(callback, types) for callback in self._package.callbacks),
            signed=_webhook_secret(self._package.client) is not None,
            sample=fenced(self._callbacks_sample(), "python"),
        )

    def _callback(self, callback: Callback, types: TypeText) -> CallbackView:
        return CallbackView(
            method=code_span(self._reading(callback)),
            event=types.of(callback.event),
            doc=prose(callback.doc, self._base_url),
            name=code_span(callback.name),
            operations=Markdown(", ".join(self._registering(callback))),
            expressions=Markdown(", ".join(code_span(expression) for expression in callback.expressions)),
            answers=tuple(
                PageView(link=code_span(status), doc=line(doc, self._base_url)) for status, doc in callback.answers
            ),
        )

    def _registering(self, callback: Callback) -> Iterator[Markdown]:
        """The methods that have the callback sent."""
        for method in self._methods:
            if method.operation.operation_id in callback.operations:
                yield self._links.method_link(CALLBACKS, method)

    def _reading(self, callback: Callback) -> Code:
        return dotted(".".join(("client", self._package.callbacks_resource, callback.method)))

    def _callbacks_sample(self) -> Code:
        """Receiving a delivery of the first callback."""
        read = self._reading(self._package.callbacks[0])
        return self._samples.program(
            Code(f"\ndef receive(payload: bytes) -> None:\n    event = {read}(payload)\n    print(event)")
        )


_OF_STREAMS = (SampleKind.SYNC_STREAM, SampleKind.ASYNC_STREAM)
_OF_PAGES = (SampleKind.SYNC, SampleKind.ASYNC)
_OF_UPLOADS = (SampleKind.SYNC,)
"""The samples that guides show of the methods that they are about."""
_ERRORS = (*STATUS_ERRORS.values(), SERVER_ERROR)
_FILE = Primitive(kind=PrimitiveKind.FILE)
_OPTION_TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "function": "Callable[[DeviceCode], object]",
}
_SHOW = "show"
_SHOWING = """\
def show(code: DeviceCode) -> None:
    print("Open", code.verification_uri, "and enter", code.user_code)"""
_WAYS = {
    Grant.CLIENT_CREDENTIALS: (
        (OAuthPart.CLIENT_ID, OAuthPart.CLIENT_SECRET),
        "those that the program is registered with (client credentials)",
    ),
    Grant.REFRESH_TOKEN: (
        (OAuthPart.REFRESH_TOKEN,),
        "a refresh token, such as a program with a browser gets when a user lets it in",
    ),
    Grant.PASSWORD: ((OAuthPart.USERNAME, OAuthPart.PASSWORD), "those of a user"),
    Grant.DEVICE_CODE: (
        (OAuthPart.CLIENT_ID, OAuthPart.ON_DEVICE_CODE),
        "a function that shows a user the code to enter on another device; the call goes on when that has happened",
    ),
}
"""What a client obtains tokens with, and what that is."""
_PROXIED = Code('DefaultHttpxClient(proxy="http://127.0.0.1:8080")')
_LONGER = (("max_retries=", Code("5")), ("timeout=", Code("20.0")))
_PATIENT = "patient = client.with_options(timeout=1200, max_retries=5)"
_RAW = """\
print(response.status_code, response.headers.get("content-type"))
print(response.parse())"""
_EXCEPT = """\
except RateLimitError as error:
    print("too many requests:", error.request_id)
except APIStatusError as error:
    print("refused:", error.status_code, error.message)
except APIConnectionError as error:
    print("no answer:", error)"""


class _Reader(Value, kw_only=True):
    """What reads webhooks: its `argument` for what they are signed with ("" where it checks nothing), the client's
    `option` for that, and the `error` of a delivery that is not, or the `other_error` of one without a signature.
    Headers are a `keyword`, or follow the payload."""

    call: Code
    event: TypeExpr
    argument: str
    error: str
    option: ClientOption | None
    other_error: str = ""
    keyword: bool = False


def _webhook_secret(client: Client) -> ClientOption | None:
    return next((option for option in client.options if option.name == WEBHOOK_SECRET), None)


def _to_index(page: str) -> Markdown:
    return link(Markdown("Index"), relative(page, INDEX))
