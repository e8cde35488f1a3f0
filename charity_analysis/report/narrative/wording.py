"""The sentences of the narrative: patterns of rules/narrative.csv filled with words and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter

from charity_analysis.report.narrative.blocks import Piece, Pieces
from charity_analysis.rules import narrative_patterns


def say(key: str, **values: Piece | Pieces) -> Pieces:
    """The pattern `key` with each placeholder replaced by a piece, or by several.

    Raises: KeyError for a pattern or a value that does not exist.
    """
    pieces: list[Piece] = []
    for words, name, _, _ in Formatter().parse(narrative_patterns()[key]):
        if words:
            pieces.append(words)
        if name is not None:
            value = values[name]
            pieces += value if isinstance(value, tuple) else (value,)
    return tuple(pieces)


def words(key: str, **values: str) -> str:
    """The pattern `key` as plain text."""
    return narrative_patterns()[key].format_map(values)


def in_turn(parts: Iterable[Pieces], mark: str = "enumeration") -> Pieces:
    """The parts one after the other with the pattern `mark` between them."""
    pieces: list[Piece] = []
    for number, part in enumerate(parts):
        if number:
            pieces.append(words(mark))
        pieces += part
    return tuple(pieces)


def sentence(*clauses: Pieces) -> Pieces:
    """The clauses that there are, with semicolons between them and a full stop; nothing where there is none."""
    said = [clause for clause in clauses if clause]
    return (*in_turn(said, "semicolon"), words("stop")) if said else ()


def numbered(matters: Sequence[Pieces]) -> Pieces:
    """Several matters of one paragraph as 一是 …；二是 …。; a single one stands without a number."""
    ordinals = words("ordinals").split(";")
    if len(matters) < 2:
        return sentence(*matters)
    told = [(ordinal, *matter) for ordinal, matter in zip(ordinals, matters, strict=False)]
    return sentence(*told, *matters[len(ordinals) :])
