from datetime import datetime
from typing import Optional

from pydantic import Field as FieldInfo

from .._models import BaseModel
from .mood import Mood
from .pets.toy import Toy

__all__ = ["Pet"]


class Pet(BaseModel):
    id: str

    born: datetime = FieldInfo(alias="born")

    mood: Optional[Mood] = None
    """How it is."""

    toy: Optional[Toy] = None
