"""Where a glossary lies in its repository: what reads a report knows no other place."""

import os
import posixpath
from pathlib import Path


def prefix(root: Path) -> str:
    """Give what turns a path of a finding into one of the repository; empty if they are the same.

    A glossary in no repository is told from the working directory, and from its own folder where
    it lies elsewhere.
    """
    folder = root.resolve()
    around = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), Path.cwd())
    if folder == around or not folder.is_relative_to(around):
        return ""
    return folder.relative_to(around).as_posix().replace(os.sep, "/") + "/"


def in_repository(folder: str, path: str) -> str:
    """Name a finding's path for who reads the report.

    >>> in_repository("glossary/", "terms/gpu.md"), in_repository("glossary/", "../README.md")
    ('glossary/terms/gpu.md', 'README.md')
    """
    return posixpath.normpath(folder + path) if path.startswith("../") else folder + path
