"""Open data of a public edition: CSV and JSON that anybody may use, with the dictionary and a package descriptor."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from charity_analysis.analysis.documents import figures_document
from charity_analysis.report.handover.cell_texts import clean_text, escape_formula
from charity_analysis.report.handover.column_dictionary import dictionary_rows
from charity_analysis.report.handover.figure_rows import balance_rows, key_figure_rows, shown_figures, sum_rows
from charity_analysis.report.handover.ledger_rows import KINDS, ledger_rows, plan_rows
from charity_analysis.report.handover.listings import Listing, Value, in_yuan

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

_FEN, _YUAN = "_fen", "_yuan"
_BOM = "\ufeff"
# As Frictionless calls them.
_TYPES = {"fen": "integer", "count": "integer", "yuan": "number", "date": "date"}


def open_data(report: HalfYear) -> dict[str, bytes]:
    """The files of `report`, a public edition, by name.

    CSV is UTF-8 with a mark, RFC 4180, with the dictionary's names of columns as header; money stands in fen and in 元.
    JSON is one object: `schema`, what the columns mean, and `rows`. `figures.json` is what `charity figures --json`
    prints. Raises: ValueError for an internal edition, whose rows are not for everybody.
    """
    if not report.is_public:
        raise ValueError("open data are made of a public edition only")
    rows = row_listings(report)
    listings = {
        "funds": balance_rows(report),
        "plans": plan_rows(report),
        "totals": sum_rows(report),
        "figures": key_figure_rows(report),
    }
    listings = {**rows, **{name: _with_yuan(listing) for name, listing in listings.items()}}
    listings["dictionary"] = dictionary_rows(listings)
    files = files_of(listings)
    period, organisation = str(report.period), report.ledger.organisation
    files["figures.json"] = _json(figures_document(organisation.code, period, shown_figures(report)), indent=None)
    files["datapackage.json"] = _json(_package(report, listings))
    return dict(sorted(files.items()))


def row_listings(report: HalfYear) -> dict[str, Listing]:
    """The period's gifts, payments and movements outside the books, by the name of their files."""
    return {table: _with_yuan(ledger_rows(report, table)) for table in KINDS}


def files_of(listings: Mapping[str, Listing]) -> dict[str, bytes]:
    """Each listing as CSV and as JSON."""
    tables = {f"{name}.csv": _csv(listing) for name, listing in listings.items()}
    return tables | {f"{name}.json": _json(_document(listing)) for name, listing in listings.items()}


def _with_yuan(listing: Listing) -> Listing:
    """`listing` with each amount in fen followed by the same in 元, as decimal text."""
    columns: list[str] = []
    for name in listing.columns:
        columns += [name, name.removesuffix(_FEN) + _YUAN] if _has_yuan(listing, name) else [name]
    rows = [
        tuple(
            value
            for name, cell in zip(listing.columns, row, strict=True)
            for value in ((cell, _yuan(cell)) if _has_yuan(listing, name) else (cell,))
        )
        for row in listing.rows
    ]
    return Listing(listing.table, tuple(columns), rows)


def _has_yuan(listing: Listing, name: str) -> bool:
    return listing.meaning(name).unit == "fen" and "halfwidth" not in name


def _yuan(fen: Value) -> str | None:
    return f"{in_yuan(fen):f}" if isinstance(fen, int) else None


def _csv(listing: Listing) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(listing.columns)
    is_text = [listing.meaning(name).unit not in _TYPES for name in listing.columns]
    writer.writerows(
        [_cell(value, escapes) for value, escapes in zip(row, is_text, strict=True)] for row in listing.rows
    )
    return (_BOM + text.getvalue()).encode("utf-8")


def _cell(value: Value, escapes: bool) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return escape_formula(plain) if escapes and isinstance(plain, str) else str(plain)


def _plain(value: Value) -> str | int | float | bool | None:
    if isinstance(value, date):
        return value.isoformat()
    return clean_text(value) if isinstance(value, str) else value


def _document(listing: Listing) -> dict[str, Any]:
    rows = [dict(zip(listing.columns, map(_plain, row), strict=True)) for row in listing.rows]
    return {"schema": {"fields": list(_fields(listing)), "missingValues": [""]}, "rows": rows}


def _fields(listing: Listing) -> Iterator[dict[str, Any]]:
    """What each column is, as a table schema states it."""
    for name in listing.columns:
        meaning = listing.meaning(name)
        field: dict[str, Any] = {
            "name": name,
            "type": _TYPES.get(meaning.unit, "any" if meaning.unit else "string"),
            "title": meaning.names["zh"],
            "description": f"{meaning.meanings['zh']} / {meaning.meanings['en']}",
        }
        if list(meaning.values) == ["true", "false"]:
            field["type"] = "boolean"
        elif meaning.values:
            field["constraints"] = {"enum": list(meaning.values)}
        yield field


def _package(report: HalfYear, listings: dict[str, Listing]) -> dict[str, Any]:
    """The descriptor of the files as a tabular data package. Source: Frictionless Data Package, version 1."""
    return {
        "profile": "tabular-data-package",
        "name": f"charity-{str(report.period).lower()}",
        "title": f"{report.name} {report.period.label()} 公开数据",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
                "schema": {"fields": list(_fields(listing)), "missingValues": [""]},
            }
            for name, listing in listings.items()
        ],
    }


def _json(document: dict[str, Any], indent: int | None = 1) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=indent) + "\n").encode("utf-8")
