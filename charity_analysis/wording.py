"""What the commands say to people, in Chinese by default, in English on request. Source: rules/messages.csv."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.addresses import place
from charity_analysis.money import format_yuan
from charity_analysis.rules import finding_rules, message_texts, reason_texts, review_texts

if TYPE_CHECKING:
    import click

    from charity_analysis.analysis.figures import Figure
    from charity_analysis.ledger.review.review_filled import ReviewFault, ReviewRefused
    from charity_analysis.report.privacy.gate import Leak
    from charity_analysis.report.privacy.signoffs import Place, Standing
    from charity_analysis.report.run import Built, ReportFailed

_SEVERITIES = ("error", "warning", "info")
# Every error wants mending, so each is shown; a terminal still has an end.
_MOST_ERRORS = 50
_language = "zh"


def use(language: str) -> str:
    """Speak `language` (zh or en) from now on."""
    global _language
    _language = language
    return language


def language() -> str:
    """The language in use."""
    return _language


def text(key: str, **values: str) -> str:
    """The sentence `key` of rules/messages.csv in the language in use."""
    return message_texts(_language)[key].format_map(values)


def usage_error(error: click.UsageError) -> str:
    """A wrong call, in words: what is wrong with it and where to look."""
    import click

    if isinstance(error, click.NoSuchOption):
        detail = text("no_such_option", name=error.option_name)
    elif isinstance(error, click.BadOptionUsage):
        detail = text("option_miswritten", name=error.option_name)
    elif isinstance(error, click.MissingParameter):
        detail = text("missing_argument", name=_parameter_name(error))
    elif isinstance(error, click.BadParameter):
        detail = text("bad_value", name=_parameter_name(error))
    elif unknown := re.fullmatch("No such command '(.*)'.*", error.message, re.DOTALL):
        detail = text("no_such_command", name=unknown[1])
    elif surplus := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message, re.DOTALL):
        detail = text("surplus_argument", name=surplus[1])
    else:
        detail = error.message
    return f"{text('usage', detail=detail)}\n{text('usage_hint')}"


def _parameter_name(error: click.BadParameter) -> str:
    """The option or argument as it is typed: --raw, PERIOD."""
    if error.param is None:
        return ""
    return error.param.opts[0] if error.param.param_type_name == "option" else error.param.human_readable_name


def failure(error: Exception) -> str:
    """An unexpected failure without a traceback; the disk's own refusals name the path."""
    kind = type(error).__name__
    if isinstance(error, OSError) and error.filename:
        return text("failure_disk", path=str(error.filename), reason=error.strerror or kind)
    return text("failure", kind=(error.strerror or kind) if isinstance(error, OSError) else kind)


def report_failure(failure: ReportFailed) -> str:
    """Why no report was made."""
    return text("report_failed", reason=text(failure.reason, **failure.values))


def publication_blocked(built: Built) -> str:
    """Why the public edition stays as it was, with a line for each place; what stood there is not repeated."""
    if built.leaks:
        head = text("public_blocked_leaks", count=str(len(built.leaks)))
        return _listed(head, [_leak(leak) for leak in built.leaks])
    standing = built.standing
    if standing is None or not standing.is_configured:
        return text("public_blocked_unconfigured")
    head = text("public_blocked_errors", count=str(len(standing.open)))
    return _listed(head, [_error_place(error) for error in standing.open])


def _listed(head: str, lines: list[str]) -> str:
    rest = len(lines) - _MOST_ERRORS
    more = [f"  {text('review_more', count=str(rest))}"] if rest > 0 else []
    return "\n".join([head, *(f"  {line}" for line in lines[:_MOST_ERRORS]), *more])


def _leak(leak: Leak) -> str:
    where = " › ".join(part for part in (leak.file, leak.place) if part)
    return text("leak_line", place=where, detail=text(leak.rule))


def _error_place(error: Place) -> str:
    """An error as signoffs.csv names it."""
    shown = text("signoff_line", rule=error.rule, file=error.file, sheet=error.sheet, cell=error.cell)
    message = finding_rules()[error.rule].remedies[_language]
    return f"{shown}  {message}".rstrip()


def signoff_faults(standing: Standing) -> list[str]:
    """A line for each row of signoffs.csv that was not taken, with what is wrong with it."""
    return [
        text("signoff_fault", row=str(fault.row), detail=text(fault.key, **fault.values)) for fault in standing.faults
    ]


def review_refusal(refused: ReviewRefused) -> str:
    """Why nothing of a review workbook was applied, with a line for each fault."""
    lines = [f"  {_review_fault(fault)}" for fault in refused.faults]
    rest = len(lines) - _MOST_ERRORS
    more = [f"  {text('review_more', count=str(rest))}"] if rest > 0 else []
    return "\n".join([text("review_refused"), *lines[:_MOST_ERRORS], *more])


