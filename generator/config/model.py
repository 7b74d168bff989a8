"""The SDK config as values: what a document cannot say, or should not be believed about.

The vocabulary is that of `stainless.yml`. Names stand as the file writes them; re-casing is the build stage's part.
Everything has a default, so that an empty `Config` changes nothing. Times are in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from generator.casings import Casings
from generator.config.parts import PartPattern
from generator.document.model import SecurityRequirement, SecurityScheme
from generator.document.transforms import Transform
from generator.source import Location
from generator.values import Value, field, replace
from generator.versioning import Versioning

SHARED: Final = "$shared"
"""The resource of models that several resources use."""

Verb: TypeAlias = str
"""An HTTP verb in lower case."""


class Organization(Value, kw_only=True):
    """Who publishes the SDK; the client's class is named after it. The last three say where to report weaknesses."""

    name: str | None = None
    docs: str | None = None
    contact: str | None = None
    security_contact: str | None = None
    security_policy_url: str | None = None
    security_policy_terms: str | None = None


class ReleaseConfig(Value, kw_only=True):
    """How the package is published: from a `branch` of a `repository` on GitHub (`owner/name`), to the package index or
    not (None: nobody says), as what the repository has as an `environment`. `owners` are of files, by pattern."""

    repository: str | None = None
    branch: str | None = None
    index: bool | None = None
    environment: str | None = None
    owners: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Environment(Value, kw_only=True):
    """A base URL under a name; `{placeholders}` are filled by options with that `server_variable`."""

    name: str
    url: str
    location: Location


OptionType: TypeAlias = Literal["string", "number", "integer", "boolean", "null"]
OptionRole: TypeAlias = Literal["value", "username", "password", "client_id", "client_secret"]


class OptionAuth(Value, kw_only=True):
    """Which security scheme an option is a credential of, and which of its parts."""

    security_scheme: str
    role: OptionRole
    location: Location


class OptionConfig(Value, kw_only=True):
    """An argument of the client's constructor. `nullable`: it may be left out."""

    name: str
    type: OptionType
    location: Location
    description: str = ""
    default: str | int | float | bool | None = None
    nullable: bool = False
    env: str | None = None
    auth: OptionAuth | None = None
    server_variable: str | None = None
    header: str | None = None
    query: str | None = None
    cookie: str | None = None


class Retries(Value, kw_only=True):
    """How failed requests are tried again; the wait doubles from `initial_delay` up to `max_delay`."""

    max_retries: int | None = None
    initial_delay: float | None = None
    max_delay: float | None = None


PageKind: TypeAlias = Literal["cursor", "cursor_id", "cursor_url", "offset", "page_number", "fake_page"]


class PageProperty(Value, kw_only=True):
    """A request or response property that an operation must have to fit a scheme.

    `types` are JSON Schema's, without "null"; an empty tuple is any type. `nullable` asks for a property that may be
    null or absent.
    """

    name: str
    types: tuple[str, ...]
    nullable: bool
    required: bool
    location: Location


class PaginationScheme(Value, kw_only=True):
    """A shape of list answers.

    Wire names: `items` the array in the answer ("" when the answer is the array); `cursor_param` the query parameter
    that asks for the next page; `cursor_field` where its value stands in the answer, or with "cursor_id" `item_id` in
    the last item; `has_more` a flag that ends paging; `total` the count of items ("offset") or pages ("page_number").

    An operation fits when it has every required property: a `nullable` one may be null or absent there, and a
    "fake_page" has no other properties (more of them would promise a next page, or something else that a page would
    hide).
    """

    name: str
    kind: PageKind
    request: tuple[PageProperty, ...]
    response: tuple[PageProperty, ...]
    items: str
    location: Location
    cursor_param: str | None = None
    cursor_field: str | None = None
    item_id: str | None = None
    has_more: str | None = None
    total: str | None = None


class StreamConfig(Value, kw_only=True):
    """How an operation streams.

    `parameter` asks for it (None: it always does); `event` is the name or pointer of the schema of one event (None:
    the answer's). `params_name` is what the two kinds of arguments are called after, with and without a stream.
    """

    parameter: str | None
    event: str | None
    location: Location
    params_name: str | None = None


