"""What helps editors while they write: it must know the same words as the program."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from pre_commit.clientlib import load_manifest

from tests.conftest import Cli, MakeSite
from tests.docs.test_schemas import load
from tests.program import ROOT
from tests.workflows.runner import copied_program, git

VSCODE: Final = ROOT / ".vscode"
SITE: Final = "title: Example\ntopics: [{id: hardware, title: Hardware}]\n"
GPU: Final = "---\ntitle: GPU\ndefinition: A chip.\naliases: [AI Compute]\n---\nA chip.\n"


def read(name: str) -> Any:  # noqa: ANN401 (JSON is anything)
    return json.loads((VSCODE / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("schema", read("settings.json")["yaml.schemas"])
def test_a_schema_is_bound_to_files_that_fit_it(schema: str) -> None:
    """A schema of other files underlines what is right."""
    patterns = read("settings.json")["yaml.schemas"][schema]
    validator = jsonschema.Draft202012Validator(json.loads((ROOT / schema).read_text()))

    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        for path in ROOT.glob(pattern):
            assert list(validator.iter_errors(load(path.read_text()))) == []


def test_tasks_call_what_there_is() -> None:
    """A task that fails at once is worse than none."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    for task in read("tasks.json")["tasks"]:
        assert task["command"] == "make"
        assert task["args"][-1] in targets


def test_the_problem_matcher_reads_every_finding(cli: Cli, make_site: MakeSite) -> None:
    """What it cannot read never reaches the list of problems."""
    site = make_site(
        {
            "site.yaml": SITE + "colour: red\n",
            "terms/gpu.md": GPU.replace("A chip.\n---", "A [[Chp]]: 1:2: error[x]: y  \n---"),
            "terms/odd name: 3:4.md": GPU + "\nterms/x.md:1:1: error[fake]: made up\n[[Nothing]]\n",
            "terms/gpu2.md": GPU + "![A picture](none.png) [[None]] \n",
        }
    )
    (matcher,) = [
        task["problemMatcher"]
        for task in read("tasks.json")["tasks"]
        if task["label"] == "Check the glossary"
    ]
    pattern = matcher["pattern"]
    wanted = json.loads(cli("check", "--source", site, "--format", "json").stdout)["findings"]

    lines = cli("check", "--source", site).stdout.splitlines()

    read_back = [
        {
            key: found[pattern[key]]
            for key in ("file", "line", "column", "severity", "code", "message")
        }
        for found in (re.fullmatch(pattern["regexp"], line) for line in lines)
        if found is not None
    ]
    assert [(one["code"], one["severity"], one["line"], one["column"]) for one in read_back] == [
        (one["code"], one["severity"], str(one["line"]), str(one["column"])) for one in wanted
    ]
    assert [one["message"] for one in read_back] == [one["message"] for one in wanted]
    assert {one["severity"] for one in wanted} == {"error", "warning", "note"}


def expanded(body: str | list[str]) -> str:
    """Put in what stands where nobody types anything."""
    text = body if isinstance(body, str) else "\n".join(body) + "\n"
    for name, value in {"YEAR": "2026", "MONTH": "11", "DATE": "02"}.items():
        text = text.replace(f"${{CURRENT_{name}}}", value)
    text = re.sub(r"\$\{\d+\|([^,}]+)[^}]*\|\}", r"\1", text)
    return re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text).replace("$0", "")


def test_what_snippets_write_is_right(cli: Cli, make_site: MakeSite) -> None:
    """Whoever begins with a snippet begins without a finding."""
    snippets: Mapping[str, Any] = read("glossary.code-snippets")
    body = {name: expanded(snippet["body"]) for name, snippet in snippets.items()}
    term = body["Term"].replace("---\n", body["Source"] + "---\n", 2).removeprefix(body["Source"])
    site = make_site(
        {
            "site.yaml": SITE,
            "terms/gpu.md": GPU.replace("definition:", "data: [dataset-id]\ndefinition:"),
            "terms/new.md": term + f"{body['Link to a term']} costs {body['Figure']}.\n",
            "data/dataset-id.yaml": body["Dataset"],
            "data/dataset-id.csv": "month,price\n2026-10,2\n",
        }
    )

    done = cli("check", "--source", site)

    assert not re.findall(r"^.*: (?:error|warning)\[.*$", done.stdout, re.MULTILINE), done.stdout


def test_every_snippet_says_where_it_belongs() -> None:
    """One that shows up in Python files is switched off, and all others with it."""
    for snippet in read("glossary.code-snippets").values():
        assert snippet["scope"]
        assert snippet["description"]


def test_the_hook_calls_a_command_that_there_is(cli: Cli) -> None:
    """pre-commit itself reads the definition that other glossaries name."""
    (hook,) = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    program, *arguments = hook["entry"].split()

    assert program == "glossary-site"
    assert cli(*arguments, "--help").returncode == 0
    assert hook["pass_filenames"] is False


@pytest.mark.parametrize(
    ("path", "is_looked_at"),
    [
        ("site.yaml", True),
        ("terms/gpu.md", True),
        ("words/data/price.csv", True),
        ("permalinks.txt", True),
        ("README.md", False),
        ("src/sites.yaml", False),
    ],
)
def test_the_hook_runs_where_the_glossary_changed(path: str, *, is_looked_at: bool) -> None:
    """A hook that slows every commit down is taken out again."""
    (hook,) = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))

    assert bool(re.search(hook["files"], path)) is is_looked_at


@pytest.mark.soak
def test_the_hook_stops_a_commit_with_a_mistake(tmp_path: Path) -> None:
    """All of it, with pre-commit's own installation from this repository as it stands."""
    program, glossary = tmp_path / "program", tmp_path / "glossary"
    program.mkdir()
    copied_program(ROOT, program)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        (program / name).write_bytes((ROOT / name).read_bytes())
    git("init", "--quiet", cwd=program)
    git("add", "--all", cwd=program)
    git("commit", "--quiet", "--message", "Begin", cwd=program)
    (glossary / "terms").mkdir(parents=True)
    (glossary / "site.yaml").write_text(SITE)
    (glossary / "terms" / "gpu.md").write_text(GPU + "[[Nothing]]\n")
    git("init", "--quiet", cwd=glossary)
    git("add", "--all", cwd=glossary)
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(program), "glossary-check"]

    def tried() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, "--all-files"], cwd=glossary, capture_output=True, text=True, check=False
        )

    wrong = tried()
    (glossary / "terms" / "gpu.md").write_text(GPU)
    git("add", "--all", cwd=glossary)
    right = tried()

    assert wrong.returncode == 1
    assert "terms/gpu.md:7:1: error[unknown-term]" in wrong.stdout
    assert right.returncode == 0, right.stdout + right.stderr
