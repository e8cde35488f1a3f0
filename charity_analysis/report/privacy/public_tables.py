"""The ledger's tables column by column as a public edition has them, by rules/public_columns.csv."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from charity_analysis.ledger.receipt_numbers import states_receipt
from charity_analysis.report.privacy.finding_wording import public_message, public_remedy
from charity_analysis.report.privacy.texts import GIVER, HELPED, NOBODY, Redactor
from charity_analysis.rules import label_names, normalise, public_columns

if TYPE_CHECKING:
    import pandas as pd

_NOT_ISSUED = "未开"


def treatment_of(table: str, column: str) -> str:
    """What is done with a column: keep, donor, payee, axis, text, place, number, reworded or drop.

    Raises: KeyError where the rules do not say; nothing is published that nobody decided about.
    """
    rules = public_columns()
    return rules[table, column] if (table, column) in rules else rules["*", column]


def take_axes(tables: dict[str, pd.DataFrame], redactor: Redactor) -> None:
    """Let the redactor know every name that money is grouped by, so that it reads the same wherever it comes."""
    for name, table in tables.items():
        for column in table.columns:
            if treatment_of(name, column) == "axis":
                for text in table[column].dropna().unique():
                    redactor.distinct(text)


def public_table(name: str, table: pd.DataFrame, redactor: Redactor) -> pd.DataFrame:
    """Table `name` as it may be published: same rows, same order, same types."""
    if table.empty:
        return table
    shown = table.copy()
    about = _about(name, table, redactor)
    for column in table.columns:
        match treatment_of(name, column):
            case "donor":
                shown[column] = _each(table[column], lambda text: _party(text, redactor, False))
            case "payee":
                shown[column] = _each(table[column], lambda text: _party(text, redactor, True))
            case "axis":
                shown[column] = _each(table[column], redactor.distinct)
            case "place":
                shown[column] = _each(table[column], redactor.place)
            case "text":
                shown[column] = _texts(table[column], about, redactor)
            case "number":
                shown[column] = _receipts(table[column])
            case "drop":
                shown[column] = _each(table[column], lambda _: None)
            case "keep" | "reworded":
                pass
            case unknown:
                raise ValueError(f"no such treatment: {unknown}")
    return _reworded(shown, table, redactor) if name == "findings" else shown


def _each(values: pd.Series[str], treat: Callable[[str], str | None]) -> pd.Series[str]:
    """Each value treated, a distinct one once; what is missing stays so."""
    treated = {value: treat(value) for value in values.dropna().unique()}
    return values.map(treated, na_action="ignore").astype(values.dtype)


def _party(name: str, redactor: Redactor, is_payee: bool) -> str:
    shown = redactor.pseudonyms.of(name)
    return redactor.party(name, is_payee) if shown is None else shown


def _texts(values: pd.Series[str], about: pd.Series[int], redactor: Redactor) -> pd.Series[str]:
    pairs = zip(values, about, strict=True)
    shown = [redactor.text(text, level) if isinstance(text, str) else None for text, level in pairs]
    return _as_column(shown, values)


def _as_column(shown: Sequence[Any], like: pd.Series[str]) -> pd.Series[str]:
    import pandas as pd

    return pd.Series(shown, index=like.index, dtype=like.dtype)


def _about(name: str, table: pd.DataFrame, redactor: Redactor) -> pd.Series[int]:
    """Row by row whether it is about somebody who was helped, somebody who gave, or nobody."""
    import pandas as pd

    about = pd.Series(NOBODY, index=table.index, dtype="int64")
    for column in table.columns:
        treatment = treatment_of(name, column)
        if treatment in ("donor", "payee"):
            masked = {text for text in table[column].dropna().unique() if redactor.pseudonyms.of(text) is not None}
            about[table[column].isin(masked) & about.lt(HELPED)] = HELPED if treatment == "payee" else GIVER
    if "beneficiary_count" in table.columns:
        # A few of them are as good as named; how many are few is a matter of the threshold.
        counts = table["beneficiary_count"]
        few = counts.isna() | counts.lt(redactor.threshold).fillna(True)
        about[table["payee_kind"].eq("individual").fillna(False) & few.astype(bool)] = HELPED
    return about


def _receipts(values: pd.Series[str]) -> pd.Series[str]:
    """Running numbers in place of receipt numbers; whether a receipt was made out stays."""
    stated = dict.fromkeys(normalise(text) for text in values.dropna().unique() if states_receipt(text))
    numbers = {key: f"{label_names('pseudonym')['receipt']}{number}" for number, key in enumerate(stated, start=1)}
    return _each(values, lambda text: numbers.get(normalise(text), _NOT_ISSUED))


def _reworded(shown: pd.DataFrame, table: pd.DataFrame, redactor: Redactor) -> pd.DataFrame:
    places = list(
        zip(shown["rule"], *(_optional(shown[c]) for c in ("source_file", "source_sheet", "cell")), strict=True)
    )
    for language in ("zh", "en"):
        messages = zip(places, table[f"message_{language}"], strict=True)
        worded = [public_message(rule, text, language, tuple(at), redactor.known) for (rule, *at), text in messages]
        shown[f"message_{language}"] = _as_column(worded, table[f"message_{language}"])
        remedies = {rule: public_remedy(rule, language) for rule in shown["rule"].unique()}
        shown[f"remedy_{language}"] = _as_column([remedies[rule] for rule in shown["rule"]], table["rule"])
    return shown


def _optional(values: pd.Series[str]) -> list[str | None]:
    return [value if isinstance(value, str) and value else None for value in values]
