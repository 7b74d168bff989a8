"""The package: everything that one run renders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final, TypeAlias

from generator.ir.declarations import Declaration
from generator.ir.extensions import AddedTypes, CustomType, Export, Extension, Variant
from generator.ir.keys import KeyTable
from generator.ir.operations import Operation
from generator.ir.types import Named, TypeExpr
from generator.source import Location
from generator.values import Value

State: TypeAlias = str | bool | int
"""What a field of an answer says of how far work is."""

USUAL_INTERVAL_MS: Final = 1000
"""How long to wait between two questions about work, where nobody says."""


class Start(Value, kw_only=True):
    """The method `name` that begins work by the method `begins` and waits for it.

    Of what the method that asks takes, `answered` are arguments with the fields of the first answer that they are, and
    `passed` arguments that both have.
    """

    name: str
    begins: str
    answered: tuple[tuple[str, str], ...]
    passed: tuple[str, ...] = ()


class Wait(Value, kw_only=True):
    """The method `name` that asks by the method `asks` until the work is through, and those that begin it first.

    It goes on while `field` is one of `pending`, or (none) until it is one of `done`; one of `failed` is an error.
    `header` is where an answer says how many milliseconds to wait, in place of `interval_ms`; `interval_argument` and
    `limit_argument` are what callers may say, the second in seconds.
    """

    name: str
    asks: str
    starts: tuple[Start, ...]
    field: str
    location: Location
    pending: tuple[State, ...] = ()
    done: tuple[State, ...] = ()
    failed: tuple[State, ...] = ()
    interval_ms: int = USUAL_INTERVAL_MS
    header: str | None = None
    interval_argument: str = "poll_interval_ms"
    limit_argument: str | None = "max_wait"


class Resource(Value, kw_only=True):
    """A group of operations reachable as an attribute: `path` ("chat", "completions") is `client.chat.completions`.

    `place` is the path of its module or package below `resources`, where its own is too long for that of a file.
    """

    name: str
    class_name: str
    path: tuple[str, ...]
    operations: tuple[Operation, ...]
    children: tuple[Resource, ...]
    doc: str = ""
    extensions: tuple[Extension, ...] = ()
    waits: tuple[Wait, ...] = ()
    place: tuple[str, ...] = ()


def all_resources(resources: Iterable[Resource]) -> Iterator[Resource]:
    """Every resource, parents first."""
    for resource in resources:
        yield resource
        yield from all_resources(resource.children)


class SchemeKind(Enum):
    """How a security scheme carries its credential."""

    BEARER = "bearer"
    BASIC = "basic"
    WORD = "word"
    HEADER = "header"
    QUERY = "query"
    COOKIE = "cookie"


class Grant(Enum):
    """What an access token is issued for, the first choice first."""

    REFRESH_TOKEN = "refresh_token"
    PASSWORD = "password"
    CLIENT_CREDENTIALS = "client_credentials"
    DEVICE_CODE = "device_code"


class OAuthPart(Enum):
    """What the caller may give the client so that it obtains tokens."""

    CLIENT_ID = "client_id"
    CLIENT_SECRET = "client_secret"
    REFRESH_TOKEN = "refresh_token"
    USERNAME = "username"
    PASSWORD = "password"
    ON_DEVICE_CODE = "on_device_code"
    TOKEN_URL = "token_url"
    SCOPES = "scopes_option"


class OAuthFlow(Value, kw_only=True):
    """A way to an access token, and where it is asked for; what the document leaves to the server is empty."""

    grant: Grant
    token_url: str = ""
    refresh_url: str = ""
    device_url: str = ""


class OAuth(Value, kw_only=True):
    """How the client obtains the tokens of a scheme.

    `parts` are the client options, by what each is; `scopes` are asked for by operations that name none of their own.
    `metadata_url` is where the authorization server says its URLs.
    """

    flows: tuple[OAuthFlow, ...]
    parts: tuple[tuple[OAuthPart, str], ...]
    scopes: tuple[str, ...] = ()
    metadata_url: str = ""


class SecurityScheme(Value, kw_only=True):
    """A way to authenticate.

    `name` is the document's key; `parameter` the header, query or cookie name for the kinds that need one, for a WORD
    that word; `options` are the client options whose values are sent (two for basic: user name, password). With `oauth`
    the client obtains that value, where the caller does not give it. `scopes` are what it may allow, with what the
    document says of each.
    """

    name: str
    kind: SchemeKind
    options: tuple[str, ...]
    location: Location
    parameter: str = ""
    oauth: OAuth | None = None
    scopes: tuple[tuple[str, str], ...] = ()
    doc: str = ""


SHARED_TYPES = "shared"
"""The types package of what all resources share; the root of the types exports its names, too."""

WEBHOOK_SECRET = "webhook_secret"
"""The client option that holds what webhook deliveries are signed with."""


class OptionType(Enum):
    """The types a client option may have. A FUNCTION is given a device code."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    FUNCTION = "function"


