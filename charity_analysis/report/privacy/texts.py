"""Free texts as a public edition shows them: names by their pseudonyms, and nothing by which a person is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from charity_analysis.report.privacy.attached import hide_births, hide_few, hide_homes, hide_illnesses
from charity_analysis.report.privacy.finder import NameFinder, plain_name
from charity_analysis.report.privacy.person_spans import person_spans
from charity_analysis.report.privacy.pseudonyms import Pseudonyms
from charity_analysis.report.privacy.unknown_names import bare_names, unknown_names
from charity_analysis.rules import label_names, normalise, programme_index

# What a text is about: nobody in particular, one who gave, one who was helped.
NOBODY, GIVER, HELPED = 0, 1, 2
# While a text is worked on, one character stands for each pseudonym: their digits are no numbers of the text.
_FIRST_MARK = 0xF0000
_MARK = re.compile(r"[\U000F0000-\U000FFFFD]")


@dataclass
class Redactor:
    """Redacts texts of one organisation; `numbers` gathers the numbers of persons that it took out, `names` names."""

    pseudonyms: Pseudonyms
    threshold: int
    numbers: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    _done: dict[tuple[str, int], str] = field(default_factory=dict)
    _distinct: dict[str, str] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)

    def text(self, text: str, about: int = NOBODY) -> str:
        """`text` without persons; `about` says whether its row is about one."""
        if text in self._distinct:
            return self._distinct[text]
        if (text, about) not in self._done:
            self._done[text, about] = self._redact(text, about, unknown_names)
        return self._done[text, about]

    def distinct(self, text: str) -> str:
        """`text` redacted, and different for different texts: names by which money is grouped, and of files and sheets.

        What this gives stands for just this text wherever it comes again.
        """
        return self._as_distinct(text, unknown_names)

    def place(self, text: str) -> str:
        """A file's or sheet's name, redacted and distinct; in it a name needs no word beside it to be one."""
        return self._as_distinct(text, bare_names)

    def party(self, name: str, is_payee: bool) -> str:
        """The name of a party that is not masked: without numbers of persons, a payee's without how few they are.

        Different for different names.
        """
        shown = self._mark_out(name) if person_spans(name) else name
        shown = hide_few(shown, self.threshold) if is_payee else shown
        return name if shown == name else self._told_apart(name, shown)

    def known(self, name: str) -> str | None:
        """How a name by which money is grouped is shown; None where `name` is none."""
        return self._distinct.get(name)

    def gather(self, text: str) -> None:
        """Note the numbers of persons in a text that is not shown at all."""
        self.numbers |= {text[start:end] for start, end in person_spans(text)}

    def _as_distinct(self, text: str, find_names: Callable[[str], list[str]]) -> str:
        if text not in self._distinct:
            known = normalise(text) in programme_index()
            shown = text if known else self._redact(text, NOBODY, find_names)
            self._distinct[text] = self._told_apart(text, shown)
        return self._distinct[text]

    def _told_apart(self, text: str, shown: str) -> str:
        """`shown`, numbered where it stands for another text already; spellings of one name are one."""
        key, stem, number = normalise(text), shown, 1
        while self._taken.setdefault(normalise(shown), key) != key:
            number += 1
            shown = f"{stem}({number})"
        return shown

    def _redact(self, text: str, about: int, find_names: Callable[[str], list[str]]) -> str:
        words: list[str] = []
        plain = _MARK.sub("", text)
        marked = self._mark_numbers(self._mark_names(plain, words, find_names), words)
        if any(word in self._of_persons for word in words):
            about = HELPED
        if about:
            marked = hide_births(hide_homes(marked), _MARK.pattern)
        if about == HELPED:
            marked = hide_illnesses(marked)
        shown = hide_few(marked, self.threshold)
        return _MARK.sub(lambda mark: words[ord(mark[0]) - _FIRST_MARK], shown)

    @cached_property
    def _of_persons(self) -> frozenset[str]:
        declined = label_names("pseudonym")["declined"]
        shown = (word for word in self.pseudonyms.within.values() if not word.startswith(declined))
        return frozenset({*shown, label_names("redacted")["name"]})

    def _mark_out(self, text: str) -> str:
        words: list[str] = []
        return _MARK.sub(lambda mark: words[ord(mark[0]) - _FIRST_MARK], self._mark_numbers(text, words))

    def _mark_names(self, text: str, words: list[str], find_names: Callable[[str], list[str]]) -> str:
        """`text` with a mark for each masked name; names that only this text gives away are taken out as such."""
        within = self.pseudonyms.within
        marked = _replaced(text, self.pseudonyms.finder, within, words)
        rest = _MARK.sub(" ", marked)
        found = find_names(rest) and find_names(self._without_published(rest))
        if not found:
            return marked
        unknown = {plain_name(name): label_names("redacted")["name"] for name in found}
        self.names |= set(unknown)
        return _replaced(marked, NameFinder(unknown), unknown, words)

    def _without_published(self, text: str) -> str:
        """`text` without published names and names of programmes, which are none of persons: 金秋助学."""
        for start, end, _ in self.pseudonyms.finder.find(text):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text

    def _mark_numbers(self, text: str, words: list[str]) -> str:
        spans = person_spans(text)
        self.numbers |= {text[start:end] for start, end in spans}
        for start, end in reversed(spans):
            text = text[:start] + _mark(label_names("redacted")["number"], words) + text[end:]
        return text


def _replaced(text: str, finder: NameFinder, within: dict[str, str], words: list[str]) -> str:
    found = [(start, end, within[name]) for start, end, name in finder.find(text) if name in within]
    for start, end, word in reversed(found):
        text = text[:start] + _mark(word, words) + text[end:]
    return text


def _mark(word: str, words: list[str]) -> str:
    words.append(word)
    return chr(_FIRST_MARK + len(words) - 1)
