"""What a run of the notebook brings into the process that starts it."""

from __future__ import annotations

import sys

from charity_analysis.report import execution


def test_the_grammar_of_addresses_is_kept_out_only_while_the_runner_is_imported() -> None:
    sys.modules.pop("rfc3987_syntax", None)
    with execution._without_grammar_of_addresses():
        assert sys.modules["rfc3987_syntax"] is None
    assert "rfc3987_syntax" not in sys.modules
