"""The registry: every kind of change there is, and every reason for a verdict on one. Wording stands in `wording`."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Verdict(Enum):
    """What a change does to code written against the old SDK: worst first."""

    BREAKING = "breaking"
    COMPATIBLE = "compatible"
    DOCS = "docs"

    @property
    def rank(self) -> int:
        """Its place in that order."""
        return tuple(Verdict).index(self)


class Code(Enum):
    """A kind of change."""

    # the package and its client
    PACKAGE_RENAMED = "package-renamed"
    CLIENT_RENAMED = "client-renamed"
    OPTION_ADDED = "option-added"
    OPTION_REMOVED = "option-removed"
    OPTION_CHANGED = "option-changed"
    ENVIRONMENT_ADDED = "environment-added"
    ENVIRONMENT_REMOVED = "environment-removed"
    SERVER_CHANGED = "server-changed"
    CREDENTIALS_CHANGED = "credentials-changed"
    SETTING_CHANGED = "setting-changed"
    EXPORT_ADDED = "export-added"
    EXPORT_REMOVED = "export-removed"
    EXTENSION_ADDED = "extension-added"
    EXTENSION_REMOVED = "extension-removed"

    # resources and methods
    RESOURCE_ADDED = "resource-added"
    RESOURCE_REMOVED = "resource-removed"
    RESOURCE_RENAMED = "resource-renamed"
    RESOURCE_CLASS_RENAMED = "resource-class-renamed"
    METHOD_ADDED = "method-added"
    METHOD_REMOVED = "method-removed"
    METHOD_RENAMED = "method-renamed"
    METHOD_NAMED_ANEW = "method-named-anew"
    ROUTE_CHANGED = "route-changed"
    WAIT_CHANGED = "wait-changed"

    # arguments
    PARAMETER_ADDED = "parameter-added"
    PARAMETER_REMOVED = "parameter-removed"
    PARAMETER_RENAMED = "parameter-renamed"
    PARAMETER_REPOSITIONED = "parameter-repositioned"
    ENCODING_CHANGED = "encoding-changed"

    # answers
    RESULT_CHANGED = "result-changed"
    STREAM_ADDED = "stream-added"
    STREAM_REMOVED = "stream-removed"
    STREAM_CHANGED = "stream-changed"
    PAGES_ADDED = "pages-added"
    PAGES_REMOVED = "pages-removed"
    PAGES_CHANGED = "pages-changed"
    ERROR_ADDED = "error-added"
    ERROR_REMOVED = "error-removed"
    ERROR_CHANGED = "error-changed"
    WEBHOOK_ADDED = "webhook-added"
    WEBHOOK_REMOVED = "webhook-removed"
    CALLBACK_ADDED = "callback-added"
    CALLBACK_REMOVED = "callback-removed"
    CALLBACK_CHANGED = "callback-changed"

    # declarations
    TYPE_ADDED = "type-added"
    TYPE_REMOVED = "type-removed"
    TYPE_RENAMED = "type-renamed"
    TYPE_MOVED = "type-moved"
    TYPE_NAMED_ANEW = "type-named-anew"
    TYPE_KIND_CHANGED = "type-kind-changed"
    FIELD_ADDED = "field-added"
    FIELD_REMOVED = "field-removed"
    FIELD_RENAMED = "field-renamed"
    MEMBER_RENAMED = "member-renamed"
    EXTRA_FIELDS_CHANGED = "extra-fields-changed"

    # what holds of arguments and of fields
    BECAME_REQUIRED = "became-required"
    BECAME_OPTIONAL = "became-optional"
    DEFAULT_CHANGED = "default-changed"
    LIMITS_CHANGED = "limits-changed"
    DEPRECATED = "deprecated"
    RESTORED = "restored"

    # what a value may be
    NULL_ALLOWED = "null-allowed"
    NULL_FORBIDDEN = "null-forbidden"
    VALUES_ADDED = "values-added"
    VALUES_REMOVED = "values-removed"
    VALUES_OPENED = "values-opened"
    VALUES_CLOSED = "values-closed"
    VARIANTS_ADDED = "variants-added"
    VARIANTS_REMOVED = "variants-removed"
    VARIANTS_EXTENDED = "variants-extended"
    DISCRIMINATOR_CHANGED = "discriminator-changed"
    TYPE_WIDENED = "type-widened"
    TYPE_NARROWED = "type-narrowed"
    TYPE_CHANGED = "type-changed"
    TEXT_READ = "text-read"
    TEXT_LEFT = "text-left"

    # words
    FORMAT_CHANGED = "format-changed"
    DOCS_CHANGED = "docs-changed"


RENAMES: Final = frozenset({Code.TYPE_RENAMED, Code.TYPE_NAMED_ANEW, Code.PARAMETER_RENAMED, Code.FIELD_RENAMED})
"""What is told of a thing under the name that it had."""


class Reason(Enum):
    """Why a change has its verdict."""

    GONE = ("gone", Verdict.BREAKING)
    OTHER_NAME = ("other-name", Verdict.BREAKING)
    OTHER_TYPE = ("other-type", Verdict.BREAKING)
    OTHER_CLASS = ("other-class", Verdict.BREAKING)
    OTHER_ANSWER = ("other-answer", Verdict.BREAKING)
    OTHER_POSITION = ("other-position", Verdict.BREAKING)
    OTHER_CREDENTIALS = ("other-credentials", Verdict.BREAKING)
    MUST_BE_GIVEN = ("must-be-given", Verdict.BREAKING)
    MAY_BE_MISSING = ("may-be-missing", Verdict.BREAKING)
    MAY_BE_NULL = ("may-be-null", Verdict.BREAKING)
    MAY_BE_MORE = ("may-be-more", Verdict.BREAKING)
    REFUSED_NOW = ("refused-now", Verdict.BREAKING)
    OTHER_WHEN_LEFT_OUT = ("other-when-left-out", Verdict.BREAKING)

    ONLY_NEW = ("only-new", Verdict.COMPATIBLE)
    NEED_NOT_BE_GIVEN = ("need-not-be-given", Verdict.COMPATIBLE)
    ACCEPTS_MORE = ("accepts-more", Verdict.COMPATIBLE)
    PROMISES_MORE = ("promises-more", Verdict.COMPATIBLE)
    COULD_BE_MISSING = ("could-be-missing", Verdict.COMPATIBLE)
    COULD_BE_NULL = ("could-be-null", Verdict.COMPATIBLE)
    UNKNOWN_IS_KEPT = ("unknown-is-kept", Verdict.COMPATIBLE)
    STILL_READS = ("still-reads", Verdict.COMPATIBLE)
    ANY_STRING = ("any-string", Verdict.COMPATIBLE)
    SAME_CALL = ("same-call", Verdict.COMPATIBLE)
    SAME_EXCEPTIONS = ("same-exceptions", Verdict.COMPATIBLE)
    STILL_WORKS = ("still-works", Verdict.COMPATIBLE)
    STATED = ("stated", Verdict.COMPATIBLE)
    SAME_IMPORT = ("same-import", Verdict.COMPATIBLE)

    UNCHECKED = ("unchecked", Verdict.DOCS)
    WORDS_ONLY = ("words-only", Verdict.DOCS)

    @property
    def verdict(self) -> Verdict:
        """The verdict that it is a reason for."""
        return self.value[1]
