from typing import Generic, List, Optional, TypeVar

from ._base import BaseAsyncPage, BaseSyncPage

_T = TypeVar("_T")


class SyncCursorPage(BaseSyncPage[_T], Generic[_T]):
    data: List[_T]
    has_more: Optional[bool] = None


class AsyncCursorPage(BaseAsyncPage[_T], Generic[_T]):
    data: List[_T]
    has_more: Optional[bool] = None
