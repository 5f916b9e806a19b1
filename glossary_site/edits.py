"""What mends a mistake: parts of files, and what is to stand there instead."""

from msgspec import Struct


class Edit(Struct, frozen=True, tag=True):
    """A part of a file that is to say something else; a file that is not there is made."""

    path: str
    """Relative to the glossary's folder, with forward slashes."""
    line: int
    """1-based."""
    column: int
    """1-based, in code points."""
    end_line: int
    """Where the part ends; the same line and column as its start to put something in."""
    end_column: int
    """One past its last character."""
    text: str
    """What is to stand there, with LF line ends."""
    was: str | None = None
    """What must stand there now for the edit to be right; None if that is sure."""


class YamlEdit(Struct, frozen=True, tag=True):
    """A key or a value in YAML that is to say something else, however it is written."""

    path: str
    """Relative to the glossary's folder, with forward slashes."""
    line: int
    """Where it begins, 1-based: only a parser knows where it ends."""
    column: int
    """1-based, in code points."""
    was: str
    """What it says now."""
    text: str | None
    """What it is to say; None takes the item out of its list."""


Fix = tuple[Edit | YamlEdit, ...]
"""All edits that mend one mistake: they are made together or not at all."""
