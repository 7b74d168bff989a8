"""Client for the Little API: what a generated package looks like, written by hand for the tests of the runtime."""

from __future__ import annotations

from ._lazy import lazy_exports
from ._version import __title__ as __title__
from ._version import __version__ as __version__

_EXPORTS = {
    "Little": "_client",
    "AsyncLittle": "_client",
    "types": "",
    "pagination": "",
    "resources": "",
    "Stream": "_streaming",
    "AsyncStream": "_streaming",
    "NOT_GIVEN": "_types",
    "not_given": "_types",
    "NotGiven": "_types",
    "Omit": "_types",
    "omit": "_types",
    "RequestOptions": "_types",
    "Timeout": "_http",
    "BaseModel": "_models",
    "file_from_path": "_files",
    "SDKError": "_exceptions",
    "APIError": "_exceptions",
    "APIConnectionError": "_exceptions",
    "APITimeoutError": "_exceptions",
    "APIStatusError": "_exceptions",
    "APIResponseValidationError": "_exceptions",
    "BadRequestError": "_exceptions",
    "AuthenticationError": "_exceptions",
    "PermissionDeniedError": "_exceptions",
    "NotFoundError": "_exceptions",
    "ConflictError": "_exceptions",
    "UnprocessableEntityError": "_exceptions",
    "RateLimitError": "_exceptions",
    "InternalServerError": "_exceptions",
    "InvalidWebhookSignatureError": "_exceptions",
    "DEFAULT_TIMEOUT": "_constants",
    "DEFAULT_MAX_RETRIES": "_constants",
    "DEFAULT_CONNECTION_LIMITS": "_constants",
    "DefaultAioHttpClient": "_http",
    "DefaultHttpxClient": "_http",
    "DefaultAsyncHttpxClient": "_http",
    "DefaultHttpx2Client": "_http",
    "DefaultAsyncHttpx2Client": "_http",
}
_MODULE_CLIENT = (
    "admin_key",
    "after_response",
    "api_key",
    "base_url",
    "before_request",
    "default_headers",
    "default_query",
    "environment",
    "http_client",
    "max_retries",
    "on_error",
    "organization",
    "region",
    "things",
    "timeout",
    "webhook_secret",
    "webhooks",
)
__getattr__, __dir__, __all__ = lazy_exports(__name__, _EXPORTS, _MODULE_CLIENT)
