"""Helps `make lock`: prints what pyproject.toml asks for, and heads the lock files."""

import sys
import tomllib
from pathlib import Path

HEADER = """\
# Exact versions that `make` installs. Written by `make lock` from pyproject.toml; do not edit.
"""


def runtime() -> str:
    """List the runtime requirements and those of the extra that our own glossary uses."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["cards"]]
    return " ".join(requirement.replace(" ", "") for requirement in wanted)


def main(mode: str) -> None:
    """Print the requirements, or copy stdin under the header."""
    sys.stdout.write(runtime() if mode == "runtime" else HEADER + sys.stdin.read())


if __name__ == "__main__":
    main(sys.argv[1])
