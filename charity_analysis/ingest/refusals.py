"""Why a whole file, or a whole table, is refused."""

from __future__ import annotations


class FileRefused(Exception):
    """Nothing of the file counts. `rule` is a rule of rules/findings.csv, `detail` what its wording needs."""

    def __init__(self, rule: str, detail: str = "") -> None:
        super().__init__(f"{rule}: {detail}" if detail else rule)
        self.rule = rule
        self.detail = detail
