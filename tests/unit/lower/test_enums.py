"""Enums: what their values are called, and which of them are classes."""

from __future__ import annotations

import pytest

from generator.diagnostics import Diagnostics
from generator.ir.declarations import ObjectModel
from generator.ir.types import LiteralOf, Meaning, Nullable, TypeExpr
from generator.ledger import Ledger
