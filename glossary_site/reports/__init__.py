"""Findings as people and programs want them: on a terminal, as annotations, as data."""

from pathlib import Path

from glossary_site.diagnostics import Findings


def written(form: str, findings: Findings, root: Path, terms: int) -> str:
    """Write what `check` found in a format that programs read.

    Args:
        form: `json`, `github`, `gitlab` or `sarif`.
        findings: Sorted, with the severities that count.
        root: The glossary's folder.
        terms: How many terms were looked at.
    """
    from glossary_site.reports import data, github, gitlab, sarif  # noqa: PLC0415 (only one is wanted)
    from glossary_site.reports.places import prefix  # noqa: PLC0415

    folder = prefix(root)
    if form == "github":
        return github.written(findings, folder)
    if form == "gitlab":
        return gitlab.written(findings, folder)
    if form == "sarif":
        return sarif.written(findings, folder, root)
    return data.written(findings, folder, root, terms)
