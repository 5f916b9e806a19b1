"""The ways in which editors and tools save a file."""

import os
from pathlib import Path


def write_in_place(path: Path, text: str) -> None:
    """As nano does."""
    path.write_text(text)


def rename_over(path: Path, text: str) -> None:
    """As VS Code with atomic saving, and most sync programs do."""
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_text(text)
    fresh.rename(path)


def keep_a_backup(path: Path, text: str) -> None:
    """As Emacs and Vim with backups do."""
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text)


def write_beside_a_swap_file(path: Path, text: str) -> None:
    """As Vim does while a file is open."""
    swap = path.with_name(f".{path.name}.swp")
    swap.write_text("draft")
    path.write_text(text)
    swap.unlink()


def restore_with_an_old_time(path: Path, text: str) -> None:
    """As cp -p and unpacked archives do."""
    fresh = path.with_name("fresh.tmp")
    fresh.write_text(text)
    os.utime(fresh, (1, 1))
    fresh.rename(path)


STYLES = [
    write_in_place,
    rename_over,
    keep_a_backup,
    write_beside_a_swap_file,
    restore_with_an_old_time,
]
