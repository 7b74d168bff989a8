"""What errors of the example have of the bodies of their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    StatusData: TypeAlias = None
    BadRequestData: TypeAlias = None
    AuthenticationData: TypeAlias = None
    PermissionDeniedData: TypeAlias = None
    NotFoundData: TypeAlias = None
    ConflictData: TypeAlias = None
    UnprocessableEntityData: TypeAlias = None
    RateLimitData: TypeAlias = None
    InternalServerData: TypeAlias = None

MEMBER: str | None = "error"
ATTRIBUTES: tuple[tuple[str, str], ...] = (("code", "code"), ("param", "param"), ("type", "type"))


class BodyMembers:
    """The members of its body that an error has as attributes."""

    code: str | None
    param: str | None
    type: str | None
