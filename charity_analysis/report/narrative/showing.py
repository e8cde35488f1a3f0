"""Figures as the narrative shows them where they stand in plain text."""

from __future__ import annotations

from charity_analysis.analysis.figures import Figure
from charity_analysis.report.half_year import HIDDEN, HalfYear, show_value
from charity_analysis.report.narrative.blocks import Piece, Quoted, Unsigned


def show_unsigned(figure: Figure) -> str:
    """The figure without its sign."""
    return show_value(figure).removeprefix("-")


def show_plain(report: HalfYear, piece: Piece) -> str:
    """The piece as plain text, as this edition may show it."""
    match piece:
        case Figure():
            return _shown(report, piece, show_value(piece))
        case Unsigned(figure):
            return _shown(report, figure, show_unsigned(figure))
        case Quoted(text):
            return text
        case _:
            return piece


def _shown(report: HalfYear, figure: Figure, value: str) -> str:
    if figure.value is None:
        return f"—（{figure.why_missing}）"
    return HIDDEN if report.hides(figure) else value
