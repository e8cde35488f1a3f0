"""The names that matter in an open document spreadsheet. Source: OpenDocument 1.3, part 3."""

from __future__ import annotations

SEPARATOR = " "
_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = {
    **{f"{_BASE}{name}:1.0": name for name in ("office", "table", "text", "style")},
    f"{_BASE}datastyle:1.0": "number",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
    "http://www.w3.org/1999/xlink": "xlink",
}


class ShortNames(dict[str, str]):
    """Full name → short name (table:table-cell) whatever prefixes the file uses; names of other kinds become ""."""

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(SEPARATOR)
        short = f"{_NAMESPACES[space]}:{local}" if space in _NAMESPACES else ""
        self[name] = short
        return short
