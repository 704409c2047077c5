"""Columns of a table with the types that their values call for."""

from __future__ import annotations

from typing import Any, Dict, List, Union

try:
    import numpy
except ImportError:  # lists do as well
    numpy = None  # type: ignore[assignment]

Columns = Dict[str, Any]
"""{column: values}: numpy arrays (or lists, without numpy) of numbers, lists of texts."""


def typed(columns: Dict[str, List[Union[int, float, str, None]]]) -> Columns:
    """Whole numbers as int64 (uint64 beyond its range), numbers with fractions or gaps as float64 (gaps are
    NaN), texts and mixtures as a list in which gaps are None."""
    return {name: _column(values) for name, values in columns.items()}


def _column(values: List[Union[int, float, str, None]]) -> Any:
    kinds = {type(value) for value in values}
    if str in kinds:
        return values
    if kinds == {int}:
        if numpy is None:
            return values
        return numpy.array(values, dtype="uint64" if max(values) >= 2**63 else "int64")
    numbers = [float("nan") if value is None else float(value) for value in values]
    return numbers if numpy is None else numpy.array(numbers, dtype="float64")
