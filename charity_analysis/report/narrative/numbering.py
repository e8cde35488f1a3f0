"""The numbers of headings in official documents: 一、 for the first level, （一） for the second."""

from __future__ import annotations

from charity_analysis.report.narrative.blocks import Block

_DIGITS = "〇一二三四五六七八九"


class Numbering:
    """Counts headings level by level; those that the organisation wrote itself are not numbered."""

    def __init__(self) -> None:
        self._counts = [0, 0]

    def next(self, block: Block) -> str:
        """The number of this heading, the next one of its level."""
        if block.is_own:
            return ""
        if block.level == 1:
            self._counts = [self._counts[0] + 1, 0]
            return f"{chinese_number(self._counts[0])}、"
        self._counts[1] += 1
        return f"（{chinese_number(self._counts[1])}）"


def chinese_number(number: int) -> str:
    """1–99 in Chinese figures: 一, 十, 十二, 二十.

    Raises: ValueError for any other number.
    """
    if not 1 <= number <= 99:
        raise ValueError(f"{number} is no number of a heading")
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
