"""A glossary folder to publish from, and ways to publish and to look at what stands on disk."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from glossary_site.diagnostics import Findings
from glossary_site.store.publish import Published, commit, open_staging, write
from glossary_site.store.refusals import CONTENT_FOLDERS


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    """An editor's folder, with a file in each folder of its own."""
    source = tmp_path / "glossary"
    for name in CONTENT_FOLDERS:
        (source / name).mkdir(parents=True)
        (source / name / "precious.md").write_text("an editor's work\n")
    (source / "site.yaml").write_text("title: Test\n")
    return source


@pytest.fixture
def publish(glossary: Path) -> Callable[[Mapping[str, bytes]], tuple[Published | None, Findings]]:
    """Publish these files to `_site` in the glossary's folder."""

    def run(files: Mapping[str, bytes]) -> tuple[Published | None, Findings]:
        staging, findings = open_staging(glossary / "_site", source=glossary)
        if staging is None:
            return None, findings
        return commit(staging, [write(staging, path, body) for path, body in files.items()])

    return run


@pytest.fixture
def snapshot() -> Callable[[Path], dict[str, tuple[object, ...]]]:
    """Describe everything below a folder, so that any change shows."""

    def describe(root: Path) -> dict[str, tuple[object, ...]]:
        found: dict[str, tuple[object, ...]] = {}
        for path in sorted(root.rglob("*")):
            stat = path.lstat()
            body = path.read_bytes() if path.is_file() and not path.is_symlink() else None
            link = os.readlink(path) if path.is_symlink() else None
            # A folder's times change when a lock file comes and goes beside the output.
            time = None if path.is_dir() else stat.st_mtime_ns
            found[str(path.relative_to(root))] = (stat.st_mode, stat.st_ino, time, link, body)
        return found

    return describe


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """Read a published site, without the file that marks it as ours."""

    def read(root: Path) -> dict[str, bytes]:
        files = [path for path in root.rglob("*") if path.is_file()]
        found = {str(path.relative_to(root)): path.read_bytes() for path in files}
        found.pop(".glossary-output.json", None)
        return found

    return read
