"""Rules as data: the CSV files of this folder, read once and checked for their form."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

ANY_KIND = "*"
_UNSEEN = frozenset({"Zs", "Cc", "Cf", "Zl", "Zp"})


@lru_cache(maxsize=1 << 16)
def normalise(text: str) -> str:
    """`text` as headings and labels are compared.

    Full-width and traditional characters are folded, blanks and invisible characters gone.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_simplified())
    for character in set(folded):
        if unicodedata.category(character) in _UNSEEN:
            folded = folded.replace(character, "")
    return folded.casefold()


@cache
def _simplified() -> dict[int, str]:
    """Traditional character → its simplified form, of those that headings, labels and titles are written with."""
    return {ord(row["traditional"]): row["simplified"] for row in _rows("traditional")}


@cache
def spellings(character: str) -> tuple[str, ...]:
    """A simplified character and its traditional forms. Source: traditional.csv."""
    return (character, *(chr(written) for written, plain in _simplified().items() if plain == character))


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of rules file `name`, one dict a row, blanks as ""."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), strict=True))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


@dataclass(frozen=True)
class TableRule:
    """One kind of table: what it is called, which headings it cannot do without, and words of its titles."""

    kind: str
    labels: dict[str, str]
    required: tuple[str, ...]
    title_words: tuple[str, ...]
    needs_title: bool


@dataclass(frozen=True)
class ColumnRule:
    """One canonical column of one kind of table, and the normalised headings it is known by."""

    kind: str
    column: str
    type: str
    labels: dict[str, str]
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class OtherSheetRule:
    """One kind of sheet that is no ledger, the words of its titles, and its normalised headings.

    `applies` is "always", "untitled" (not where a title names a ledger) or "incomplete" (not where all headings that
    a ledger requires are there).
    """

    code: str
    labels: dict[str, str]
    applies: str
    title_words: tuple[str, ...]
    headings: frozenset[str]


@dataclass(frozen=True)
class Programme:
    """One programme: its code, its names, and the normalised spellings it is known by."""

    code: str
    names: dict[str, str]
    synonyms: frozenset[str]


@dataclass(frozen=True)
class FindingRule:
    """One rule of findings: its severity, and the wording of message and remedy per language."""

    rule: str
    severity: str
    messages: dict[str, str]
    remedies: dict[str, str]


@dataclass(frozen=True)
class DisclosureChannel:
    """A lawful channel of publication: its normalised names, and the days from and up to which it is one."""

    names: tuple[str, ...]
    effective_from: date
    effective_to: date | None

    def is_in_force(self, day: date) -> bool:
        """True where `day` lies within the days in which it is lawful; both ends count."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@cache
def table_rules() -> dict[str, TableRule]:
    """Table rules by kind. Source: tables.csv."""
    return {
        row["kind"]: TableRule(
            row["kind"],
            {"zh": row["label_zh"], "en": row["label_en"]},
            _split(row["required"]),
            _split(row["title_words"]),
            row["needs_title"] == "yes",
        )
        for row in _rows("tables")
    }


@cache
def other_sheet_rules() -> tuple[OtherSheetRule, ...]:
    """Rules of sheets that are no ledgers, in the order in which they are tried. Source: other_sheets.csv."""
    return tuple(
        OtherSheetRule(
            row["code"],
            {"zh": row["label_zh"], "en": row["label_en"]},
            row["applies"],
            tuple(normalise(word) for word in _split(row["title_words"])),
            frozenset(normalise(word) for word in _split(row["heading_words"])),
        )
        for row in _rows("other_sheets")
    )


@cache
def column_rules(kind: str) -> dict[str, ColumnRule]:
    """Column rules of `kind` by canonical name; its own go before those it shares. Source: headings.csv."""
    rules: dict[str, ColumnRule] = {}
    for row in sorted(_rows("headings"), key=lambda row: row["kind"] == kind):
        if row["kind"] == ANY_KIND or kind in _split(row["kind"]):
            rules[row["column"]] = ColumnRule(
                kind,
                row["column"],
                row["type"],
                {"zh": row["label_zh"], "en": row["label_en"]},
                tuple(normalise(word) for word in _split(row["synonyms"])),
            )
    return rules


@cache
def heading_index(kind: str) -> dict[str, tuple[str, int]]:
    """Normalised heading → canonical column and the heading's rank (0 = the best name), for tables of `kind`."""
    return {
        word: (rule.column, rank) for rule in column_rules(kind).values() for rank, word in enumerate(rule.synonyms)
    }


