"""`new`: what it asks on a terminal, what it hints at elsewhere, and the file it writes."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glossary_site.content.term_files import read_all_terms
from glossary_site.diagnostics import has_errors
from tests.conftest import BuildSite, Cli, MakeSite
from tests.program import BUILD, environment

SITE = (
    "title: Test\n"
    "topics:\n"
    "  - {id: money, title: Money, description: Prices and costs.}\n"
    "  - {id: chips, title: Chips, description: What computes.}\n"
)
FILES = {
    "site.yaml": SITE,
    "terms/gpu.md": "---\ntitle: GPU\naliases: [Graphics Processor]\ntopics: [chips]\n---\nA chip.\n",
    "terms/hbm.md": "---\ntitle: HBM\ntopics: [chips]\n---\nMemory beside a GPU.\n",
    "terms/cost.md": "---\ntitle: Inference Cost\ntopics: [money]\n---\nWhat it costs.\n",
    "terms/secret.md": "---\ntitle: Secret Chip\ndraft: true\n---\nNot yet.\n",
    "permalinks.txt": "/\n/terms/gpu/\n/terms/hbm/\n",
}
PATIENCE = 30.0
"""Seconds to wait for a question."""


@pytest.fixture
def site(make_site: MakeSite) -> Path:
    """A glossary with topics, terms, and a list of addresses."""
    return make_site(FILES)


class Terminal:
    """The program behind a pseudo-terminal: what an author sees, and what they type."""

    def __init__(self, folder: Path, *arguments: str, editor: str | None = None) -> None:
        self._main, inside = pty.openpty()
        self.seen, self._at = "", 0
        self._out = subprocess.Popen(
            [sys.executable, str(BUILD), "new", "--source", str(folder), *arguments],
            stdin=inside,
            stdout=subprocess.PIPE,
            stderr=inside,
            env=environment(VISUAL=editor, EDITOR=None, TERM="dumb"),
            start_new_session=True,
        )
        os.close(inside)

    def answer(self, question: str, text: str) -> None:
        """Wait for a question, and type a line."""
        until = time.monotonic() + PATIENCE
        while (at := self.seen.find(question, self._at)) < 0:
            assert time.monotonic() < until, f"{question!r} was not asked:\n{self.seen}"
            self._read()
        self._at = at + len(question)
        os.write(self._main, text.encode())

    def end(self) -> tuple[int, str]:
        """Wait for the end; give the exit code and what went to the standard output."""
        out, _ = self._out.communicate(timeout=PATIENCE)
        self._read()
        os.close(self._main)
        return self._out.returncode, out.decode()

    def _read(self) -> None:
        if select.select([self._main], [], [], 0.1)[0]:
            try:
                self.seen += os.read(self._main, 65536).decode()
            except OSError:  # the other end is closed
                return


def test_a_term_is_asked_for_question_by_question(site: Path, build_site: BuildSite) -> None:
    """Someone who has never seen YAML gets a file that passes the checks."""
    at = Terminal(site)

    at.answer("Title", "Tensor Core\n")
    at.answer("Definition", "A part of a GPU that lowers the inference cost.\n")
    at.answer("Enter for all", "\n")
    at.answer("Enter for", "1, chips\n")
    at.answer("Title of a source", "A Paper: on cores\n")
    at.answer("web address", "https://example.org/paper\n")
    at.answer("Title of a source", "\n")
    at.answer("Open it in the editor?", "n\n")
    code, out = at.end()

    path = site / "terms/tensor-core.md"
    assert (code, out) == (0, f"{path}\n"), at.seen
    assert path.read_text() == (
        "---\ntitle: Tensor Core\n"
        'definition: "A part of a GPU that lowers the inference cost."\n'
        "topics: [money, chips]\n"
        "related: [GPU, Inference Cost]\n"
        "sources:\n"
        '  - title: "A Paper: on cores"\n'
        '    url: "https://example.org/paper"\n'
        "---\n"
    )
    assert "1  GPU\r\n" in at.seen
    assert "/terms/hbm/\n/terms/tensor-core/\n" in (site / "permalinks.txt").read_text()
    found = build_site(site, dry_run=True, notes=True).findings
    codes = {one.code for one in found if one.span.path == "terms/tensor-core.md"}
    assert codes <= {"orphan-term", "one-way-related"}, "what only other terms can mend"


def test_a_term_that_may_be_there_already_is_offered_first(site: Path, tmp_path: Path) -> None:
    """Two articles on one thing are the commonest mistake of a glossary with many authors."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "edited" >> "$1"\n')
    editor.chmod(0o755)
    before = sorted(path.name for path in (site / "terms").iterdir())
    at = Terminal(site, "Graphics Processors", editor=str(editor))

    at.answer("Enter for a new term", "1\n")
    at.answer("Open it in the editor?", "y\n")
    code, out = at.end()

    assert (code, out) == (0, f"{site / 'terms/gpu.md'}\n"), at.seen
    assert sorted(path.name for path in (site / "terms").iterdir()) == before
    assert (site / "terms/gpu.md").read_text().endswith("A chip.\nedited\n")


