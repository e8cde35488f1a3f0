"""The panels that prove figures: one for each, opened by its links without a script, and closed back to where one was.

A link's address is one of the ids that lie one inside the other around its proof; the style sheet shows what lies in
the element that the page's address names (`:target`), and of the ways back only that of the link which was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charity_analysis.report.elements import QUOTED, Fragment, Part, escape, join

BACK = "返回"


@dataclass(frozen=True)
class Proof:
    """One figure's proof. `ways`: the ids that its links lead to, each with the id to go back to.

    Where it `is_listed`, the first of them is that of the list.
    """

    name: str
    value: str
    body: Part
    ways: tuple[tuple[str, str], ...]
    is_listed: bool = True


def render_proofs(proofs: Sequence[Proof]) -> Fragment:
    """The list of the main figures, each with a link to its proof, and all proofs: none shows until it is opened."""
    lines = "".join(
        f'<li>{escape(proof.name)} <a class="figure" href="#{proof.ways[0][0]}" id="{proof.ways[0][1]}">'
        f"{escape(proof.value)}</a></li>"
        for proof in proofs
        if proof.is_listed
    )
    panels = "".join(map(_panel, proofs))
    return Fragment(f'<ul class="proof-list" {QUOTED}>{lines}</ul><div class="proofs" {QUOTED}>{panels}</div>')


# Hundreds of proofs make most of a page: attributes stand bare, and what HTML closes by itself is left open.
def _panel(proof: Proof) -> str:
    panel = f"<p class=proof-head>{escape(proof.name)} <b>{escape(proof.value)}</b></p>{join(proof.body).html}"
    panel = f"<div class=proof>{panel}</div>"
    for name, back in proof.ways:
        panel = f'<div class=way id="{name}" tabindex=-1><a href="#{back}">{BACK}</a>{panel}</div>'
    return panel


def sheet_table(
    sheets: Iterable[tuple[str, list[tuple[Part, str]]]], caption: str, heading: str, total: str
) -> Fragment:
    """Rows under the sheets that they stand in, each with what it adds, and their sum last."""
    body = "".join(
        f"<tbody><tr><th scope=rowgroup colspan=2>{escape(sheet)}{''.join(map(_line, lines))}"
        for sheet, lines in sheets
    )
    return Fragment(
        f"<table><caption>{escape(caption)}</caption><thead><tr><th scope=col>出处"
        f"<th scope=col>{escape(heading)}</thead>{body}<tfoot>{_line(('合计', total))}</table>"
    )


def _line(line: tuple[Part, str]) -> str:
    where, adds = line
    return f"<tr><th scope=row>{join(where).html}<td>{escape(adds)}"