class HttpMethod(Value, kw_only=True):
    """A method that sends one operation. An empty `resource` is the client itself.

    Of several methods for one operation, the first is its main one. `paginated`: None tries the schemes, a name takes
    that one, True demands that some scheme fits. `unwrap_response`: False undoes the general setting.
    `positional_params`: None leaves it to the rule.
    """

    resource: tuple[str, ...]
    name: str
    verb: Verb
    path: str
    location: Location
    paginated: bool | str | None = None
    streaming: StreamConfig | None = None
    unwrap_response: str | Literal[False] | None = None
    body_param_name: str | None = None
    positional_params: tuple[str, ...] | None = None
    deprecated: str | None = None
    timeout: float | None = None
    max_retries: int | None = None


class AliasMethod(Value, kw_only=True):
    """A second name for the method `to` of the same resource."""

    resource: tuple[str, ...]
    name: str
    to: str
    location: Location
    deprecated: str | None = None


class WebhookUnwrapMethod(Value, kw_only=True):
    """A method that parses a webhook: with `key_option`, the option that holds the key, it checks the signature first.

    `discriminator` is the property that tells events apart.
    """

    resource: tuple[str, ...]
    name: str
    location: Location
    key_option: str | None = None
    discriminator: str | None = None
    deprecated: str | None = None


MethodConfig: TypeAlias = HttpMethod | AliasMethod | WebhookUnwrapMethod


class ModelConfig(Value, kw_only=True):
    """A name for a schema: `target` is a component's name or a pointer (`#/components/schemas/Pet/properties/toy`).

    `same_in_requests`: what callers build is called so, too, without `Param` at the end.
    """

    resource: tuple[str, ...]
    name: str
    target: str
    location: Location
    same_in_requests: bool = False


class ModelAlias(Value, kw_only=True):
    """A second name for the model `to` of the same resource; `deprecated` is what to say of it."""

    resource: tuple[str, ...]
    name: str
    to: str
    location: Location
    deprecated: str | None = None


class Rename(Value, kw_only=True):
    """A family of components and what they are called instead, as patterns: `Create*Response`, `[Beta]Tool*Param`.

    A `*` stands for one or more characters, `[text]` for a text that may be missing; what they matched takes their
    place in `to`.
    """

    pattern: str
    to: str
    location: Location


class EventFamily(Value, kw_only=True):
    """Messages of a connection that no operation mentions: a component that is their union, or `members`, a pattern
    of components that get a union of that `name`."""

    resource: tuple[str, ...]
    name: str
    members: str | None
    is_sent: bool
    location: Location


class AnswerName(Value, kw_only=True):
    """A component that is also called after each method that answers with it: `PetListResponse`."""

    component: str
    location: Location


class NestedName(Value, kw_only=True):
    """A name in a types module (dotted, below `types`) for a component or an inline schema that its types use."""

    module: str
    name: str
    target: str
    location: Location


UNLISTED: Final = "unlisted"
"""In place of a pattern: what the file gives no name."""


class TypesConfig(Value, kw_only=True):
    """Names and places of types, beyond those of single models.

    `packages` are resources whose own types form a package, in place of standing in that of the resource above.
    `owners` are resources in the order in which they claim the types that several resources use. `answer_names` is what
    components that methods answer with are called after. `deep_names` are patterns for components that modules know by
    the ways that lead to them. `field_order` is that of fields in models and dictionaries: as in the document, or by
    name, the required ones first.
    """

    packages: tuple[tuple[str, ...], ...] = ()
    owners: tuple[tuple[str, ...], ...] = ()
    renames: tuple[Rename, ...] = ()
    answers: tuple[AnswerName, ...] = ()
    answer_names: Literal["method", "component"] | None = None
    nested: tuple[NestedName, ...] = ()
    events: tuple[EventFamily, ...] = ()
    deep_names: tuple[str, ...] | None = None
    field_order: Literal["document", "name"] = "document"


FormatType: TypeAlias = Literal["text", "datetime", "date", "time", "timedelta", "UUID", "Decimal", "bytes"]
"""What a text of some format is in the SDK."""


class FormatConfig(Value, kw_only=True):
    """What texts of a format are: in the component or at the pointer `place` and in all of it, or (None) anywhere."""

    format: str
    type: FormatType
    place: str | None
    location: Location


class EnumConfig(Value, kw_only=True):
    """What enums are: in the component or at the pointer `place` and in all of it, or (None) anywhere."""

    kind: Literal["literal", "enum"]
    place: str | None
    location: Location


class ResourceConfig(Value, kw_only=True):
    """What the file says of a resource as a whole; `deprecated` holds for all methods in and below it."""

    path: tuple[str, ...]
    location: Location
    description: str | None = None
    deprecated: str | None = None


