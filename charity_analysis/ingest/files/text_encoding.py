"""Bytes → text: the encoding is told by evidence, and where the evidence does not suffice the file is refused."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.rules import ANY_KIND, column_rules, normalise, table_rules

# A mark at the start decides. UTF-32's begins like UTF-16's, so that it must be looked for first.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_NATIONAL, _TRADITIONAL = "gb18030", "cp950"
_SAMPLED_BYTES, _SAMPLED = 65_536, 20_000
# Two or three characters and more between plain ones, whole as UTF-8: the national encoding makes nothing of the kind.
# It looks backward only where a first byte fits: that is found five times as fast.
_UTF_8_CELL = re.compile(
    rb"[\xe4-\xe9](?<![\x80-\xff].)[\x80-\xbf]{2}(?:[\xe4-\xe9][\x80-\xbf]{2})++(?![\x80-\xff])", re.DOTALL
)
_SURE_CELL_BYTES, _SHORT_CELLS = 9, 2
# What a ledger's text is made of: plain characters, Chinese ones, and the marks between them. Read with its bytes
# swapped, a plain letter becomes a Chinese character whose second byte is zero: of those only 一 is usual.
_HANZI = "".join(f"\\u{high:02x}01-\\u{high:02x}ff" for high in range(0x4E, 0xA0))
_PLAUSIBLE = re.compile(
    rf"[\t\n\r -~\u00a0\u00a5\u00b7\u2010-\u203b\u3001-\u3011\u3000\u4e00{_HANZI}\uff01-\uff5e\uffe5]"
)
# What the national encoding makes of another's bytes: kana, Greek, Cyrillic, and places without a character.
_IMPLAUSIBLE = re.compile("[\u0370-\u03ff\u0401-\u0451\u3040-\u312f\ue000-\uf8ff]")
_STRANGE_ONE_IN, _MOST_LOOKED_AT = 5, 200
_USUAL, _MARGIN = 0.7, 0.25
_SHORTEST_WORD = 2


def decode(content: bytes, declared: str = "") -> str:
    """`content` as text without marks; `declared` is what it says its encoding is, believed where nothing decides.

    Raises: FileRefused (undecidable_encoding) where no one encoding fits the whole of it.
    """
    text = _decode_marked(content) or _decode_wide(content) or _decode_by_evidence(content, declared)
    if text is None or "\x00" in text or "\ufffd" in text:
        raise FileRefused("undecidable_encoding")
    return text.lstrip("\ufeff").rstrip("\x1a")


def _decode_marked(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = _decoded(content[len(mark) :], encoding)
            if text is None:
                raise FileRefused("undecidable_encoding")
            return text
    return None


def _decode_wide(content: bytes) -> str | None:
    """The text of UTF-16 without a mark: what has zero bytes is nothing else."""
    encoding = wide_encoding(content[:_SAMPLED_BYTES])
    return _decoded(content, encoding) if encoding else None


def wide_encoding(sample: bytes) -> str:
    """utf-16-le or utf-16-be where `sample` is plausible as just one of them, else ""."""
    if b"\x00" not in sample:
        return ""
    even = sample[: len(sample) // 2 * 2]
    shares = [_share(_PLAUSIBLE, even.decode(encoding, "replace")) for encoding in _WIDE]
    better = 0 if shares[0] > shares[1] else 1
    return _WIDE[better] if shares[better] > 0.9 and shares[1 - better] < 0.6 else ""


def _decode_by_evidence(content: bytes, declared: str) -> str | None:
    text = _decoded(content, "utf-8")
    if text is not None:
        return text
    if _has_utf_8_cells(content):
        return None
    readings = {name: text for name in (_NATIONAL, _TRADITIONAL) if (text := _decoded(content, name)) is not None}
    chosen = _choose(content, readings)
    if chosen == "" and "big5" in declared.lower():
        chosen = _TRADITIONAL
    elif chosen == "" and declared.lower().startswith("gb"):
        chosen = _NATIONAL
    text = readings.get(chosen)
    return None if text is None or (chosen == _NATIONAL and _has_foreign_line(text)) else text


def _choose(content: bytes, readings: dict[str, str]) -> str:
    """The encoding that the evidence speaks for; "" where it speaks for none, or for both."""
    known = [name for name, text in readings.items() if _has_known_word(text)]
    if known:
        return known[0] if len(known) == 1 else ""
    shares = {name: _usual_share(content, name) for name in readings}
    best = max(shares, key=lambda name: shares[name], default="")
    others = [share for name, share in shares.items() if name != best]
    is_clear = best != "" and shares[best] >= _USUAL and all(shares[best] - share >= _MARGIN for share in others)
    return best if is_clear else ""


def _has_known_word(text: str) -> bool:
    """True where a known heading or title word stands in the first part of `text`."""
    return _known_words().search(normalise(text[:_SAMPLED])) is not None


@cache
def _known_words() -> re.Pattern[str]:
    titles = [word for rule in table_rules().values() for word in rule.title_words]
    kinds = (ANY_KIND, *table_rules())
    headings = [word for kind in kinds for rule in column_rules(kind).values() for word in rule.synonyms]
    words = {word for word in titles + headings if len(word) >= _SHORTEST_WORD and not word.isascii()}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


# The rows of either code table that hold its usual characters and marks, by the first byte of two.
_USUAL_PAIRS = {
    _NATIONAL: re.compile(rb"[\xa1\xa3\xb0-\xd7][\xa1-\xfe]"),
    _TRADITIONAL: re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
}
_PAIRS = re.compile(rb"[\x81-\xfe][\x30-\xff]")


def _usual_share(content: bytes, encoding: str) -> float:
    """How many of the double bytes at the start stand for usual characters in `encoding`."""
    pairs = _PAIRS.findall(content[:_SAMPLED_BYTES])
    usual = _USUAL_PAIRS[encoding]
    return sum(usual.fullmatch(pair) is not None for pair in pairs) / max(len(pairs), 1)


def _has_utf_8_cells(content: bytes) -> bool:
    """True where part of a text that is not UTF-8 as a whole is UTF-8: a file pasted together of two."""
    cells = enumerate(_UTF_8_CELL.finditer(content), start=1)
    return any(len(match[0]) >= _SURE_CELL_BYTES or count >= _SHORT_CELLS for count, match in cells)


def _has_foreign_line(text: str) -> bool:
    """True where a line read by the national encoding is plainly no Chinese: it was written in another."""
    for match in islice(_IMPLAUSIBLE.finditer(text), _MOST_LOOKED_AT):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        beyond = [character for character in text[start : None if end < 0 else end][:_SAMPLED] if character > "\x7f"]
        strange = [character for character in beyond if _IMPLAUSIBLE.match(character)]
        # One script alone may be a name from abroad; a wrong reading mixes them.
        scripts = {min(ord(character), 0xE000) >> 8 for character in strange}
        if len(scripts) > 1 and len(strange) * _STRANGE_ONE_IN >= len(beyond):
            return True
    return False


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(pattern: re.Pattern[str], text: str) -> float:
    return len(pattern.findall(text)) / max(len(text), 1)
