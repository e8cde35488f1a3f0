"""Figures as the document that `charity figures --json` prints."""

from __future__ import annotations

from typing import Any

from charity_analysis.analysis.figures import Figure


def figures_document(organisation: str, period: str, figures: tuple[Figure, ...]) -> dict[str, Any]:
    """Organisation, period and one entry per figure, with its parts."""
    return {
        "organisation": organisation,
        "period": period,
        "figures": [
            {
                "id": figure.id,
                "name": figure.name,
                **_amounts(figure),
                "parts": [{"key": part.id, **_amounts(part)} for part in figure.parts],
            }
            for figure in figures
        ],
    }


def _amounts(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "halfwidth": figure.halfwidth,
        "formula": figure.formula,
        "row_ids": list(figure.row_ids),
        "why_missing": figure.why_missing,
    }
