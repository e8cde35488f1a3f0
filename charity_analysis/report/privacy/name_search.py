"""Hidden names in a text, save where they are part of a name that may stand or of the report's own wording."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from charity_analysis.rules import normalise

_SHORTEST = 2
# Two plain letters are found in any word; a hidden name of so few is looked for only as a word by itself.
_PLAIN = re.compile(r"[\x00-\x7f]+")
_WORDING = re.compile(r"[\w\u4e00-\u9fff]+")
_ROOMS = ("report", "analysis", "rules")


class NameSearch:
    """Looks for any of `names` in texts; `published` are whole names within which one of them is nothing."""

    def __init__(self, names: Iterable[str], published: Iterable[str]) -> None:
        self._published = frozenset(filter(None, map(normalise, published)))
        self._by_start: dict[str, list[str]] = defaultdict(list)
        self._words: set[str] = set()
        for name in names:
            folded = normalise(name)
            if len(folded) < _SHORTEST or folded in self._published:
                continue
            if _PLAIN.fullmatch(folded):
                self._words.add(_spaced(name))
            else:
                self._by_start[folded[:_SHORTEST]].append(folded)
        self._plain_words = _any_word(self._words)
        self._excuses: dict[str, tuple[str, ...]] = {}

    def holds_name(self, text: str) -> bool:
        """True where `text` holds a hidden name, whatever stands between its characters."""
        if self._plain_words and self._plain_words.search(_spaced(text)):
            return True
        return any(True for _ in self._found(normalise(text)))

    def holds_long_name(self, text: str) -> bool:
        """True where `text` holds a hidden name that is no plain short word, such as chance would write."""
        return any(True for _ in self._found(normalise(text)))

    def _found(self, folded: str) -> Iterator[str]:
        for at in range(len(folded) - _SHORTEST + 1):
            for name in self._by_start.get(folded[at : at + _SHORTEST], ()):
                if folded.startswith(name, at) and not self._is_excused(folded, at, name):
                    yield name

    def _is_excused(self, folded: str, at: int, name: str) -> bool:
        """True where a longer whole that is allowed covers the name just here."""
        if name not in self._excuses:
            wholes = {whole for whole in self._published if name in whole}
            wholes |= {whole for whole in fixed_wording() if name in whole and whole != name}
            self._excuses[name] = tuple(wholes)
        for whole in self._excuses[name]:
            offset = whole.find(name)
            while offset >= 0:
                if folded.startswith(whole, at - offset) and at >= offset:
                    return True
                offset = whole.find(name, offset + 1)
        return False


def _any_word(words: set[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![0-9a-z])(?:{alternatives})(?![0-9a-z])")


def _spaced(text: str) -> str:
    """`text` with its blanks kept as single ones, for names that are told by where words end."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def fixed_wording() -> frozenset[str]:
    """Stretches of words that the report says by itself, folded: from its code, its rules, its page, its notebook.

    What stands in docstrings and comments is not said, and examples there may name somebody.
    """
    from charity_analysis.report.execution import notebook_path

    said: set[str] = set()
    package = files("charity_analysis")
    for room in _ROOMS:
        for name, content in _contents(package.joinpath(room)):
            said.update(_texts_of_rules(content) if name.endswith(".csv") else _texts_of_code(name, content))
    notebook = json.loads(notebook_path().read_text(encoding="utf-8"))
    said.update("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return frozenset(normalise(stretch) for text in said for stretch in _WORDING.findall(text))


def _contents(entry: Traversable) -> Iterator[tuple[str, str]]:
    if entry.is_dir():
        for child in entry.iterdir():
            yield from _contents(child)
    elif entry.name.endswith((".py", ".csv", ".j2")):
        yield entry.name, entry.read_text(encoding="utf-8")


def _texts_of_rules(content: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content, newline="")):
        yield from row


def _texts_of_code(name: str, content: str) -> Iterator[str]:
    if not name.endswith(".py"):
        yield content
        return
    tree = ast.parse(content)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value
