"""The organisation's own opening and closing text: opening.md and closing.md beside its organisation.toml.

Markdown becomes blocks of plain words: headings, paragraphs, lists, bold. HTML in it stays text; links and pictures are
no more than their words, since a page that anybody may carry on leads nowhere outside.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from charity_analysis.ledger.folder_entries import look_at
from charity_analysis.report.narrative.blocks import Block, Kind, Piece, Quoted
from charity_analysis.report.narrative.wording import words

Place = Literal["opening", "closing"]
# Some twenty pages; what is longer is no opening.
MOST_BYTES = 64_000
# bleach could take a text with thousands of open brackets for minutes; so could any reader of Markdown.
_MOST_BRACKETS = 500


@dataclass(frozen=True)
class OwnText:
    """One text as blocks; `refusal` says why a file was not taken, `file` which it was ("" where there is none)."""

    file: str = ""
    blocks: tuple[Block, ...] = ()
    refusal: str = ""


class _Refused(Exception):
    pass


def read_own_text(folder: Path | None, place: Place, period: str) -> OwnText:
    """The text of `period` at `place`, else the one for all periods, else nothing."""
    for name in (f"{place}.{period}.md", f"{place}.md"):
        if folder is not None and os.path.lexists(folder / name):
            try:
                return OwnText(name, tuple(_blocks(_parse(_read(folder, name)))))
            except _Refused as refused:
                return OwnText(name, refusal=str(refused))
    return OwnText()


def _read(folder: Path, name: str) -> str:
    entry = look_at(folder / name, name, os.path.realpath(folder))
    if entry.fault or entry.is_folder:
        raise _Refused(words("refused_not_a_file"))
    try:
        with (folder / name).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _Refused(words("refused_unreadable")) from error
    if len(data) > MOST_BYTES:
        raise _Refused(words("refused_too_large", limit=f"{MOST_BYTES:,}"))
    if b"\0" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            with suppress(UnicodeDecodeError):
                return data.decode(encoding)
    raise _Refused(words("refused_not_text"))


def _parse(text: str) -> list[dict[str, Any]]:
    # Imported here: a figure needs no reader of Markdown.
    import mistune

    if text.count("[") + text.count("<") > _MOST_BRACKETS:
        raise _Refused(words("refused_too_deep"))
    try:
        tokens = mistune.create_markdown(renderer="ast")(text.replace("\r\n", "\n"))
    except RecursionError as error:
        raise _Refused(words("refused_too_deep")) from error
    return tokens if isinstance(tokens, list) else []


def _blocks(tokens: list[dict[str, Any]], kind: Kind = "paragraph") -> Iterator[Block]:
    for token in tokens:
        match token["type"]:
            case "list":
                of_list: Kind = "number" if token.get("attrs", {}).get("ordered") else "bullet"
                for item in token["children"]:
                    yield from _blocks(item.get("children", []), of_list)
            case "heading":
                # All of one level: none may be left out on the way down the page's headings.
                yield Block("heading", tuple(_pieces(token["children"])), 1, is_own=True)
            case "block_quote":
                yield from _blocks(token["children"], kind)
            case "paragraph" | "block_text":
                yield Block(kind, tuple(_pieces(token["children"])), is_own=True)
            case "block_html" | "block_code":
                for line in filter(None, map(str.strip, token["raw"].splitlines())):
                    yield Block(kind, (Quoted(line),), is_own=True)


def _pieces(tokens: list[dict[str, Any]], is_strong: bool = False) -> Iterator[Piece]:
    for token in tokens:
        if "children" in token:
            yield from _pieces(token["children"], is_strong or token["type"] == "strong")
        elif token["type"] in ("softbreak", "linebreak"):
            # Chinese lines join without a blank.
            continue
        elif "raw" in token:
            yield Quoted(token["raw"], is_strong)
