"""Builds as the pipeline does them, and sites as they should be."""

import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

from glossary_site.diagnostics import Findings
from glossary_site.store.publish import (
    Published,
    commit,
    have,
    open_staging,
    reuse,
    survey,
    write,
)

Files = Mapping[str, bytes]
Site = dict[str, tuple[int, bytes | None]]
"""Every path with its mode, and its content if it is a file."""

V1 = {
    "index.html": b"one",
    "assets/same.css": b"same",
    "terms/gpu/index.html": b"gpu",
    "terms/tpu/index.html": b"tpu",
}
V2 = {**V1, "index.html": b"two"}
V3 = {**V1, "index.html": b"three", "terms/cpu/index.html": b"cpu"}


def build(
    output: Path, source: Path, files: Files, cache: Path | None = None, *, is_direct: bool = False
) -> tuple[Published | None, Findings]:
    """Build upon what is there: only what is not to be had is written."""
    cache = source / ".cache" if cache is None else cache
    seen = survey(output, cache)
    staging, findings = open_staging(
        output, source=source, cache=cache, survey=seen, is_direct=is_direct
    )
    if staging is None:
        return None, findings
    there = have(staging)
    wanted = {path: entry_of(body) for path, body in files.items()}
    wanted = {path: entry for path, entry in wanted.items() if there.get(path) == entry}
    written = [*reuse(staging, wanted)]
    written += [write(staging, *item) for item in files.items() if item[0] not in wanted]
    return commit(staging, written)


def entry_of(body: bytes) -> tuple[str, int]:
    """Describe a file as a listing does."""
    return hashlib.sha256(body).hexdigest(), len(body)


def site_of(root: Path) -> Site:
    """Describe a tree, but for its listing, so that only its content and modes count."""
    found: Site = {".": (root.lstat().st_mode, None)}
    for path in root.rglob("*"):
        is_file = path.is_file() and not path.is_symlink()
        body = path.read_bytes() if is_file else None
        found[str(path.relative_to(root))] = (path.lstat().st_mode, body)
    return found


def clean(files: Files, work: Path) -> Site:
    """Describe the site that a build from nothing makes of these files."""
    source = work / "clean-source"
    output = work / f"clean-{len(os.listdir(work))}"
    source.mkdir(exist_ok=True)
    staging, findings = open_staging(output, source=source)
    assert staging is not None, findings
    commit(staging, [write(staging, *item) for item in files.items()])
    return site_of(output)


def settle() -> None:
    """Let so much time pass that what was written is older than the next seal by its slack."""
    time.sleep(0.025)
