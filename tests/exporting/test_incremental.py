"""The tables and TBX of a build with a memory: what they would be without one."""

from pathlib import Path

import pytest

from glossary_site.cache.memory import Memory
from glossary_site.pipeline import BuildOptions, build
from tests.exporting.returning import FORMS, site
from tests.exporting.test_round_trip import CONFIG, OTHERS, WHOLE
from tests.importing.bringing import lay
from tests.program import TODAY

EDITS = (
    ("terms/odd.md", "CC BY 4.0", "CC BY 3.0"),
    ("terms/odd.md", "published: 2024-05", "published: 2024-06"),
    ("terms/odd.md", "autolink: exact-case", 'autolink: "off"     '),
    ("terms/odd.md", "lang: de", "lang: fr"),
    ("terms/odd.md", "updated: 2026-01-02", "updated: 2026-01-03"),
    ("terms/odd.md", "Trailing spaces", "Trailing blanks"),
    ("terms/odd.md", "odder, oddest", "oddes, oddest"),
    ("terms/odd.md", "related: [other, 42]", "related: [42, other]"),
    ("terms/odd.md", "@SUM", "@SUN"),
    ("terms/other.md", "no definition", "any definition"),
    ("terms/other.md", "replaced_by: odd", 'replaced_by: "42"'),
    ("terms/number.md", "A number.", "A figure."),
    ("site.yaml", "title: G", "title: H"),
)
"""Each of one key, where the line and column of all others stay."""


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        edit if number % 3 == 0 else pytest.param(*edit, marks=pytest.mark.soak)
        for number, edit in enumerate(EDITS)
    ],
    ids=lambda text: text.strip(),
)
def test_one_changed_key_reaches_every_file_that_shows_it(
    tmp_path: Path, path: str, old: str, new: str
) -> None:
    """A file that is taken over from the last build must be the one that would be made."""
    folder = lay(tmp_path / "g", {"site.yaml": CONFIG, "terms/odd.md": WHOLE, **OTHERS})
    memory = Memory.at(folder / ".cache", b"k" * 32)
    options = BuildOptions(folder, folder / "_site", TODAY, jobs=1)
    assert build(options, memory=memory).is_ok
    memory.save()
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")

    assert build(options, memory=Memory.at(folder / ".cache", b"k" * 32)).is_ok

    warm = {name: (folder / "_site" / name).read_bytes() for name in FORMS}
    assert warm == {name: (site(folder) / name).read_bytes() for name in FORMS}