class ClientOption(Value, kw_only=True):
    """One argument of the client's constructor beyond the ones every client has (`base_url`, `timeout`, ...).

    `required`: no client is made without a value for it, be it the `default`. `env` is the environment variable read
    when the argument is absent; `header` / `query` / `cookie` say that the value is sent with every request;
    `server_variable` that it fills that placeholder of the base URL; `secret` that it must never be shown. One of a
    `custom` type is for hand-written code alone.
    """

    name: str
    type: OptionType
    custom: CustomType | None = None
    required: bool = False
    default: str | int | float | bool | None = None
    env: str | None = None
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    server_variable: str | None = None
    secret: bool = False
    doc: str = ""

    @property
    def must_be_passed(self) -> bool:
        """Whether there is nowhere else to have a value from but the caller."""
        return self.required and self.env is None and self.default is None


class Server(Value, kw_only=True):
    """A base URL, by the name of its environment."""

    name: str
    url: str
    doc: str = ""


class ModuleClient(Value, kw_only=True):
    """That the package itself has the resources of a client, and its options as attributes.

    The attribute `setting` chooses among `variants`, further client classes; `settings` are options that only these
    have.
    """

    setting: str | None = None
    variants: tuple[Variant, ...] = ()
    settings: tuple[ClientOption, ...] = ()


class ErrorForm(Value, kw_only=True):
    """What errors have of the bodies of their answers.

    `member` is the member of an object that is taken for the body, `attributes` are members of the body that are
    attributes of the error, too: their names, and those of the wire. With `data` it is there as its declared type.
    """

    member: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    data: bool = True


class EventHandling(Enum):
    """What is done with an event of a stream."""

    YIELD = "yield"
    DONE = "done"
    ERROR = "error"
    CONTINUE = "continue"


class StreamRule(Value, kw_only=True):
    """What is done with the events whose data begins with `data` and whose name is among `events`.

    None among these is an event without a name; where `events` is None, the name does not matter. `error` is the member
    of the data that holds an error.
    """

    data: str = ""
    events: tuple[str | None, ...] | None = None
    handling: EventHandling = EventHandling.YIELD
    error: str | None = None


class Client(Value, kw_only=True):
    """The client classes and what their constructor takes. Times are in seconds.

    `error_name` is the base of all errors. `base_url_env` is the environment variable for the base URL, where that is
    not called after `env_prefix`. With `plain_raw_responses`, answers as they came are parsed without `await` on
    asynchronous clients, too. The first of the `stream_rules` about an event decides; without any all are handed on.
    """

    class_name: str
    error_name: str
    env_prefix: str
    options: tuple[ClientOption, ...]
    schemes: tuple[SecurityScheme, ...]
    security: tuple[tuple[str, ...], ...]
    servers: tuple[Server, ...]
    base_url_env: str | None = None
    default_headers: tuple[tuple[str, str], ...] = ()
    idempotency_header: str | None = None
    timeout: float = 60.0
    max_retries: int = 2
    initial_retry_delay: float = 0.5
    max_retry_delay: float = 8.0
    max_retry_after: float | None = None
    array_format: str = "repeat"
    nested_format: str = "brackets"
    form_array_format: str | None = "repeat"
    plain_raw_responses: bool = False
    stream_rules: tuple[StreamRule, ...] = ()
    errors: ErrorForm = ErrorForm()
    module_client: ModuleClient | None = None
    extensions: tuple[Extension, ...] = ()


class PageKind(Enum):
    """What asks for the next page."""

    SINGLE = "single"
    CURSOR_ID = "cursor_id"
    CURSOR = "cursor"
    CURSOR_URL = "cursor_url"
    OFFSET = "offset"
    PAGE_NUMBER = "page_number"


class PageScheme(Value, kw_only=True):
    """A shape of list answers; it becomes the classes `Sync{name}` and `Async{name}` (name: "CursorPage").

    Wire names: `items` the array in the answer ("" when the answer is the array); `cursor_param` the query parameter
    that asks for the next page; `cursor_field` where its value stands: a field of the answer, or with kind CURSOR_ID a
    field of the last item (`item_id`); `has_more` a flag. OFFSET and PAGE_NUMBER use `total` for the count of items or
    pages. `fields` are all fields of the page class.
    """

    name: str
    kind: PageKind
    items: str
    cursor_param: str | None = None
    cursor_field: str | None = None
    item_id: str | None = None
    has_more: str | None = None
    total: str | None = None
    fields: tuple[tuple[str, TypeExpr], ...] = ()


class Webhook(Value, kw_only=True):
    """An event the API sends to the user's server."""

    name: str
    event: Named
    location: Location
    doc: str = ""


class WebhookMethod(Value, kw_only=True):
    """A method of a resource that reads what a webhook delivers.

    With `checked` it checks the signature first: by the key that the call gives, else by that of the client's `option`
    (None: the call must give one).
    """

    resource: tuple[str, ...]
    name: str
    event: TypeExpr
    location: Location
    checked: bool = False
    option: str | None = None
    deprecated: str | None = None


