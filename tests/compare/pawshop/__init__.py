# A package as somebody may have written it by hand for shop.yaml. It is read, and never imported: there is no runtime.
import typing as _t

from . import types
from ._client import AsyncClient, AsyncPawshop, Client, Pawshop
from ._exceptions import APIError, NotFoundError, PawshopError
from ._models import BaseModel
from ._types import NOT_GIVEN, NotGiven

__all__ = ["types", "Pawshop", "AsyncPawshop", "Client", "AsyncClient", "NOT_GIVEN", "NotGiven"]
__all__ += ["APIError", "NotFoundError", "PawshopError", "BaseModel"]

raise RuntimeError("this package must not be imported")