ResponseKind: TypeAlias = Literal["json", "text", "binary", "empty"]
"""What a successful answer holds."""


class ResponseCaseConfig(Value, kw_only=True):
    """The answer to some values of an argument: the name or pointer of its schema, None for text."""

    values: tuple[str, ...]
    schema: str | None
    location: Location


class ResponseCasesConfig(Value, kw_only=True):
    """How a parameter, or a member of the body, decides what is answered.

    `omitted` is the value that leaving it out amounts to (None: nobody knows).
    """

    parameter: str
    omitted: str | None
    cases: tuple[ResponseCaseConfig, ...]
    location: Location


class OperationConfig(Value, kw_only=True):
    """What the document says wrongly, or not at all, of an operation.

    `response` is what a successful answer holds, `response_by` what it depends on; `streaming` is False where a
    declared stream is not offered; `body` is the media type to send.
    """

    verb: Verb
    path: str
    location: Location
    response: ResponseKind | None = None
    response_by: ResponseCasesConfig | None = None
    streaming: StreamConfig | Literal[False] | None = None
    body: str | None = None
    deprecated: str | None = None


class MethodAnswer(Value, kw_only=True):
    """What a successful answer of one method holds; others for the same operation may read it otherwise."""

    resource: tuple[str, ...]
    name: str
    response: ResponseKind
    location: Location


class PollingConfig(Value, kw_only=True):
    """That callers may wait for what a resource works on: `ask` is the method that tells how far it is, `name` the one
    that waits, `start` what begins the work with what begins it and waits.

    The work goes on while `field` of the answer is one of `pending`, or, where there are none of these, until it is one
    of `done`; with one of `failed` it has failed. `interval` is in seconds; an answer may say another in
    `interval_header`, in milliseconds, and callers in `interval_argument`, or in `limit_argument` for how long to wait
    at all (None: they may not).
    """

    resource: tuple[str, ...]
    ask: str
    name: str
    start: tuple[tuple[str, str], ...]
    field: str
    location: Location
    pending: tuple[str | bool | int, ...] = ()
    done: tuple[str | bool | int, ...] = ()
    failed: tuple[str | bool | int, ...] = ()
    interval: float = 1.0
    interval_header: str | None = None
    interval_argument: str = "poll_interval_ms"
    limit_argument: str | None = "max_wait"


class HeadersConfig(Value, kw_only=True):
    """Headers that every method of a resource and of those below it sends, with their values."""

    resource: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    location: Location


class UnspecifiedOperation(Value, kw_only=True):
    """An operation that no method is wanted for."""

    verb: Verb
    path: str
    location: Location


class License(Value, kw_only=True):
    """The package's licence: an SPDX name, and the text where it is one of the user's own."""

    name: str
    contents: str | None = None


class ExtensionConfig(Value, kw_only=True):
    """A hand-written module for the resource, model or export that `target` names; modules are dotted, below the
    package."""

    target: str
    module: str
    location: Location


class NeedConfig(Value, kw_only=True):
    """A hand-written module that an SDK without this type (dotted, below `types`) has no use for."""

    module: str
    type_name: str
    location: Location


class ResponseFacesConfig(Value, kw_only=True):
    """A module that extends resources, and says what its methods return behind `with_raw_response` and its like."""

    module: str
    location: Location


class ResourceNamesConfig(Value, kw_only=True):
    """Names of a module that extends resources, which the modules of those resources have too."""

    module: str
    names: tuple[str, ...]
    location: Location


class ArgumentConfig(Value, kw_only=True):
    """An argument of the client's constructor that its extension makes something of; its type is `type_name` there."""

    name: str
    module: str
    type_name: str
    description: str
    location: Location


class ExportConfig(Value, kw_only=True):
    """A name that the package exports from a hand-written module, in SDKs that have `resource` (None: in any)."""

    name: str
    module: str
    resource: str | None
    location: Location


class AddedTypesConfig(Value, kw_only=True):
    """A module below `types`, made of names of a hand-written one."""

    target: str
    module: str
    names: tuple[str, ...]
    location: Location


