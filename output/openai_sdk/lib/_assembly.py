"""Models made of values at hand: nothing is validated a second time, nothing is made before it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import model_serializer

from .._annotations import assemble
from .._models import BaseModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SerializerFunctionWrapHandler
    from typing_extensions import Self

DEFERRED = "_deferred"


def recast(model: BaseModel, to: type[BaseModel], **changes: object) -> Any:
    """Return `model` as `to`, a subclass of its class, with `changes`: these cover the fields that `to` adds.

    What a generic `to` is a model of, its parameters, is for the caller to say.
    """
    return assemble(
        to,
        {**vars(model), **changes},
        given=model.__pydantic_fields_set__ | changes.keys(),
        extra=model.__pydantic_extra__,
        private=model.__pydantic_private__,
    )


class DeferredModel(BaseModel):
    """A model some of whose fields are made when they are first read."""

    @classmethod
    def made_of(cls, fields: dict[str, Any], **deferred: Callable[[], object]) -> Self:
        """Return an instance with these fields, and with what makes the others."""
        return assemble(cls, fields, given={*fields, *deferred}, private={DEFERRED: deferred})

    @classmethod
    def extending(cls, model: BaseModel, **deferred: Callable[[], object]) -> Self:
        """Return `model`, of a base of this class, as this class, with what makes the fields that it lacks."""
        return assemble(
            cls,
            vars(model),
            given=model.__pydantic_fields_set__ | deferred.keys(),
            extra=model.__pydantic_extra__,
            private={DEFERRED: deferred},
        )

    def _complete(self) -> Self:
        if self.__pydantic_private__ is not None:
            for name, make in self.__pydantic_private__.get(DEFERRED, {}).items():
                vars(self)[name] = make()
            object.__setattr__(self, "__pydantic_private__", None)
        return self

    @model_serializer(mode="wrap")
    def _serialize(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return serialize(self._complete())  # type: ignore[no-any-return]  # a model is a mapping to serializers

    if not TYPE_CHECKING:  # type checkers know the fields, and pydantic's methods

        def __getattr__(self, name: str) -> Any:
            make = (self.__pydantic_private__ or {}).get(DEFERRED, {}).pop(name, None)
            if make is None:
                return super().__getattr__(name)
            value = vars(self)[name] = make()
            return value

        def __eq__(self, other: object) -> bool:
            if isinstance(other, DeferredModel):
                return super(DeferredModel, self._complete()).__eq__(other._complete())
            return NotImplemented

        __hash__ = None

        def __repr_args__(self) -> Any:
            return super(DeferredModel, self._complete()).__repr_args__()

        def __iter__(self) -> Any:
            return super(DeferredModel, self._complete()).__iter__()

        def __copy__(self) -> Self:
            return super(DeferredModel, self._complete()).__copy__()

        def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
            return super(DeferredModel, self._complete()).__deepcopy__(memo)

        def __getstate__(self) -> dict[Any, Any]:
            return super(DeferredModel, self._complete()).__getstate__()
