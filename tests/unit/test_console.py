"""What is printed: tables of times, and a bar that nobody sees who need not."""

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from glossary_site import console
from glossary_site.diagnostics import Diagnostic, Severity, Span
from glossary_site.pipeline import BuildReport
from glossary_site.store.publish import Published


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Let stderr be a terminal of a plain kind."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    return stream


def test_the_last_line_of_a_build_says_all_that_counts() -> None:
    """How many terms and files, what changed, where, and how long it took."""
    done = Published(total=10_049, changed=1, removed=0, is_exchanged=True, notes=())
    report = BuildReport((), 10_000, done, (("load", 0.3), ("emit", 0.22)))

    assert console.build_text(report, Path("out")) == (
        "10,000 terms, 10,049 files (1 changed) in out in 0.52 s."
    )


def test_timings_name_the_stages_and_the_slowest_terms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One table for where the time goes, one for whom to ask."""
    slowest = (("terms/long[b].md", 1.2345), ("terms/short.md", 0.0021))
    report = BuildReport((), 2, None, (("load", 0.25), ("emit", 0.5)), slowest)
    console.show_build(report, tmp_path, tmp_path, show_timings=True)

    words = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert words[1:] == [
        ["stage", "seconds"],
        ["load", "0.250"],
        ["emit", "0.500"],
        ["all", "0.750"],
        [],
        ["slowest", "terms", "milliseconds"],
        ["terms/long[b].md", "1,234.5"],
        ["terms/short.md", "2.1"],
    ]


def test_without_slow_terms_there_is_one_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A build that rendered nothing anew has nobody to name."""
    console.show_build(
        BuildReport((), 2, None, (("load", 0.25),)), tmp_path, tmp_path, show_timings=True
    )

    assert "slowest" not in capsys.readouterr().out


def test_a_log_sees_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where stderr is a file, nor in continuous integration."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert console.Progress().tell is None


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_a_dull_terminal_sees_no_bar(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """It could not take the bar away again."""
    terminal(monkeypatch)
    monkeypatch.setenv(name, value)

    assert console.Progress().tell is None


def test_a_short_build_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes less than half a second needs no patience."""
    seen = terminal(monkeypatch)
    with console.Progress() as progress:
        assert progress.tell is not None
        progress.tell("Rendering", 5, 10)

    assert seen.getvalue() == ""


def test_a_long_build_shows_a_bar_with_counts_and_starts_no_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a thread in the parent, workers could no longer be forked."""
    seen = terminal(monkeypatch)
    monkeypatch.setattr(console, "PATIENCE", 0)
    before = threading.active_count()
    with console.Progress() as progress:
        assert progress.tell is not None
        progress.tell("Rendering", 250, 1000)
        progress.tell("Rendering", 500, 1000)
        assert threading.active_count() == before

    shown = seen.getvalue()
    assert "Rendering" in shown
    assert "250/1000" in shown
    assert "500/1000" in shown
    assert "0:00" in shown


def test_nothing_is_imported_for_a_bar_that_nobody_sees() -> None:
    """The library that draws it takes longer to import than most glossaries to build."""
    code = (
        "import sys; from glossary_site import console\n"
        "with console.Progress() as progress: assert progress.tell is None\n"
        "assert not any(name.partition('.')[0] == 'rich' for name in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


def note(line: int, message: str = "x") -> Diagnostic:
    return Diagnostic("key-order", Severity.NOTE, Span("terms/a.md", line), message)


def test_the_same_advice_is_printed_so_often_and_then_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake among ten thousand notes would not be seen; a mistake is always printed."""
    errors = tuple(Diagnostic("bad-value", Severity.ERROR, Span("a", i), "y") for i in range(1, 41))
    notes = tuple(note(line) for line in range(1, 1_001))

    console.show_check((*notes, *errors), tmp_path, 7)

    told = capsys.readouterr()
    assert told.out.count("note[key-order]") == console.NOTES_SHOWN
    assert told.out.count("error[bad-value]") == 40
    assert told.err == (
        "and 980 more notes of key-order, which --format json lists.\n"
        "40 errors, 0 warnings, 1,000 notes in 7 terms.\n"
    )


def test_no_quoted_text_is_a_command_of_a_runner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub's runner takes one sign for a command wherever it stands in a line."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    console.show_check((note(1, "##[add-mask]a"),), tmp_path, 1)

    assert "##[" not in capsys.readouterr().out
