"""Cells of approval numbers: whether one says that a payment was approved."""

from __future__ import annotations

from charity_analysis.rules import label_index, normalise


def states_approval(text: str) -> bool:
    """True where a cell of approval numbers names one: 无, 待补 and a stroke do not. Source: labels.csv."""
    return normalise(text) not in label_index("no_approval")
