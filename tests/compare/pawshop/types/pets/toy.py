from typing import Union

from ..._models import BaseModel


class Toy(BaseModel):
    id: str
    squeaks: Union[bool, None] = None