def test_what_is_given_is_not_asked_and_what_is_unknown_is_asked_again(site: Path) -> None:
    """A typing error in an answer must not throw the other answers away."""
    at = Terminal(site, "Die", "--definition", "A piece of silicon.", "--based-on", "A Book")

    at.answer("Related terms with commas", "GPUU\n")
    at.answer("No term is called GPUU.", "")
    at.answer("Related terms with commas", "gpu\n")
    at.answer("Enter for", "none\n")
    at.answer("No topic has the id none.", "")
    at.answer("Enter for", "-\n")
    at.answer("Open it in the editor?", "\n")
    code, _ = at.end()

    assert code == 0, at.seen
    assert (site / "terms/die.md").read_text() == (
        '---\ntitle: Die\ndefinition: "A piece of silicon."\nrelated: [gpu]\n'
        "sources:\n  - title: A Book\n---\n"
    )


def test_ctrl_c_at_a_question_leaves_nothing(site: Path) -> None:
    """An author who thinks better of it must find the folder as it was."""
    before = sorted(path.name for path in (site / "terms").iterdir())
    at = Terminal(site)

    at.answer("Title", "Die\n")
    at.answer("Definition", "\x04")
    code, out = at.end()

    assert (code, out) == (130, "")
    assert sorted(path.name for path in (site / "terms").iterdir()) == before


def test_after_the_editor_the_file_is_checked(
    site: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The best moment to hear of a mistake is when the file was just closed."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "\\n[[Nowhere]]\\n" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))

    done = cli("new", "Die", "--source", site, "--definition", "A piece of silicon.", "--edit")

    assert (done.returncode, done.stdout) == (1, f"{site / 'terms/die.md'}\n")
    assert 'terms/die.md:6:1: error[unknown-term]: no term is called "Nowhere"' in done.stderr


def test_everything_can_be_said_by_options(site: Path, cli: Cli, build_site: BuildSite) -> None:
    """A script asks nobody."""
    done = cli(
        "new", "Die", "--source", site, "--definition", "A piece of silicon.",
        "--abbreviation", "D", "--alias", "Chiplet", "--topic", "chips", "--related", "GPU",
        "--broader", "graphics processor", "--based-on", "A Book <https://e.org/a>",
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert (site / "terms/die.md").read_text() == (
        '---\ntitle: Die\ndefinition: "A piece of silicon."\nabbreviation: "D"\naliases: [Chiplet]\n'
        "topics: [chips]\nrelated: [GPU]\nbroader: [graphics processor]\n"
        'sources:\n  - title: A Book\n    url: "https://e.org/a"\n---\n'
    )
    lines = (site / "permalinks.txt").read_text().split()
    assert {"/terms/die/", "/terms/chiplet/", "/terms/d/"} <= set(lines)
    assert lines == sorted(lines)
    assert not has_errors(read_all_terms(site).findings)


def test_who_is_not_asked_is_given_hints_and_is_not_kept_from_writing(site: Path, cli: Cli) -> None:
    """A script that makes terms must run through; its author may still read what it says."""
    done = cli("new", "Graphics Processors", "--source", site, "--definition", "A GPU with HBM.")

    assert (done.returncode, done.stdout) == (0, f"{site / 'terms/graphics-processors.md'}\n")
    assert done.stderr == (
        "hint: terms/gpu.md may mean the same: GPU\n"
        "hint: the definition mentions GPU, HBM: see --related\n"
        "hint: it may belong to chips: see --topic\n"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--related", "GPUU"], "error[unknown-term]"),
        (["--broader", "Die"], "error[self-reference]"),
        (["--related", "Secret Chip"], "error[draft-term]"),
        (["--alias", "GPU"], "error[name-collision]"),
        (["--based-on", "A Book <javascript:alert(1)>"], "error[bad-value]"),
        (["--definition", "x" * 401], "error[bad-value]"),
    ],
)
def test_what_check_would_refuse_is_not_written(
    site: Path, cli: Cli, options: list[str], said: str
) -> None:
    """A mistake is cheapest before there is a file."""
    done = cli("new", "Die", "--source", site, *options)

    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert not (site / "terms/die.md").exists()


def test_a_source_without_a_title_is_wrong_usage(site: Path, cli: Cli) -> None:
    """A bare address tells readers nothing."""
    done = cli("new", "Die", "--source", site, "--based-on", "<https://e.org/>")

    assert done.returncode == 2
    assert "write TITLE or 'TITLE <https://…>'" in done.stderr
