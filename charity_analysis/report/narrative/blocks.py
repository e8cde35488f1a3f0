"""What a narrative is made of: blocks of pieces, the same for the page and for Word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from charity_analysis.analysis.figures import Figure

Kind = Literal["heading", "paragraph", "bullet", "number"]


@dataclass(frozen=True)
class Quoted:
    """Words of the ledger or of the organisation: a name, a purpose, a sentence of its opening text."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Unsigned:
    """A figure that is shown without its sign, because the sentence says the direction: 退回, 少, 多."""

    figure: Figure


# Our own fixed wording is a plain str.
Piece = str | Quoted | Figure | Unsigned
Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or an item of a list; `level` of a heading is 1 (一、) or 2 (（一）).

    `is_own`: written by the organisation, so that a heading is not numbered by us.
    """

    kind: Kind
    pieces: Pieces
    level: int = 0
    is_own: bool = False


@dataclass(frozen=True)
class Narrative:
    """The title, and the blocks of the opening, of what the ledger tells, and of the closing."""

    title: Pieces
    opening: tuple[Block, ...]
    body: tuple[Block, ...]
    closing: tuple[Block, ...] = field(default=())

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks in their order."""
        return self.opening + self.body + self.closing


def paragraph(*pieces: Piece) -> Block:
    """A paragraph of these pieces."""
    return Block("paragraph", pieces)


def heading(level: int, pieces: Pieces) -> Block:
    """A heading that is numbered where it is shown."""
    return Block("heading", pieces, level)
