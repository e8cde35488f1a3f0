"""Where a review workbook may be written: never over somebody's work, never where it would be taken for a ledger."""

from __future__ import annotations

from pathlib import Path

from charity_analysis.ledger.paths import Folders
from charity_analysis.ledger.review.review_filled import ReviewRefused, has_filled_lines


class ReviewMisplaced(ValueError):
    """No review workbook can be written there; `key` is a sentence of rules/messages.csv that needs `path`."""

    def __init__(self, key: str, path: Path) -> None:
        super().__init__(key)
        self.key = key
        self.path = str(path)


def check_target(path: Path, folders: Folders) -> None:
    """See that a review workbook can be written to `path`; one of ours that nobody has begun to fill in may be there.

    Raises: ReviewMisplaced.
    """
    if path.suffix.casefold() != ".xlsx":
        raise ReviewMisplaced("review_no_workbook", path)
    if not path.absolute().parent.is_dir():
        raise ReviewMisplaced("review_no_folder", path.absolute().parent)
    for folder in (folders.raw, folders.processed):
        if path.resolve().is_relative_to(folder.resolve()):
            raise ReviewMisplaced("review_within", folder)
    if not path.exists():
        return
    try:
        is_filled = has_filled_lines(path)
    except ReviewRefused:
        raise ReviewMisplaced("review_other_file", path) from None
    if is_filled:
        raise ReviewMisplaced("review_in_use", path)
