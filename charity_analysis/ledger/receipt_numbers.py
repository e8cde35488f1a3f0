"""Cells of receipt numbers: whether one says that a receipt was made out."""

from __future__ import annotations

from charity_analysis.rules import label_index, normalise


def states_receipt(text: str) -> bool:
    """True where a cell of receipt numbers holds one: 待开, 未领, 无 and a count of sheets (附件2张) are none."""
    plain = normalise(text)
    if not any(character.isdigit() for character in plain):
        return False
    return plain.isdigit() or not any(word in plain for word in label_index("no_receipt"))
