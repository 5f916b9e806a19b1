"""A real glossary of 124 terms: no finding while it is whole, the right one for each damage."""

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
import yaml

from glossary_site.content.load import load
from glossary_site.diagnostics import Diagnostic
from glossary_site.graph.linking import link
from glossary_site.names import slugify
from tests.program import ROOT, run

CORPUS: Final = ROOT.parent / "shared/corpora/devops/src/data/terms"
SAMPLE: Final = 12
"""How many files are damaged in every run; the exhaustive run damages all."""


@dataclass(slots=True)
class TermFile:
    """A term file as we would write it, by its parts."""

    name: str
    """The file's name."""
    keys: dict[str, str]
    """Values as they are written in YAML, by key, in order."""
    body: str
    """Markdown."""
    closing: str = "---"
    """The closing fence."""
    lines: dict[str, int] = field(default_factory=dict)
    """1-based line of each key, and of the body, once written."""

    def text(self) -> str:
        """Write the file."""
        written = ["---"]
        for key, value in self.keys.items():
            self.lines[key] = len(written) + 1
            written += f"{key}:{value}".split("\n")
        written += [self.closing, ""]
        self.lines["body"] = len(written) + 1
        return "\n".join(written) + f"\n{self.body}"


def converted(path: Path) -> TermFile:
    """Read a term of the corpus, and rename its keys to ours."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    theirs = yaml.safe_load(front)
    topics = dict.fromkeys(slugify(name) for name in (*theirs["tags"], theirs["category"]))
    keys = {
        "title": " " + json.dumps(theirs["title"], ensure_ascii=False),
        "slug": f" {theirs['slug']}",
        "definition": " " + json.dumps(theirs["description"], ensure_ascii=False),
        "updated": f" {theirs['dateAdded']}",
        "topics": "".join(f"\n  - {name}" for name in topics),
        "related": "".join(f"\n  - {name}" for name in theirs["relatedTerms"]),
    }
    if "abbreviation" in theirs:
        keys["abbreviation"] = " " + json.dumps(theirs["abbreviation"])
    return TermFile(path.name, keys, body.lstrip("\n"))


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as a glossary of ours."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus is not here: {CORPUS}")
    folder = tmp_path_factory.mktemp("devops")
    (folder / "terms").mkdir()
    (folder / "site.yaml").write_text("title: DevOps\nbase_url: https://g.example/\n")
    for path in sorted(CORPUS.glob("*.md")):
        (folder / "terms" / path.name).write_text(converted(path).text(), encoding="utf-8")
    return folder


def findings_in(folder: Path, path: str) -> list[tuple[str, int]]:
    """Read and link a glossary, and list what is found in one file."""
    content, found = load(
        folder, drafts=False, today=dt.date(2026, 11, 23), theme_static=ROOT / "static"
    )
    assert content is not None
    everything: tuple[Diagnostic, ...] = (*found, *link(content)[1])
    return [(one.code, one.span.line) for one in everything if one.span.path == path]


Damage = Callable[[TermFile], tuple[bytes, str, int]]
"""Damages a file: gives its bytes, and the code and line of the finding that must follow."""


def unclosed(term: TermFile) -> tuple[bytes, str, int]:
    term.closing = ""
    return term.text().encode(), "unclosed-front-matter", 1


def tab_indent(term: TermFile) -> tuple[bytes, str, int]:
    term.keys["topics"] = term.keys["topics"].replace("\n  -", "\n\t-", 1)
    return term.text().encode(), "bad-yaml", term.lines["topics"] + 1


def repeated_key(term: TermFile) -> tuple[bytes, str, int]:
    term.keys["related"] += "\ntitle: Another"
    text = term.text()
    return text.encode(), "repeated-key", text[: text.index("\ntitle: Another")].count("\n") + 2


def unknown_key(term: TermFile) -> tuple[bytes, str, int]:
    term.keys = {"titel": " x", **term.keys}
    return term.text().encode(), "unknown-key", 2


def missing_space(term: TermFile) -> tuple[bytes, str, int]:
    term.keys["slug"] = term.keys["slug"].lstrip()
    return term.text().encode(), "bad-yaml", term.lines["slug"]


def wrong_type(term: TermFile) -> tuple[bytes, str, int]:
    term.keys["related"] = " docker"
    return term.text().encode(), "wrong-type", term.lines["related"]


def unknown_related(term: TermFile) -> tuple[bytes, str, int]:
    term.keys["related"] += "\n  - no-such-term"
    text = term.text()
    return text.encode(), "unknown-term", text[: text.index("no-such-term")].count("\n") + 1


def bad_date(term: TermFile) -> tuple[bytes, str, int]:
    term.keys["updated"] = " 2026-02-30"
    return term.text().encode(), "bad-value", term.lines["updated"]


def control_character(term: TermFile) -> tuple[bytes, str, int]:
    term.body = "A \x1b[31mred\x1b[0m word.".replace("\x1b[0m", "") + f"\n\n{term.body}"
    return term.text().encode(), "control-character", term.lines["body"]


def invalid_utf8(term: TermFile) -> tuple[bytes, str, int]:
    term.body = "caf\udce9\n\n" + term.body
    return term.text().encode("utf-8", "surrogateescape"), "not-utf-8", term.lines["body"]


def plain_colon(term: TermFile) -> tuple[bytes, str, int]:
    term.keys["title"] = " Docker: the container"
    return term.text().encode(), "bad-yaml", 2


def bad_slug(term: TermFile) -> tuple[bytes, str, int]:
    term.keys["slug"] = " Not_A_Slug"
    return term.text().encode(), "bad-slug", term.lines["slug"]


DAMAGES: Final[tuple[Damage, ...]] = (
    unclosed, tab_indent, repeated_key, unknown_key, missing_space, wrong_type, unknown_related,
    bad_date, control_character, invalid_utf8, plain_colon, bad_slug,
)  # fmt: skip


def is_chosen(position: int, count: int) -> bool:
    """Say whether the file at a position is damaged in this run."""
    return bool(os.environ.get("SOAK")) or position % max(1, count // SAMPLE) == 0


def test_a_real_glossary_has_no_finding(glossary: Path) -> None:
    """A rule that honest work trips over is a wrong rule."""
    done = run(
        "build", "--source", glossary, "--strict", "--output", glossary.parent / "devops-site"
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.startswith("124 terms, ")


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_each_damage_is_found_where_it_is(damage: Damage, glossary: Path) -> None:
    """And nothing else is found in the file: one mistake is one message."""
    paths = sorted(CORPUS.glob("*.md"))
    for position, path in enumerate(paths):
        if not is_chosen(position, len(paths)):
            continue
        target = glossary / "terms" / path.name
        whole = target.read_bytes()
        damaged, code, line = damage(converted(path))
        target.write_bytes(damaged)
        try:
            found = findings_in(glossary, f"terms/{path.name}")
        finally:
            target.write_bytes(whole)

        assert found == [(code, line)], path.name


def test_a_link_to_no_term_is_found_in_every_body(glossary: Path) -> None:
    """Bodies are read by Markdown, which keeps no lines; the finding names one all the same."""
    paths = sorted(CORPUS.glob("*.md"))
    expected = set()
    for position, path in enumerate(paths):
        if is_chosen(position, len(paths)):
            term = converted(path)
            term.body = f"{term.body.rstrip()}\n\nSee [[No Such Term]].\n"
            text = term.text()
            line = text[: text.index("[[No Such")].count("\n") + 1
            (glossary / "terms" / path.name).write_text(text, encoding="utf-8")
            expected.add(f"terms/{path.name}:{line}:5: error[unknown-term]")

    done = run("check", "--source", glossary)
    for path in paths:
        whole = converted(path).text()
        (glossary / "terms" / path.name).write_text(whole, encoding="utf-8")

    assert done.returncode == 1
    heads = {line.partition("]: ")[0] + "]" for line in done.stdout.splitlines() if "]: " in line}
    assert {head for head in heads if ": note[" not in head} == expected
