"""The gate of a public edition: searches the finished files, and names place and rule of what must not be in them."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from charity_analysis.report.privacy.name_search import NameSearch
from charity_analysis.report.privacy.names import Secrets
from charity_analysis.report.privacy.person_details import find_attached, find_long_numbers, find_numbers
from charity_analysis.report.privacy.reading.passages import Passage, UnreadableFile, read_passages

_MACHINE_PATH = re.compile(r"(?:/(?:home|Users|root|tmp|private|mnt)/[^\s\"'<>/]|\b[A-Za-z]:\\{1,2}[^\s\"'<>]|file://)")
# Users of this name are found in any text about computers.
_ANYBODY = frozenset(
    {"root", "admin", "administrator", "user", "users", "guest", "nobody", "default", "test", "runner"}
)
_SHORTEST_USER, _SHORTEST_PATH = 4, 6


@dataclass(frozen=True)
class Leak:
    """What must not be published, where; never what it says. `rule` is a key of rules/messages.csv."""

    file: str
    place: str
    rule: str


def check_files(files: Mapping[str, bytes], secrets: Secrets, machine: Iterable[str] = ()) -> list[Leak]:
    """All that must not stand in the public `files` (name → content), each place and rule once, in order.

    `machine` are paths and names of the machine at work. A file that cannot be looked into is a leak of its own.
    """
    search = _Search(secrets, machine)
    leaks: list[Leak] = []
    for number, (name, content) in enumerate(files.items(), 1):
        shown = name if search.is_clean(name) else f"第 {number} 个文件"
        leaks += [Leak(shown, "文件名", rule) for rule in search.rules(Passage("", name))]
        try:
            passages = list(read_passages(name, content))
        except UnreadableFile:
            leaks.append(Leak(shown, "", "leak_unreadable"))
            continue
        for position, passage in enumerate(passages, 1):
            rules = list(search.rules(passage))
            if rules:
                place = passage.place if search.is_clean(passage.place) else f"第 {position} 段文字"
                leaks += [Leak(shown, place, rule) for rule in rules]
    return list(dict.fromkeys(leaks))


def machine_names(*folders: Path) -> list[str]:
    """What tells of this machine: these folders, the home folder, the working folder, who is at work."""
    places = [str(folder.resolve()) for folder in (*folders, Path.cwd(), Path.home())]
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    is_telling = len(user) >= _SHORTEST_USER and user.lower() not in _ANYBODY
    return [*(place for place in places if len(place) >= _SHORTEST_PATH), *([user] if is_telling else [])]


class _Search:
    def __init__(self, secrets: Secrets, machine: Iterable[str]) -> None:
        self._names = NameSearch(secrets.names, secrets.published)
        places = [name for name in machine if "/" in name or "\\" in name]
        self._places = places + [place.replace("\\", "\\\\") for place in places if "\\" in place]
        users = [re.escape(name) for name in machine if name not in places]
        self._user = re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(users)})(?![0-9A-Za-z])") if users else None
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def rules(self, passage: Passage) -> tuple[str, ...]:
        """The rules that `passage` breaks."""
        key = passage.kind, passage.text
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._find(passage)))
        return self._known[key]

    def is_clean(self, text: str) -> bool:
        """True where `text` can be repeated in a message."""
        return not self.rules(Passage("", text))

    def _find(self, passage: Passage) -> Iterator[str]:
        text = passage.text
        if passage.kind == "row":
            yield from find_attached(text)
            return
        if passage.kind == "number":
            yield from find_long_numbers(text)
            return
        if passage.kind == "bytes":
            # Fonts and pictures are noise, in which a few letters of anything come up by chance.
            if self._names.holds_long_name(text):
                yield "leak_name"
            if any(place in text for place in self._places):
                yield "leak_machine"
            return
        if self._names.holds_name(text):
            yield "leak_name"
        if self._tells_of_the_machine(text):
            yield "leak_machine"
        if passage.kind == "text":
            yield from find_numbers(text)
            yield from find_attached(text)

    def _tells_of_the_machine(self, text: str) -> bool:
        return (
            _MACHINE_PATH.search(text) is not None
            or any(place in text for place in self._places)
            or (self._user is not None and self._user.search(text) is not None)
        )
