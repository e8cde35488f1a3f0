"""The one way in which a cell that cannot be read is refused."""

from __future__ import annotations

# Every reason that the parsers of this folder give; the wording for people belongs to the rules of findings.
REASONS = frozenset(
    {
        "ambiguous",  # an amount or count that can be read two ways, such as 3万5
        "ambiguous_date",  # a day that can be read two ways, such as 20.1.7
        "approximate",  # 约3万
        "blank",
        "damaged_by_excel",  # ####, 1.2E+4: what is shown is not what was entered
        "date_range",  # 1月7日-8日
        "disagrees",  # figures and words, or day and weekday, contradict each other
        "error_value",  # #REF!
        "foreign_currency",
        "formula_circular",  # a formula that refers to its own cell
        "formula_not_computed",  # a formula that has no stored value
        "fraction_of_fen",
        "impossible_date",  # 2020-02-30
        "incomplete_date",  # no day, or no year
        "is_boolean",
        "is_date",
        "is_goods",  # 口罩500只
        "negative",  # of a count
        "not_a_count",
        "not_a_date",
        "not_an_amount",
        "not_finite",
        "not_whole",  # of a count
        "other_calendar",  # 农历, 民国
        "precision_lost",  # a long number of which a spreadsheet kept the first 15 digits
        "partly_marked",  # part of a number is struck through or raised: 200¹
        "range",  # 100-200
        "too_large",
        "two_amounts",
        "unit_in_format",  # the number format shows 万元, the table does not say so
    }
)


class UnreadableCell(ValueError):
    """A cell whose value is not taken, because reading it would be a guess; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
