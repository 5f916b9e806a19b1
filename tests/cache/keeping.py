"""A glossary that uses each part, built with what earlier builds kept and built from nothing."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from glossary_site.cache.memory import FOLDER, Memory
from glossary_site.pipeline import BuildOptions, BuildReport, build
from tests.program import TODAY
from tests.whole.sites import EVERYTHING, tree

KEY: Final = b"k" * 32
OTHER_KEY: Final = b"o" * 32
DOT: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63700000004200412937f4ef0000000049454e44ae426082"
)
"""A picture: one gray pixel."""
TWO_DOTS: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000010800000000d1492056"
    "0000000b49444154789c637070000000c30081dfdf82e60000000049454e44ae426082"
)
"""A wider one."""
Change = Mapping[str, str | bytes | None]
"""Files with what they hold from now on; None for one that goes."""

RICH: Final[dict[str, str | bytes]] = {
    "site.yaml": (
        "title: Rich\ndescription: What words mean.\n"
        "repository: https://example.org/r\nlicence: CC BY 4.0\n"
        "topics: [{id: chips, title: Chips, description: Of silicon.}, {id: money, title: Money}]\n"
        "newsletter: {name: News, tagline: Weekly, provider: none}\n"
    ),
    "terms/agent.md": (
        "---\ntitle: Agent\ndefinition: A program that acts.\nrelated: [GPU]\nupdated: 2026-01-05\n"
        "---\nAgents buy compute.\n\n## One\n\nA\n\n## Two\n\nB\n\n## Three\n\nC\n"
    ),
    "terms/compute.md": (
        "---\ntitle: Compute\ndefinition: Work done by chips.\nbroader: [GPU]\ntopics: [money]\n---\n"
        "Sold by the hour to agents. ![A dot](dot.png)\n"
    ),
    "terms/gpu.md": (
        "---\ntitle: Graphics processor\nabbreviation: GPU\naliases: [Video card]\n"
        "topics: [chips]\ndata: [prices]\nformer_slugs: [old-chip]\nupdated: 2026-01-01\n"
        "sources: [{title: A study, url: https://example.org/s}]\n"
        "---\nA chip for compute. See [the data](/data/prices/).\n"
    ),
    "terms/tape.md": "---\ntitle: Tape\nreplaced_by: Agent\n---\nNobody speaks\nof it.\n",
    "terms/zeit.md": "---\ntitle: Zeit\nlang: de\ndefinition: Sie vergeht.\n---\nNichts sonst.\n",
    **{path: body for path, body in EVERYTHING.items() if not path.startswith(("site", "terms"))},
    "images/dot.png": DOT,
    "static/proof.txt": "Mine.\n",
    "templates/partials/card.html": "{{ page.title }}: {{ page.definition or '' }}\n",
}
"""Each part once, with a term (`zeit`) that has to do with no other."""


def edit(folder: Path, change: Change) -> None:
    """Write files, or remove those that are to hold nothing."""
    for path, content in change.items():
        target = folder / path
        if content is None:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def replaced(path: str, old: str, new: str) -> dict[str, str]:
    """Change one place in a file of `RICH`."""
    text = RICH[path]
    assert isinstance(text, str)
    assert text.count(old) == 1, (path, old)
    return {path: text.replace(old, new)}


def options(folder: Path, output: Path | None = None, **more: object) -> BuildOptions:
    """Ask for a build in this process's manner."""
    wanted: dict[str, object] = {"jobs": 1, **more}
    return BuildOptions(folder, output or folder / "_site", TODAY, **wanted)  # type: ignore[arg-type]


def build_kept(
    folder: Path, key: bytes = KEY, **more: object
) -> tuple[BuildReport, tuple[str, ...]]:
    """Build as the command line does; the notes about the cache come with the report."""
    memory = Memory.at(folder / ".cache", key)
    report = build(options(folder, None, **more), memory=memory)
    try:
        memory.save()
    except OSError as error:
        return report, (f"the cache is not kept: {error.strerror}",)
    return report, memory.notes()


def build_clean(folder: Path, **more: object) -> tuple[BuildReport, dict[str, bytes]]:
    """Build from nothing, elsewhere."""
    output = folder.parent / "clean"
    shutil.rmtree(output, ignore_errors=True)
    report = build(options(folder, output, **more))
    return report, tree(output) if report.is_ok else {}


def told(report: BuildReport) -> list[str]:
    """List what a build found."""
    return [f"{one.span} {one.code} {one.message} {one.hint}" for one in report.findings]


def assert_as_clean(folder: Path, **more: object) -> tuple[str, ...]:
    """Build with the cache and from nothing: findings and bytes are the same.

    Returns:
        What was said of the cache.
    """
    report, notes = build_kept(folder, KEY, **more)
    wanted, files = build_clean(folder, **more)
    assert told(report) == told(wanted)
    assert report.is_ok == wanted.is_ok
    if wanted.is_ok:
        site = tree(folder / "_site")
        assert different(site, files) == []
    assert len(notes) <= 1
    return notes


def different(left: Mapping[str, bytes], right: Mapping[str, bytes]) -> list[str]:
    """Name the files that are not the same."""
    return sorted(path for path in {*left, *right} if left.get(path) != right.get(path))


def cache_files(folder: Path) -> list[Path]:
    """List the files of a glossary's cache."""
    found = (folder / ".cache" / FOLDER).rglob("*")
    return sorted(path for path in found if path.is_file() or path.is_symlink())
