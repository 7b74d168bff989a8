from __future__ import annotations

from typing import List, Union
from typing_extensions import Annotated, Required, TypedDict

from .mood import Mood

__all__ = ["PetCreateParams"]

Tags = Union[List[str]]


class _Named(TypedDict, total=False):
    name: Required[Annotated[str, PropertyInfo(alias="name")]]


class PetCreateParams(_Named, total=False):
    mood: Mood

    tags: Tags