def _review_fault(fault: ReviewFault) -> str:
    values = dict(fault.values)
    if "columns" in values:
        names = (review_texts(_language)[key] for key in values["columns"].split(","))
        values["columns"] = "、".join(names)
    if "rule" in values:
        values = {"reason": finding_rules()[values["rule"]].messages[_language].format_map(values)}
    elif "reason" in values:
        values["reason"] = reason_texts(_language).get(values["reason"], values["reason"])
    detail = text(fault.key, **values)
    return text("review_line", row=str(fault.row), detail=detail) if fault.row else detail


def clean_summary(document: dict[str, Any], most: int) -> str:
    """A line per file, then every error and the first of each other rule, errors before warnings before notes."""
    lines = [_file_line(file) for file in document["files"]]
    findings = [_in_its_file(finding, file) for file in document["files"] for finding in file["findings"]]
    findings += [_in_its_folder(finding) for finding in document["findings"]]
    findings.sort(key=lambda finding: _SEVERITIES.index(finding["severity"]))
    if not findings:
        return "\n".join([*lines, text("findings_none")])
    counts = {s: str(sum(finding["severity"] == s for finding in findings)) for s in _SEVERITIES}
    head = text("findings_head", errors=counts["error"], warnings=counts["warning"], infos=counts["info"])
    errors = [f"  [error] {found['rule']}  {found['message']}" for found in findings if found["severity"] == "error"]
    others = [finding for finding in findings if finding["severity"] != "error"]
    rules = Counter(finding["rule"] for finding in others)
    firsts = list({finding["rule"]: finding for finding in reversed(others)}.values())[::-1][:most]
    firsts_shown = [f"  [{one['severity']}] {one['rule']} × {rules[one['rule']]}  {one['message']}" for one in firsts]
    shown = [*errors[:_MOST_ERRORS], *firsts_shown]
    rest = len(findings) - len(shown)
    return "\n".join([*lines, head, *shown, *([text("more_findings", count=str(rest))] if rest else [])])


def _in_its_file(finding: dict[str, Any], file: dict[str, Any]) -> dict[str, Any]:
    """`finding`, whose message begins with its file, worded with the file's organisation and period before it."""
    return {**finding, "message": f"{file['organisation']}/{file['period']}/{finding['message']}"}


def _in_its_folder(finding: dict[str, Any]) -> dict[str, Any]:
    """`finding`, which belongs to no file, worded with the folder of its organisation, or its period, before it."""
    message = finding["message"].removeprefix(f"{finding['period']}/")
    gap = "/" if message != finding["message"] else ": " if _language == "en" else "："
    folder = "/".join(part for part in (finding["organisation"], finding["period"]) if part)
    return {**finding, "message": f"{folder}{gap}{message}"}


def _file_line(file: dict[str, Any]) -> str:
    rows = {key: sum(table["rows"][key] for table in file["tables"]) for key in ("clean", "held", "ignored")}
    total = sum(table["clean_fen"] for table in file["tables"])
    name = f"{file['organisation']}/{file['period']}/{place(file['file'], None, None)}"
    counts = {key: str(value) for key, value in rows.items()}
    return f"{name}  {text('status_' + file['status'])}  {text('rows_line', **counts, sum=format_yuan(total))}"


def figures_summary(organisation: str, period: str, figures: tuple[Figure, ...], with_formulas: bool = False) -> str:
    """A line per key figure, its parts indented below it; on demand each figure's formula, below its own line."""
    lines = [text("figures_head", organisation=organisation, period=period)]
    for figure in figures:
        lines.append(f"{figure.id:>4} {figure.name}  {shown(figure)}")
        lines += [f"       {text('figures_formula', formula=figure.formula)}"] if with_formulas else []
        lines += [f"       {part.name}  {shown(part)}" for part in figure.parts]
    return "\n".join(lines)


def shown(figure: Figure) -> str:
    """A figure's value with its precision and unit, or why it is missing."""
    if figure.value is None:
        return f"—（{figure.why_missing}）"
    if figure.unit == "fen":
        precision = f" ± {format_yuan(int(figure.halfwidth))}" if figure.halfwidth else ""
        return f"{format_yuan(int(figure.value))}{precision} 元"
    if figure.unit == "share":
        # Rounded up: an interval is never shown narrower than it is.
        precision = f" ± {math.ceil(figure.halfwidth * 10_000) / 10_000:.2%}" if figure.halfwidth else ""
        return f"{figure.value:.2%}{precision}"
    precision = f" ± {figure.halfwidth:,}" if figure.halfwidth else ""
    return f"{figure.value:,}{precision}" + (" 天" if figure.unit == "days" else "")
