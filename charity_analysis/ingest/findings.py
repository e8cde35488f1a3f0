"""One finding: what was noticed at which place, worded by the rules in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from charity_analysis.ingest.addresses import place
from charity_analysis.rules import finding_rules, reason_texts

# An identity number, a card or a phone, however its digits are set apart.
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){10,}[ -]?[\dXx]?")
_MOST_CHARACTERS = 24
_MOST_LOOKED_AT = 400


def excerpt(value: object) -> str:
    """`value` as a message may show it: short, on one line, long digit runs (identity, card, phone) masked."""
    text = " ".join(str(value).split())
    text = _LONG_NUMBER.sub(lambda match: match[0][:2] + "…", text[:_MOST_LOOKED_AT])
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"


@dataclass(frozen=True)
class Finding:
    """What was noticed: a rule of rules/findings.csv, its place, and the values its wording needs."""

    rule: str
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    organisation: str = ""
    period: str = ""
    row_ids: tuple[str, ...] = ()

    @property
    def severity(self) -> str:
        """error, warning or info, as the rules say."""
        return finding_rules()[self.rule].severity

    def message(self, language: str = "zh") -> str:
        """Place, what is the matter, and what to do, in `language`."""
        where = place(self.file, self.sheet, self.cell)
        colon, stop = (": ", "; ") if language == "en" else ("：", "；")
        text = finding_rules()[self.rule].messages[language].format_map(self._worded(language))
        remedy = self.remedy(language)
        return (f"{where}{colon}" if where else "") + text + (f"{stop}{remedy}" if remedy else "")

    def remedy(self, language: str = "zh") -> str:
        """What to do, in `language`; "" where nothing need be done."""
        return finding_rules()[self.rule].remedies[language].format_map(self._worded(language))

    def _worded(self, language: str) -> dict[str, str]:
        """The values, with a reason in words."""
        if "reason" not in self.values:
            return self.values
        return self.values | {"reason": reason_texts(language).get(self.values["reason"], self.values["reason"])}

    def at(self, **changes: object) -> Finding:
        """The same finding with its place filled in further."""
        return replace(self, **changes)  # type: ignore[arg-type]
