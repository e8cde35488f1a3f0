"""The value of one cell of an open document spreadsheet, from its attributes and the text that it shows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from charity_analysis.ingest.cells.cell_values import ERROR_VALUE
from charity_analysis.ingest.sheets import FaultyCell

_NUMBERS = frozenset(("float", "percentage", "currency"))
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?")
_DAY = timedelta(days=1)
# LibreOffice in Chinese has its own words for Err:502.
_ERROR = re.compile(rf"{ERROR_VALUE.pattern}|(?:错误|錯誤)[::]\s?\d{{3}}")
_HOME_CURRENCIES = frozenset(("", "CNY", "RMB", "CNH"))


def cell_value(attributes: Mapping[str, str], text: str) -> object:
    """The stored value; text where none is stored; a FaultyCell for an error or a formula without its value."""
    kind, formula = attributes.get("office:value-type", ""), attributes.get("table:formula")
    if attributes.get("calcext:value-type") == "error" or (formula is not None and _ERROR.fullmatch(text.strip())):
        return FaultyCell(text or "#ERR!", "error_value")
    value = _stored(kind, attributes, text)
    if value is not None:
        return value
    if formula is not None:
        return FaultyCell(text or re.sub(r"^\w+:(?==)", "", formula), "formula_not_computed")
    return text


def cell_currency(attributes: Mapping[str, str]) -> str:
    """The foreign currency that the cell itself names (USD); "" for none."""
    currency = attributes.get("office:currency", "").upper()
    return "" if currency in _HOME_CURRENCIES else currency


def _stored(kind: str, attributes: Mapping[str, str], text: str) -> object:
    """The value that is stored, None where there is none or it cannot be one."""
    if kind == "string":
        return attributes.get("office:string-value") or text
    if kind == "boolean":
        return {"true": True, "false": False}.get(attributes.get("office:boolean-value", ""))
    try:
        if kind in _NUMBERS:
            number = float(attributes["office:value"])
            return number if math.isfinite(number) else None
        if kind == "date":
            return _moment(attributes["office:date-value"])
        if kind == "time":
            return _duration(attributes["office:time-value"])
    except (KeyError, ValueError, OverflowError):
        pass
    return None


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _duration(text: str) -> time | timedelta:
    """A time of the day where it is one, else a timedelta."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise ValueError(text)
    days, hours, minutes = (int(part or 0) for part in match.group(2, 3, 4))
    seconds = float((match[5] or "0").replace(",", "."))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if match[1]:
        return -length
    return (datetime.min + length).time() if length < _DAY else length
