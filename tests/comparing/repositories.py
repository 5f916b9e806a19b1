"""Real git repositories with a small glossary in them."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FILES: Final[Mapping[str, str]] = {
    "site.yaml": """\
title: Chips
topics:
  - {id: chips, title: Chips}
  - {id: money, title: Money}
""",
    "terms/gpu.md": """\
---
title: GPU
definition: A chip that calculates in parallel.
aliases: [Graphics Processor]
topics: [chips]
data: [prices]
---
A GPU needs memory. It cost {{ prices.latest }} lately.
""",
    "terms/memory.md": """\
---
title: Memory
definition: What keeps data near a chip.
topics: [chips]
---
Memory is measured in bytes.
""",
    "terms/price.md": """\
---
title: Price
definition: The sum that somebody pays for a thing on a market of any kind.
topics: [money]
---
A price is agreed upon by two.
""",
    "data/prices.yaml": """\
title: Prices of a chip
unit: USD
columns:
  - {name: year, type: year}
  - {name: price, type: number}
sources: [{title: A report}]
headline: {column: price}
""",
    "data/prices.csv": "year,price\n2023,300\n2024,319\n",
    "newsletter/2025-01-03.md": "---\ntitle: First\ndate: 2025-01-03\n---\nHello, readers.\n",
}


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody with no configuration."""
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", folder, *arguments],
        env={
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def write(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write files; None removes one."""
    for path, text in files.items():
        target = folder / path
        if text is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def commit(folder: Path, files: Mapping[str, str | None] = {}) -> str:
    """Write files and commit all there is; give the commit's name."""
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "A change")
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Make a repository whose first commit has these files."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, files)
    return folder
