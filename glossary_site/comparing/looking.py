"""Two revisions of a glossary, read, joined and rendered as a build does, then compared."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from glossary_site.comparing.changes import Changes, compare
from glossary_site.comparing.reading import state_of
from glossary_site.comparing.revisions import Repository, Revision
from glossary_site.comparing.state import State
from glossary_site.diagnostics import Findings, Severity
from glossary_site.run import BuildReport
from glossary_site.theme import default_theme

WORKING_TREE: Final = "the working tree"
Look = Callable[[Path], BuildReport]
"""Makes the stages of a build up to the plan of its pages, and writes nothing."""


class Comparison(Struct, frozen=True):
    """What came of comparing two revisions."""

    changes: Changes
    """What differs."""
    base: str
    """What the first one is called."""
    head: str
    """What the other one is called."""
    left_out: tuple[str, ...]
    """What of them was not looked at, in sentences."""


def compared(
    root: Path, base: str, head: str | None, look: Look, *, from_merge_base: bool
) -> Comparison:
    """Compare two revisions, or one with the working tree.

    Args:
        root: The glossary's folder.
        base: What git calls the first revision.
        head: The other one; None for the files as they are.
        look: Reads a glossary.
        from_merge_base: Whether to compare with the commit from which the two went apart.

    Raises:
        RevisionError: If one of them cannot be had.
    """
    repository = Repository(root)
    first = repository.commit(base)
    second = None if head is None else repository.commit(head)
    if from_merge_base:
        first = repository.merge_base(first, second or repository.commit("HEAD"))
    theme = _theme_folder(root)
    before, wrong, left_out = _state(repository.taken_out(first, theme), look)
    there: AbstractContextManager[tuple[Path, Revision]] = (
        nullcontext((root, Revision("", ())))
        if second is None
        else repository.taken_out(second, theme)
    )
    after, mistakes, also = _state(there, look)
    problems = {name: found for name, found in (("base", wrong), ("head", mistakes)) if found}
    return Comparison(
        changes=replace(compare(before, after), problems=problems),
        base=_called(base, first),
        head=WORKING_TREE if head is None or second is None else _called(head, second),
        left_out=left_out + also,
    )


def _theme_folder(root: Path) -> str:
    """Name the folder that is the default theme's own: the program's repository has it so."""
    return "static" if (root / "static").resolve() == default_theme().static.resolve() else ""


def _called(name: str, commit: str) -> str:
    return commit[:12] if commit.startswith(name) else f"{name} ({commit[:12]})"


def _state(
    place: AbstractContextManager[tuple[Path, Revision]], look: Look
) -> tuple[State, Findings, tuple[str, ...]]:
    """Read a glossary; where nothing can be made of it, it is empty and the findings say why."""
    with place as (root, revision):
        report = look(root)
    wrong = tuple(one for one in report.findings if one.severity is Severity.ERROR)
    state = State() if report.edition is None else state_of(report.edition)
    return state, wrong, revision.left_out
