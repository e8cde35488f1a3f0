"""A passage of a finished file, and which reader gives the passages of which file."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

_DATA_ADDRESS = re.compile(r"data:([\w/+.-]*)((?:;[\w=-]+)*),([^\"')\s]*)", re.ASCII)
_ZIP = b"PK\x03\x04"


class UnreadableFile(ValueError):
    """A file of which not all can be looked at; what cannot be looked at is not published."""


@dataclass(frozen=True)
class Passage:
    """One text of a file and where it stands, in words.

    `kind` says what may be searched for in it: "text" anything; "row" the cells of one row together, only for what is
    telling side by side; "number" a value that is a number by type, in which money is no phone; "shape" co-ordinates,
    styles and digests, in which digits mean nothing; "bytes" what is left readable of pictures and fonts.
    """

    place: str
    text: str
    kind: str = "text"


def read_passages(name: str, content: bytes) -> Iterator[Passage]:
    """The passages of file `name`, whose ending says what it is.

    Raises: UnreadableFile.
    """
    from charity_analysis.report.privacy.reading.containers import read_container
    from charity_analysis.report.privacy.reading.pages import read_page
    from charity_analysis.report.privacy.reading.tables import read_csv, read_json, read_notebook

    ending = name.rpartition(".")[2].lower()
    if content.startswith(_ZIP):
        yield from read_container(content)
    elif ending in ("html", "htm", "svg", "xml"):
        yield from read_page(decoded(content))
    elif ending == "ipynb":
        yield from read_notebook(decoded(content))
    elif ending == "json":
        yield from read_json(decoded(content))
    elif ending == "csv":
        yield from read_csv(decoded(content))
    elif ending in ("md", "txt"):
        yield from (Passage(f"第 {n} 行", line) for n, line in enumerate(decoded(content).splitlines(), 1))
    else:
        raise UnreadableFile(name)


def decoded(content: bytes) -> str:
    """`content` as UTF-8.

    Raises: UnreadableFile.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("utf-8") from error


def split_embedded(passage: Passage) -> Iterator[Passage]:
    """`passage` without the data that are written into its addresses (data:…), and what these data say."""
    rest = _DATA_ADDRESS.sub("data:", passage.text)
    yield replace(passage, text=rest)
    if rest == passage.text:
        return
    for found in _DATA_ADDRESS.finditer(passage.text):
        yield from _embedded(f"{passage.place}，内嵌数据", found[1], found[2], found[3])


def _embedded(place: str, mime: str, options: str, payload: str) -> Iterator[Passage]:
    from charity_analysis.report.privacy.reading.pages import read_page

    content = unquote_to_bytes(payload)
    if "base64" in options:
        try:
            content = base64.b64decode(content, validate=True)
        except binascii.Error as error:
            raise UnreadableFile(place) from error
    if "html" in mime or "xml" in mime:
        yield from (replace(within, place=f"{place}，{within.place}") for within in read_page(decoded(content)))
    elif mime.startswith("text/"):
        yield Passage(place, decoded(content))
    else:
        yield of_bytes(place, content)


def of_bytes(place: str, content: bytes) -> Passage:
    """What of a picture or a font can be read as text, such as its properties."""
    return Passage(place, content.decode("utf-8", "ignore"), "bytes")
