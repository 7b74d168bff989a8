"""Deep names at run time: the classes that are declared elsewhere, loaded when they are first asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import pytest


@pytest.fixture
def order(package: Any) -> Any:
    """The module of a type that others stand inside of."""
    return import_module(f"{package.__name__}.types.order")


def test_names_are_those_of_one_class(package: Any, order: Any) -> None:
    """Each way leads to the class that the component has, with its fields."""
    types = import_module(f"{package.__name__}.types")
    assert order.Line is types.OrderLine
    assert order.LineAmount is order.PaymentVoucherValue
    assert order.LineAmount.model_fields.keys() == {"value"}
    assert order.PaymentCard is types.CardPayment
    assert order.NoteLongNote is types.Text
    assert order.TrailStep is types.Step


def test_what_has_a_name_elsewhere_gets_no_other(order: Any) -> None:
    """What the config names, enums and what a type stands inside of itself have no deep names."""
    for name in ("Parent", "ParentLine", "LineState", "TrailStepNext", "Nothing"):
        with pytest.raises(AttributeError, match=name):
            getattr(order, name)


def test_arguments_have_names_of_their_own(package: Any) -> None:
    """The module of arguments knows the dictionaries by the same ways."""
    params = import_module(f"{package.__name__}.types.order_create_params")
    assert params.Line.__annotations__.keys() == {"amount", "state"}
    assert params.LineAmount.__annotations__.keys() == {"value"}


def test_what_extends_a_named_type_is_called_after_itself(package: Any) -> None:
    """The part that a type adds to a named one has its name in front; the other part is the other's."""
    gift = import_module(f"{package.__name__}.types.gift")
    assert gift.GiftWrappingColour.model_fields.keys() == {"name"}
    assert not hasattr(gift, "Line")


def test_a_name_is_found_once(order: Any) -> None:
    """A name that was asked for is an attribute of the module from then on."""
    found = order.PaymentVoucher
    assert vars(order)["PaymentVoucher"] is found
    assert sys.modules[found.__module__].VoucherPayment is found
