"""Annotations: GitHub reads them as they are meant, and no text becomes a command."""

import re
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from glossary_site.diagnostics import Diagnostic, Severity, Span, shown
from glossary_site.reports import github
from tests.conftest import Cli, MakeSite
from tests.reports.glossary import FILES

LINE = re.compile(r"::(?P<command>\w+) (?P<properties>[^:]*)::(?P<data>.*)")
"""As the runner takes a line apart: at the first two colons behind the command."""
ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def unescaped(text: str, *, is_property: bool) -> str:
    codes = (
        ESCAPES if is_property else {k: v for k, v in ESCAPES.items() if k not in {"%3A", "%2C"}}
    )
    return re.sub("|".join(codes), lambda match: codes[match[0]], text)


def read(line: str) -> tuple[str, Mapping[str, str], str]:
    """Read a line as the runner does."""
    match = LINE.fullmatch(line)
    assert match is not None, line
    pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
    told = {name: unescaped(value, is_property=True) for name, value in pairs}
    return match["command"], told, unescaped(match["data"], is_property=False)


def finding(
    message: str, severity: Severity = Severity.ERROR, line: int = 1, hint: str | None = None
) -> Diagnostic:
    return Diagnostic("bad-value", severity, Span("terms/a.md", line), message, hint)


def test_a_finding_is_an_annotation_on_its_line(cli: Cli, make_site: MakeSite) -> None:
    """An editor sees the mistake beside the line that was typed, and what to do."""
    (make_site({}) / ".git").mkdir()
    folder = make_site({f"my glossary/{path}": text for path, text in FILES.items()})

    done = cli("check", "--format", "github", "--source", folder / "my glossary")

    lines = [read(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert lines[0] == (
        "error",
        {"file": "my glossary/terms/gpu.md", "line": "3", "col": "1", "title": "unknown-key"},
        'terms/gpu.md:3:1: the key "definitoin" is not known here\nhint: did you mean "definition"?',
    )
    assert [command for command, _, _ in lines] == sorted(
        [command for command, _, _ in lines], key=["error", "warning", "notice"].index
    )
    assert {told["title"] for _, told, _ in lines} >= {"unknown-term", "unknown-file", "key-order"}


@given(st.text(), st.text() | st.none(), st.text(min_size=1))
def test_no_text_ends_a_line_or_begins_a_command(message: str, hint: str | None, path: str) -> None:
    """A term of a stranger's pull request must not set outputs, mask secrets or stop commands."""
    found = Diagnostic("bad-value", Severity.WARNING, Span(path, 3, 4, 5), message, hint)

    (line,) = re.split(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", github.written((found,), ""))[
        :-1
    ]

    command, told, text = read(line)
    assert command == "warning"
    assert told == {
        "file": shown(path), "line": "3", "col": "4", "endColumn": "5", "title": "bad-value",
    }  # fmt: skip
    said = f"{path}:3:4: {message}" + ("" if hint is None else f"\nhint: {hint}")
    assert text == "\n".join(shown(one) for one in said.split("\n"))


def test_the_gravest_come_first_because_github_shows_ten_of_each() -> None:
    """Behind ten annotations of one kind the rest is in the log alone, which must be said."""
    notes = [finding(f"note {i}", Severity.NOTE, i) for i in range(1, 13)]
    errors = [finding(f"error {i}", Severity.ERROR, i) for i in range(1, 3)]

    total, *lines = github.written((*notes, *errors), "").splitlines()

    command, told, text = read(total)
    assert (command, told) == ("notice", {"title": "2 errors, 0 warnings, 12 notes"})
    assert text.endswith("GitHub shows 10 of each; the log of this step has all of them.")
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * 2 + ["::notice"] * 12


def test_few_findings_need_no_total() -> None:
    """It would take the place of advice."""
    assert github.written((finding("x"),), "").count("\n") == 1
    assert github.written((), "") == ""


def test_a_glossary_at_the_root_has_the_paths_of_findings(cli: Cli, make_site: MakeSite) -> None:
    """Nearly every glossary is a repository of its own."""
    folder = make_site(FILES)
    (folder / ".git").mkdir()

    done = cli("check", "--format", "github", "--source", folder)

    assert "file=terms/gpu.md," in done.stdout


def test_without_a_repository_paths_begin_at_the_working_directory(
    cli: Cli, make_site: MakeSite, monkeypatch: "object", tmp_path: Path
) -> None:
    """Somebody who tries it out sees the paths that the shell has."""
    folder = make_site(FILES)
    monkeypatch.chdir(folder.parent)  # type: ignore[attr-defined]

    done = cli("check", "--format", "github", "--source", folder)

    assert f"file={folder.name}/terms/gpu.md," in done.stdout
