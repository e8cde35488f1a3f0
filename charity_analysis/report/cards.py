"""Pieces of the page that read on a phone where a wide table would not: cards one below the other, and letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from charity_analysis.report.elements import Fragment, Part, escape, join


@dataclass(frozen=True)
class Card:
    """One matter: `badge` in words says how it stands, `mark` sets it off: error, warning, info or good."""

    heading: Part
    badge: Part
    mark: str
    body: Part = ""
    rows: tuple[tuple[str, Part], ...] = ()


def cards(items: Iterable[Card], label: str) -> Fragment:
    """The cards one below the other; `label` names the list for those who hear it."""
    return Fragment(f'<ul class="cards" aria-label="{escape(label)}">{"".join(map(_card, items))}</ul>')


def _card(item: Card) -> str:
    body = f"<p>{join(item.body).html}</p>" if item.body else ""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{join(value).html}</dd>" for name, value in item.rows)
    head = f'<p class="card-head"><b class="badge">{join(item.badge).html}</b> {join(item.heading).html}</p>'
    return f'<li class="card card-{escape(item.mark)}">{head}{body}{f"<dl>{rows}</dl>" if rows else ""}</li>'


def fold(summary: Part, body: Part) -> Fragment:
    """What few readers need, folded away under `summary`; print shows it."""
    return Fragment(
        f'<details class="fold"><summary>{join(summary).html}</summary>'
        f'<div class="fold-body">{join(body).html}</div></details>'
    )


def letter(heading: Part, lead: Part, body: Part) -> Fragment:
    """What one reader is owed, folded on the screen and a page of its own in print."""
    return Fragment(
        f'<details class="fold letter"><summary><b>{join(heading).html}</b> <span>{join(lead).html}</span></summary>'
        f'<div class="fold-body">{join(body).html}</div></details>'
    )