class ExtensionsConfig(Value, kw_only=True):
    """The hand-written code that the package builds on.

    Classes of resources, models and the client derive from what extends them, in the file's order; `replacements` stand
    in for models.
    """

    client: tuple[ExtensionConfig, ...] = ()
    arguments: tuple[ArgumentConfig, ...] = ()
    resources: tuple[ExtensionConfig, ...] = ()
    models: tuple[ExtensionConfig, ...] = ()
    replacements: tuple[ExtensionConfig, ...] = ()
    types: tuple[AddedTypesConfig, ...] = ()
    needs: tuple[NeedConfig, ...] = ()
    response_faces: tuple[ResponseFacesConfig, ...] = ()
    resource_names: tuple[ResourceNamesConfig, ...] = ()
    exports: tuple[ExportConfig, ...] = ()

    def modules(self) -> Iterator[str]:
        """All modules that are named."""
        for entries in (self.client, self.resources, self.models, self.replacements):
            yield from (entry.module for entry in entries)
        for others in (self.arguments, self.types, self.needs, self.exports):
            yield from (entry.module for entry in others)


class VariantConfig(Value, kw_only=True):
    """A further client class, which a value of the module client's setting chooses.

    Where that is not set, it is chosen as soon as one of these `settings` is made, or one of these variables is set.
    """

    value: str
    module: str
    class_name: str
    settings: tuple[str, ...]
    variables: tuple[str, ...]
    location: Location


class SettingConfig(Value, kw_only=True):
    """A setting that only further client classes have. Its type is that of the config, or one of `module`."""

    name: str
    type: str
    module: str | None
    location: Location


class ModuleClientConfig(Value, kw_only=True):
    """That the package itself acts as a client, and the client classes that the attribute `setting` chooses among."""

    setting: str | None
    variants: tuple[VariantConfig, ...]
    settings: tuple[SettingConfig, ...]
    location: Location


class ExampleRequest(Value, kw_only=True):
    """A call that the README is to show; values are JSON texts. `name` says what it is an example of."""

    name: str
    verb: Verb
    path: str
    params: tuple[tuple[str, str, Location], ...]
    location: Location
    assign_to: str | None = None
    response_property: str | None = None


class StreamRuleConfig(Value, kw_only=True):
    """What events of streams mean; None for `events` where their name does not matter, None in it for those without."""

    data: str
    events: tuple[str | None, ...] | None
    handle: Literal["yield", "done", "error", "continue"]
    error: str | None


class ErrorsConfig(Value, kw_only=True):
    """What errors have of the bodies of their answers.

    `body` is the member of an object that is taken for the body, `attributes` are members of it that errors have, too.
    `data`: they have the body as its declared type.
    """

    body: str | None = None
    attributes: tuple[str, ...] = ()
    data: bool = True


class ExtraConfig(Value, kw_only=True):
    """Dependencies of a hand-written module that only some users of the package need."""

    name: str
    module: str
    requires: tuple[str, ...]


class GuideConfig(Value, kw_only=True):
    """A page of the docs: `name` is that of its file, `text` is Markdown. It is there where the hand-written `module`
    that it is about is, if it is about one."""

    name: str
    title: str
    summary: str
    text: str
    module: str = ""


_SAFE: Final = ("get", "query")
"""The verbs that change nothing."""


class LocatedText(Value):
    """A text of the file, and where it stands."""

    text: str
    location: Location