@cache
def programmes() -> dict[str, Programme]:
    """Programmes by code, in the order in which reports list them. Source: programmes.csv."""
    return {
        row["code"]: Programme(
            row["code"],
            {"zh": row["name_zh"], "en": row["name_en"]},
            frozenset(normalise(word) for word in (row["name_zh"], *_split(row["synonyms"]))),
        )
        for row in _rows("programmes")
    }


@cache
def programme_index() -> dict[str, str]:
    """Normalised spelling → the programme's Chinese name."""
    return {word: rule.names["zh"] for rule in programmes().values() for word in rule.synonyms}


@cache
def label_index(domain: str) -> dict[str, str]:
    """Normalised label → code, for one domain such as "payee_kind". Source: labels.csv."""
    return {
        normalise(word): row["code"]
        for row in _rows("labels")
        if row["domain"] == domain
        for word in (row["label_zh"], row["code"], *_split(row["synonyms"]))
    }


@cache
def label_names(domain: str, language: str = "zh") -> dict[str, str]:
    """Code → label in `language`, for one domain, in the file's order."""
    return {row["code"]: row[f"label_{language}"] for row in _rows("labels") if row["domain"] == domain}


@cache
def finding_rules() -> dict[str, FindingRule]:
    """Rules of findings by id. Source: findings.csv."""
    return {
        row["rule"]: FindingRule(
            row["rule"],
            row["severity"],
            {"zh": row["message_zh"], "en": row["message_en"]},
            {"zh": row["remedy_zh"], "en": row["remedy_en"]},
        )
        for row in _rows("findings")
    }


@cache
def disclosure_channels() -> tuple[DisclosureChannel, ...]:
    """The lawful channels of publication. Source: disclosure_channels.csv."""
    return tuple(
        DisclosureChannel(
            tuple(normalise(name) for name in _split(row["synonyms"])),
            date.fromisoformat(row["effective_from"]),
            date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        )
        for row in _rows("disclosure_channels")
        if row["status"] == "lawful"
    )


@cache
def figure_rules() -> tuple[dict[str, str], ...]:
    """Key figures in their order: id, name, unit, formula. Source: figures.csv."""
    return _rows("figures")


@cache
def reason_texts(language: str) -> dict[str, str]:
    """Reason code of an unreadable cell → its wording in `language`. Source: reasons.csv."""
    return {row["reason"]: row[f"text_{language}"] for row in _rows("reasons")}


@cache
def message_texts(language: str) -> dict[str, str]:
    """Key of a message of the commands → its wording in `language`. Source: messages.csv."""
    return {row["key"]: row[f"text_{language}"] for row in _rows("messages")}


@cache
def review_texts(language: str) -> dict[str, str]:
    """Key → what the workbook of held cells says in `language`. Source: review.csv."""
    return {row["key"]: row[f"text_{language}"] for row in _rows("review")}


@cache
def narrative_patterns() -> dict[str, str]:
    """Key of a sentence of the narrative → its pattern with placeholders. Source: narrative.csv."""
    return {row["key"]: row["text_zh"] for row in _rows("narrative")}


@cache
def public_columns() -> dict[tuple[str, str], str]:
    """Table ("*": every one) and column of the ledger → what a public edition does with it. See public_columns.csv."""
    return {(row["table"], row["column"]): row["treatment"] for row in _rows("public_columns")}


@cache
def handover_texts(language: str) -> dict[str, str]:
    """Key → what the workbook beside the report says in `language`. Source: handover.csv."""
    return {row["key"]: row[f"text_{language}"] for row in _rows("handover")}
