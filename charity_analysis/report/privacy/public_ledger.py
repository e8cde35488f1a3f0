"""The ledger of a public edition: the same rows and the same money, and no person in it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.report.privacy.names import Secrets
from charity_analysis.report.privacy.pseudonyms import give_pseudonyms
from charity_analysis.report.privacy.public_document import public_manifest
from charity_analysis.report.privacy.public_row_ids import with_public_row_ids
from charity_analysis.report.privacy.public_tables import public_table, take_axes
from charity_analysis.report.privacy.texts import Redactor

if TYPE_CHECKING:
    import pandas as pd

# A configuration that was refused might have raised the threshold: no default stands for it.
_REFUSED = frozenset({"organisation_invalid", "organisation_not_utf8", "organisation_syntax", "organisation_value"})
_SHORTEST_NUMBER = 7
_HIDDEN_TEXTS = ("note", "unmapped", "raw_text", "message_zh")


def public_ledger(ledger: Ledger) -> tuple[Ledger, Secrets]:
    """`ledger` as it may be published, and what must then stand in no file.

    The same rows with the same money and days, so that every figure is the same; and the same row ids, save where a
    file or sheet is not called by its name, of which the usual id is a digest. Individuals, and donors who
    asked not to be named, have one pseudonym each wherever they stand; texts are without numbers of persons, without
    what must not stand beside a person, and without counts of people under the organisation's threshold.
    Source: rules/public_columns.csv; CL16 art. 76, CL23 art. 82.
    """
    pseudonyms = give_pseudonyms(ledger)
    redactor = Redactor(pseudonyms, ledger.organisation.disclosure_threshold)
    take_axes(ledger.tables, redactor)
    tables = {name: public_table(name, table, redactor) for name, table in ledger.tables.items()}
    tables = with_public_row_ids(ledger.tables, tables, ledger.organisation.code)
    manifest = public_manifest(ledger.manifest, redactor)
    _gather_numbers(ledger.tables, redactor)
    documents = {
        redactor.text(key): {name: redactor.text(value) for name, value in document.items()}
        for key, document in ledger.organisation.documents.items()
    }
    organisation = replace(ledger.organisation, documents=documents)
    digits = {number for text in redactor.numbers if len(number := _digits_of(text)) >= _SHORTEST_NUMBER}
    names = {*pseudonyms.spellings, *redactor.names, *redactor.numbers, *digits}
    secrets = Secrets(frozenset(name for name in names if len(name) > 1), pseudonyms.published, redactor.text)
    return Ledger(organisation, tables, manifest), secrets


def _digits_of(text: str) -> str:
    """The digits of a number, however they are set apart and introduced."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isdigit())


def _gather_numbers(tables: dict[str, pd.DataFrame], redactor: Redactor) -> None:
    """Numbers of persons in what is not shown at all must stand nowhere either."""
    for table in tables.values():
        for column in _HIDDEN_TEXTS:
            if column in table.columns:
                for text in table[column].dropna().unique():
                    redactor.gather(text)


def why_not_publishable(ledger: Ledger) -> str | None:
    """The rule by which organisation.toml was refused; None where it was not.

    What a refused file says of the threshold is not known, so that no public edition can be made.
    """
    found = ledger.findings["rule"]
    return next(iter(sorted(_REFUSED & set(found))), None)