class Config(Value, kw_only=True):
    """The whole file. None and empty tuples leave the decision to the document and the rules.

    `titles` are those of the documents that the file is written for, `excerpts` those of excerpts of them, in which
    entries may match nothing. `module_client` is None where the package itself is no client. `plain_raw_responses`:
    answers as they came are parsed without `await` on asynchronous clients, too. `always_idempotency_key`: every method
    takes one, and not only what changes something where there is a header for it. `max_retry_after` is the longest wait
    in seconds that an answer may ask for and still be tried again. `left_out` are operations whose
    methods are for other languages, `unlisted` says what becomes of those that no method is for. `versioning` says what
    raises the version of the package. `parts` are all that the output consists of. `include` and `exclude` say which
    part of the API the SDK is of.
    """

    organization: Organization = field(default_factory=Organization)
    package_name: str | None = None
    project_name: str | None = None
    readme_title: str | None = None
    release: ReleaseConfig = field(default_factory=ReleaseConfig)
    environments: tuple[Environment, ...] = ()
    options: tuple[OptionConfig, ...] = ()
    default_headers: tuple[tuple[str, str], ...] = ()
    env_prefix: str | None = None
    timeout: float | None = None
    retries: Retries = field(default_factory=Retries)
    max_retry_after: float | None = None
    idempotency_header: str | None = None
    always_idempotency_key: bool = True
    security: tuple[SecurityRequirement, ...] | None = None
    security_schemes: tuple[SecurityScheme, ...] = ()
    pagination: tuple[PaginationScheme, ...] | None = None
    conventional_pages: bool | None = None
    resources: tuple[ResourceConfig, ...] = ()
    methods: tuple[MethodConfig, ...] = ()
    models: tuple[ModelConfig | ModelAlias, ...] = ()
    array_format: Literal["comma", "repeat", "brackets", "indices"] | None = None
    nested_format: Literal["brackets", "dots"] | None = None
    form_array_format: Literal["comma", "repeat", "brackets", "indices"] | None = None
    license: License | None = None
    file_header: str = ""
    unwrap_fields: tuple[str, ...] = ()
    positional_path_params: bool = True
    casings: Casings = field(default_factory=Casings)
    transforms: tuple[Transform, ...] = ()
    unspecified: tuple[UnspecifiedOperation, ...] = ()
    left_out: tuple[UnspecifiedOperation, ...] = ()
    unlisted: Literal["skip", "include"] | None = None
    titles: tuple[str, ...] = ()
    excerpts: tuple[str, ...] = ()
    operations: tuple[OperationConfig, ...] = ()
    method_answers: tuple[MethodAnswer, ...] = ()
    success_answers: Literal["first", "all"] | None = None
    declared_streams: bool | None = None
    empty_bodies: bool = False
    headers: tuple[HeadersConfig, ...] = ()
    polling: tuple[PollingConfig, ...] = ()
    module_client: ModuleClientConfig | None = None
    plain_raw_responses: bool = False
    resource_class_suffix: str = "Resource"
    stream_rules: tuple[StreamRuleConfig, ...] = ()
    example_requests: tuple[ExampleRequest, ...] = ()
    errors: ErrorsConfig = field(default_factory=ErrorsConfig)
    guides: tuple[GuideConfig, ...] = ()
    extras: tuple[ExtraConfig, ...] = ()
    types: TypesConfig = field(default_factory=TypesConfig)
    formats: tuple[FormatConfig, ...] = ()
    enums: tuple[EnumConfig, ...] = ()
    extensions: ExtensionsConfig = field(default_factory=ExtensionsConfig)
    versioning: Versioning = field(default_factory=Versioning)
    parts: frozenset[str] = frozenset()
    include: tuple[PartPattern, ...] = ()
    exclude: tuple[PartPattern, ...] = ()
    templates: LocatedText | None = None
    plugins: tuple[LocatedText, ...] = ()

    @property
    def skips_unlisted(self) -> bool:
        """Whether operations get no method unless the file has one for them: once it has any, if it says nothing."""
        if self.unlisted is not None:
            return self.unlisted == "skip"
        return any(isinstance(method, HttpMethod) for method in self.methods)

    @property
    def lists_no_method(self) -> bool:
        """Whether operations get methods by rule for no other reason than that the file has none for any."""
        return self.unlisted is None and not self.skips_unlisted

    def written_for(self, title: str) -> bool:
        """Whether the file is meant for a document of this title; one that names no documents is meant for any."""
        return not self.titles or title in self.titles or title in self.excerpts

    def takes_idempotency_key(self, verb: str) -> bool:
        """Whether the methods for operations of a verb take an idempotency key."""
        return self.always_idempotency_key or (self.idempotency_header is not None and verb not in _SAFE)

    def covers(self, title: str) -> bool:
        """Whether each entry must match something in a document of this title."""
        return title not in self.excerpts

    def of_excerpt(self, title: str) -> Config:
        """The same for documents of this title that have only a part of what entries are about."""
        return replace(self, excerpts=(*self.excerpts, title))

    @property
    def names_answers_by_method(self) -> bool:
        """Whether components that methods answer with are called after these, unless the file names them."""
        said = self.types.answer_names
        return bool(self.resources) if said is None else said == "method"

    @property
    def deep_names(self) -> tuple[str, ...]:
        """What modules of types know by the ways that lead to it: components by patterns, or what is unlisted."""
        if self.types.deep_names is not None:
            return self.types.deep_names
        return (UNLISTED,) if self.resources else ()

    @property
    def takes_first_answer(self) -> bool:
        """Whether only the first of several answers of success counts."""
        return bool(self.resources) if self.success_answers is None else self.success_answers == "first"

    @property
    def offers_declared_streams(self) -> bool:
        """Whether methods offer streams that only the document speaks of."""
        return not self.resources if self.declared_streams is None else self.declared_streams

    @property
    def has_conventional_pages(self) -> bool:
        """Whether page schemes are tried that the file does not have."""
        if self.conventional_pages is not None:
            return self.conventional_pages
        return self.pagination is None and not self.resources
