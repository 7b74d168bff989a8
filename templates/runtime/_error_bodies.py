"""What errors have of the bodies of their answers. A package has a module of its own in place of this one.

`MEMBER` is the member of an object that is taken for the body, `ATTRIBUTES` are those that become attributes of an
error: their names, and those of the wire. The types are what the API declares for the bodies of errors of each class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    StatusData: TypeAlias = object | None
    BadRequestData: TypeAlias = object | None
    AuthenticationData: TypeAlias = object | None
    PermissionDeniedData: TypeAlias = object | None
    NotFoundData: TypeAlias = object | None
    ConflictData: TypeAlias = object | None
    UnprocessableEntityData: TypeAlias = object | None
    RateLimitData: TypeAlias = object | None
    InternalServerData: TypeAlias = object | None

MEMBER: str | None = None
ATTRIBUTES: tuple[tuple[str, str], ...] = ()


class BodyMembers:
    """The members of its body that an error has as attributes."""