class PayloadForm(Enum):
    """How the payload of a callback is written: one JSON value, a form, JSON values each on a line or after a record
    separator, text, or bytes that are handed out as they are."""

    JSON = "json"
    FORM = "form"
    LINES = "lines"
    SEQUENCE = "sequence"
    TEXT = "text"
    BYTES = "bytes"


class Callback(Value, kw_only=True):
    """A request that the API sends to the user's server because of an operation.

    `method` of the callbacks resource returns the `event` in its payload. `operations` are the ids of those that it
    belongs to, `expressions` say where they have it sent; `answers` are what is expected of the server: statuses and
    words.
    """

    name: str
    method: str
    event: TypeExpr
    form: PayloadForm
    location: Location
    doc: str = ""
    operations: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


class GivenValue(Value, kw_only=True):
    """A value for an argument of a call, as JSON text; `name` is one that the argument may go by."""

    name: str
    json: str
    location: Location


class ShownCall(Value, kw_only=True):
    """A call that the README is to show: of which method, with what, and what it is an example of (`topic`).

    Of its answer, which is called `variable`, the field `printed` is printed.
    """

    topic: str
    resource: tuple[str, ...]
    method: str
    location: Location
    given: tuple[GivenValue, ...] = ()
    variable: str | None = None
    printed: str | None = None


class Guide(Value, kw_only=True):
    """A page of the docs in the owner's own words: `name` is that of its file, `text` is Markdown."""

    name: str
    title: str
    doc: str
    text: str


class Extra(Value, kw_only=True):
    """Dependencies that only some users need: those of the hand-written `module`, as `pip` takes them."""

    name: str
    module: str
    requires: tuple[str, ...]


class SecurityPolicy(Value, kw_only=True):
    """Where weaknesses are reported: an address, a page, and what the owner says of it in Markdown."""

    contact: str = ""
    url: str = ""
    terms: str = ""


class Publication(Value, kw_only=True):
    """Where the package comes from and who stands for it; what is not known is empty.

    `homepage`, `docs` and `terms` (of service) are addresses of the web. `repository` is `owner/name` on GitHub, where
    releases are made from `branch` and run as `environment`; `index`: whether they go to the package index (None:
    nobody says). `owners` are those of files, by pattern. `licensed`: somebody said which licence the package has.
    """

    licensed: bool = False
    author: str = ""
    homepage: str = ""
    docs: str = ""
    terms: str = ""
    repository: str = ""
    branch: str = "main"
    index: bool | None = None
    environment: str = ""
    owners: tuple[tuple[str, tuple[str, ...]], ...] = ()
    readme_title: str = ""
    security: SecurityPolicy = SecurityPolicy()


class DeepNames(Value, kw_only=True):
    """What a types module (dotted, below `types`) calls declarations that have other names: the names, sorted, with
    what each stands for. They are names of the module, and no declarations of it."""

    module: str
    names: tuple[tuple[str, Named], ...]


class Package(Value, kw_only=True):
    """A whole SDK. `operations` that live on the client itself are `client_operations`.

    `callbacks_resource` is the attribute of the client whose methods read `callbacks`; "" where there are none.
    `joined_types` are groups of types modules (dotted, below `types`) that need each other, so that one at a time can
    not be run: the code of all of them stands in the first.
    `webhook_event` is what the receiver of webhooks reads; None where `webhook_methods` stand in its place, or none do.
    """

    name: str
    project_name: str
    version: str
    title: str
    doc: str
    client: Client
    resources: tuple[Resource, ...]
    client_operations: tuple[Operation, ...]
    declarations: tuple[Declaration, ...]
    pages: tuple[PageScheme, ...]
    webhooks: tuple[Webhook, ...]
    webhook_event: Named | None
    license: str = "MIT"
    license_text: str = ""
    docs_url: str | None = None
    contact: str | None = None
    publication: Publication = Publication()
    file_header: str = ""
    spec_version: str = ""
    added_types: tuple[AddedTypes, ...] = ()
    exports: tuple[Export, ...] = ()
    guides: tuple[Guide, ...] = ()
    extras: tuple[Extra, ...] = ()
    shown_calls: tuple[ShownCall, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    callbacks_resource: str = ""
    joined_types: tuple[tuple[str, ...], ...] = ()
    key_tables: tuple[KeyTable, ...] = ()
    webhook_methods: tuple[WebhookMethod, ...] = ()
    deep_names: tuple[DeepNames, ...] = ()


def methods_of(package: Package) -> Iterator[tuple[tuple[str, ...], Operation]]:
    """Every method with the path of its resource: the client's own, then those of the resource tree from the top."""
    yield from (((), operation) for operation in package.client_operations)
    for resource in all_resources(package.resources):
        yield from ((resource.path, operation) for operation in resource.operations)
