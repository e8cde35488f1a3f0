"""The passages of CSV files, of JSON documents, and of notebooks as they are after their run."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from charity_analysis.report.privacy.reading.pages import read_page
from charity_analysis.report.privacy.reading.passages import Passage, UnreadableFile, of_bytes, split_embedded

_NUMBERS = re.compile(r"[+-]?[0-9][0-9.,]*")
# Headings under which numbers are money, counts or positions.
_OF_NUMBERS = re.compile(
    r"fen|yuan|元|分\b|金额|amount|count|人数|数量|行号|row\b|rows\b|halfwidth|value", re.IGNORECASE
)
_LARGEST_FIELD = 10_000_000


def read_csv(text: str) -> Iterator[Passage]:
    """The fields of a delimited file with a heading line, and each row as a whole.

    Raises: UnreadableFile.
    """
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UnreadableFile("csv") from error
    headings = records[0] if records else []
    for number, record in enumerate(records, 1):
        for column, field in enumerate(record):
            heading = headings[column] if column < len(headings) else ""
            is_number = _OF_NUMBERS.search(heading) and _NUMBERS.fullmatch(field)
            yield Passage(f"第 {number} 行第 {column + 1} 列", field, "number" if is_number else "text")
        yield Passage(f"第 {number} 行", "\n".join(record), "row")


def read_json(text: str) -> Iterator[Passage]:
    """The texts, numbers and names of a JSON document; each object of plain values also as a row.

    Raises: UnreadableFile.
    """
    yield from _walk(_parsed(text), "", "")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile("json") from error


def _walk(value: Any, place: str, key: str) -> Iterator[Passage]:
    if isinstance(value, dict):
        for name, within in value.items():
            yield Passage(f"{place} 的名称", name)
            yield from _walk(within, f"{place}.{name}", name)
        yield from _row(list(value.values()), place)
    elif isinstance(value, list):
        for number, within in enumerate(value, 1):
            yield from _walk(within, f"{place}[{number}]", key)
        yield from _row(value, place)
    elif isinstance(value, str):
        # Positions of rows ("0-17 25") would read like a phone whose groups stand apart.
        is_positions = key == "rows" and re.fullmatch(r"[0-9]+([ -][0-9]+)+", value)
        yield from split_embedded(Passage(place, value, "number" if is_positions else "text"))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield Passage(place, str(value), "number")


def _row(values: list[Any], place: str) -> Iterator[Passage]:
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) > 1:
        yield Passage(place, "\n".join(texts), "row")


def read_notebook(text: str) -> Iterator[Passage]:
    """Sources, outputs and all metadata of a notebook; pages and pictures in outputs are looked into.

    Raises: UnreadableFile.
    """
    notebook = _parsed(text)
    for number, cell in enumerate(notebook.get("cells", []), 1):
        place = f"笔记本第 {number} 格"
        yield Passage(place, _joined(cell.get("source", "")))
        for output in cell.get("outputs", []):
            yield from _output(output, place)
        rest = {name: value for name, value in cell.items() if name not in ("source", "outputs")}
        yield from _walk(rest, place, "")
    yield from _walk({name: value for name, value in notebook.items() if name != "cells"}, "笔记本", "")


def _output(output: dict[str, Any], place: str) -> Iterator[Passage]:
    for mime, content in output.get("data", {}).items():
        shown = _joined(content)
        if mime in ("text/html", "image/svg+xml") and isinstance(shown, str):
            yield from (replace(within, place=f"{place}，{within.place}") for within in read_page(shown))
        elif mime.startswith("image/") and isinstance(shown, str):
            try:
                yield of_bytes(f"{place}，图片", base64.b64decode(shown))
            except binascii.Error as error:
                raise UnreadableFile(place) from error
        else:
            yield from _walk(shown, f"{place}，输出", "")
    yield Passage(f"{place}，输出", _joined(output.get("text", "")))
    rest = {name: value for name, value in output.items() if name not in ("data", "text")}
    yield from _walk(rest, f"{place}，输出", "")


def _joined(value: Any) -> Any:
    """Notebooks keep long texts as lists of lines."""
    return "".join(value) if isinstance(value, list) and all(isinstance(line, str) for line in value) else value
