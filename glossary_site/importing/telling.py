"""What became of an import, in words."""

from glossary_site.diagnostics import Findings
from glossary_site.importing.bringing import Brought


def summary(brought: Brought, checked: Findings, *, is_dry: bool) -> str:
    """Count what was done, what was left alone and what leads nowhere."""
    codes = [found.code for found in brought.findings]
    written = f"{len(brought.written):,} {'to write' if is_dry else 'written'}"
    parts = [written, f"{len(brought.unchanged):,} unchanged"]
    if brought.differing:
        parts.append(f"{len(brought.differing):,} left alone")
    if refused := codes.count("import-refused"):
        parts.append(f"{refused:,} refused")
    notes = []
    if dangling := codes.count("dangling-reference"):
        notes.append(
            f"{dangling:,} {_plural(dangling, 'reference leads', 'references lead')} nowhere"
        )
    if lost := codes.count("not-carried"):
        notes.append(f"{lost:,} {_plural(lost, 'thing was', 'things were')} not carried")
    if checked:
        notes.append(f"`check` has {len(checked):,} findings in them")
    tail = f" {'; '.join(notes)}." if notes else ""
    return f"{brought.terms:,} {_plural(brought.terms, 'term', 'terms')}: {', '.join(parts)}.{tail}"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many
