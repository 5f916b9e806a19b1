"""The documentation says everything that there is, and nothing that there is not."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click
import pytest
from msgspec import structs

from glossary_site.cli import program
from glossary_site.content.front_matter import FENCE
from glossary_site.content.site import read_site
from glossary_site.content.terms import read_terms
from glossary_site.diagnostics import CODES, SOFT, Diagnostic
from glossary_site.fields.site import FAMILIES
from glossary_site.graph.neighbours import HUB, LINKED, SAME_TOPIC, SHARED_NEIGHBOUR
from glossary_site.names import slugify
from glossary_site.outputs import EMITTERS
from tests.conftest import RealSite
from tests.docs import examples, reference
from tests.test_architecture import LAYERS

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
REFERENCE: Final = DOCS / "reference"
PAGES: Final = (
    *(
        ROOT / name
        for name in (
            "README.md",
            "ARCHITECTURE.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
        )
    ),
    *sorted(DOCS.rglob("*.md")),
)

UNSHOWN: Final[Mapping[str, str]] = {
    "unreadable-file": "needs a symbolic link or a file without permission",
    "file-too-large": "needs a file of a size that no page should hold",
    "not-utf-8": "needs bytes that a Markdown page cannot hold",
    "body-too-large": "needs a body of a size that no page should hold",
    "too-slow": "needs a body that takes 5 seconds",
    "worker-died": "needs a process that is killed",
    "missing-alt-text": "needs a picture, which a page cannot hold",
    "host-limit": "needs more old addresses than a page should hold",
    "output-refused": "comes from the place that is built into",
    "output-locked": "needs two builds at once",
    "refresh-failed": "needs a server, which no build asks",
    "write-failed": "needs a full disk",
    "mail-refused": "comes from what `newsletter export` is asked for",
    "mail-too-large": "needs an issue of a size that no page should hold",
    "import-refused": "comes from what `import` is given",
    "already-there": "comes from what `import` is given",
    "dangling-reference": "comes from what `import` is given",
    "not-carried": "comes from what `import` is given",
    "dead-link": "needs a server, which only `check --external` asks",
    "moved-link": "needs a server, which only `check --external` asks",
    "unsure-link": "needs a server, which only `check --external` asks",
    "not-content": "needs a git repository with a change",
    "cards-unavailable": "needs an installation without the extra `cards`",
}
"""Codes that no text file can show, and why."""
NO_RIGHT: Final[Mapping[str, str]] = {"bad-image": "a page cannot hold a picture"}
"""Codes whose right example no text file can be."""
BESIDE: Final = frozenset({"no-terms", "unused-dataset"})
"""Warnings of a site that holds nothing but an example."""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without_fences(text: str) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    return re.sub(r"`[^`\n]+`", "`…`", without_fences(text))


def fences(text: str, *languages: str) -> Iterator[str]:
    """Give the texts of code blocks, indented ones set back."""
    for match in re.finditer(r"^( *)```(\w+)[^\n]*\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL):
        if match[2] in languages:
            yield re.sub(rf"^{match[1]}", "", match[3], flags=re.MULTILINE)


def shell_lines(path: Path) -> Iterator[str]:
    for block in fences(text_of(path), "console"):
        yield from block.splitlines()


def headings(path: Path) -> set[str]:
    """Give the fragments of a page as code hosts make them."""
    found = re.findall(r"^#+ (.+)$", without_fences(text_of(path)), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in found)
    return {heading.replace(" ", "-") for heading in plain}


# Links and names


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_every_link_within_the_documentation_leads_somewhere(path: Path) -> None:
    """A reader who meets a dead link stops trusting the page."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(text_of(path))):
        if target.startswith(("https://", "/")):
            continue
        name, _, fragment = target.partition("#")
        page = (path.parent / name).resolve() if name else path
        is_right = page.exists() and page.is_relative_to(ROOT)
        if not is_right or (fragment and fragment not in headings(page)):
            broken.append(target)

    assert broken == []


def test_every_page_can_be_reached_from_the_index() -> None:
    """A page that nothing links to is never read."""
    linked = {
        (DOCS / target).resolve()
        for target in re.findall(r"\]\(([^)#\s]+)", text_of(DOCS / "index.md"))
    }

    assert set(DOCS.rglob("*.md")) - {DOCS / "index.md"} <= linked


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_nothing_of_a_machine_is_named(path: Path) -> None:
    """Documentation is for every reader's machine, not for its author's."""
    assert re.findall(r"/(?:home|root|work|tmp|Users)/\S*", text_of(path)) == []


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_a_page_begins_with_its_one_title(path: Path) -> None:
    """The title is what lists of pages and browsers show."""
    text = without_fences(text_of(path))

    assert text.startswith("# ")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


# Commands


def options(command: click.Command) -> set[str]:
    parameters = list(command.params)
    if isinstance(command, click.Group) and command is not program:
        parameters += (option for one in command.commands.values() for option in one.params)
    found = {name for option in parameters for name in (*option.opts, *option.secondary_opts)}
    return {name for name in found if name.startswith("-")} | {"-h", "--help"}


def test_the_commands_that_are_documented_are_those_that_exist() -> None:
    """A command that is not in the reference cannot be found, and one that is must work."""
    titles = examples.sections(text_of(REFERENCE / "commands.md"))

    assert set(titles) == {*program.commands, "The environment"}


@pytest.mark.parametrize("name", program.commands)
def test_the_options_of_a_command_are_those_that_exist(name: str) -> None:
    """An option in the reference that does not exist costs its reader an hour."""
    section = examples.sections(text_of(REFERENCE / "commands.md"))[name]
    table = re.findall(r"^\| `(-[^`]*)`", section, re.MULTILINE)
    documented = {word.strip(",") for cell in table for word in cell.split() if word[0] == "-"}

    assert documented == options(program.commands[name])


def test_every_option_of_the_program_is_documented() -> None:
    """Its own options stand before any command."""
    start = text_of(REFERENCE / "commands.md").partition("\n## ")[0]

    assert {name for name in options(program) if f"`{name}`" not in start} == set()


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_every_command_line_that_is_shown_would_be_taken(path: Path) -> None:
    """People copy command lines before they read what stands around them."""
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    wrong = []
    for line in shell_lines(path):
        if line.startswith("make "):
            wrong += [line] if line.split()[1] not in targets else []
        elif match := re.match(r"(?:\.venv/bin/python build\.py|glossary-site)(.*)", line):
            words = re.findall(r'"[^"]*"|\S+', match[1])
            command = program.commands.get(words[0]) if words else program.commands["build"]
            known = options(command) if command else set()
            wrong += [line] if command is None or {w for w in words if w[0] == "-"} - known else []
        else:
            wrong += [line] if line != ".venv/bin/python -m tests.docs.reference" else []

    assert wrong == []


# Keys, views and limits


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=short)
def test_tables_made_from_the_code_are_current(path: Path) -> None:
    """`python -m tests.docs.reference` writes them anew after a change of the code."""
    assert text_of(path) == reference.renewed(text_of(path))


def made_parts() -> set[str]:
    return {name for path in DOCS.rglob("*.md") for name in reference.part_names(text_of(path))}


def test_every_key_that_an_author_may_write_is_documented() -> None:
    """A key that is in no table does not exist for an author; `body` alone stands in prose."""
    beside = {"YamlTermFields"}

    assert set(reference.MODELS) - beside <= made_parts()
    assert "`body`" in text_of(REFERENCE / "term-files.md")


def test_every_field_of_every_view_has_its_sentence() -> None:
    """The views are the theme's manual."""
    text = text_of(REFERENCE / "templates.md")
    for name, record in reference.view_records().items():
        section = text.partition(f"### {name}\n")[2].partition("\n### ")[0]
        for field in (each.name for each in structs.fields(record)):
            assert re.search(rf"^\| `{field}` \| `[^`]+` \| \S", section, re.MULTILINE), field


def test_every_page_template_is_documented_with_its_view() -> None:
    """Who replaces a template must know what it will be given."""
    table = re.findall(
        r"^\| `([\w/.]+)` \| \[(\w+)\]", text_of(REFERENCE / "templates.md"), re.MULTILINE
    )
    told = {
        record.__name__: re.match(r"`([\w/.]+)`", record.__doc__ or "")
        for record in reference.view_records().values()
    }
    expected = {(match[1], name) for name, match in told.items() if match}

    assert set(table) == expected
    assert all((ROOT / "templates" / template).is_file() for template, _ in table)


def test_every_part_that_is_rendered_once_is_documented() -> None:
    """These parts see less than a page does, which who replaces one must know."""
    source = text_of(ROOT / "glossary_site" / "render" / "chrome.py")
    rendered = set(re.findall(r'_partial\(templates, "(\w+)"', source))
    table = re.findall(
        r"^\| `partials/(\w+)\.html` \|", text_of(REFERENCE / "templates.md"), re.MULTILINE
    )

    assert set(table) == rendered


def test_every_output_path_has_its_family() -> None:
    """What a build may write is a promise to whoever deploys it."""
    rows = re.findall(
        r"^\| (.+?) \| .+? \| (\w+) \|$", text_of(REFERENCE / "outputs.md"), re.MULTILINE
    )
    families = {family for _, family in rows} - {"family", "always"}

    assert families == {emitter.family for emitter in EMITTERS}


def test_families_that_write_nothing_yet_are_said_to() -> None:
    """An author who asks for a family must not wait for files that never come."""
    silent = set(FAMILIES) - {emitter.family for emitter in EMITTERS}
    sentence = re.compile(r"The famil(?:y|ies) (.+) (?:is|are) accepted.*writes? nothing yet")
    for name in ("outputs.md", "site-yaml.md"):
        match = sentence.search(text_of(REFERENCE / name))

        assert set(re.findall(r"`(\w+)`", match[1] if match else "")) - {"outputs"} == silent


def pattern(shown: str) -> str:
    """Turn a path as documented into a pattern: capitals and … stand for anything."""
    return re.sub(r"\\?…|[A-Z]{2,}", "[^/]*" if "…" not in shown else ".*", re.escape(shown))


def test_every_path_a_build_writes_is_documented(real_site: RealSite) -> None:
    """Our own glossary uses all of it."""
    written = [p for p in real_site.root.rglob("*") if p.is_file()]
    cells = re.findall(r"^\| (`.+?) \|", text_of(REFERENCE / "outputs.md"), re.MULTILINE)
    known = [pattern(shown) for cell in cells for shown in re.findall("`([^`]+)`", cell)]
    paths = [path.relative_to(real_site.root).as_posix() for path in written]

    assert [p for p in paths if not any(re.fullmatch(one, p) for one in known)] == []


def test_the_formula_of_nearness_has_the_numbers_of_the_code() -> None:
    """A formula in the documentation is only worth something if it is the one that runs."""
    text = text_of(DOCS / "explanation" / "related-terms.md")

    assert text.count(f"{LINKED}  if") == 2
    assert f"{SAME_TOPIC}  for each topic" in text
    assert f"{SHARED_NEIGHBOUR} / degree(z)" in text
    assert f"more than {HUB} neighbours" in text


# Diagnostics


def diagnostics() -> Mapping[str, str]:
    return examples.sections(text_of(REFERENCE / "diagnostics.md"))


def test_every_diagnostic_code_has_its_section_and_every_section_a_code() -> None:
    """A code is what a reader searches for."""
    assert list(diagnostics()) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_section_gives_the_severity_of_its_code(code: str) -> None:
    """Whether a finding stops the build is the first thing its reader wants to know."""
    severity = str(CODES[code])
    softened = ", may be softened" if code in SOFT else ""

    assert diagnostics()[code].startswith(f"*{severity}{softened}*\n\n")


def test_a_code_is_listed_once_at_the_top() -> None:
    """The list is how a reader finds codes that belong together."""
    start = text_of(REFERENCE / "diagnostics.md").partition("\n## ")[0]

    assert re.findall(r"\[([\w-]+)\]\(#[\w-]+\)", start) == list(CODES)


def test_every_code_is_shown_or_excused() -> None:
    """An example says what a sentence cannot."""
    shown = {(block.section, block.kind) for block in examples.blocks(_diagnostics_page())}

    assert {code for code, kind in shown if kind == "wrong"} == set(CODES) - set(UNSHOWN)
    assert {code for code, kind in shown if kind == "right"} == (
        set(CODES) - set(UNSHOWN) - set(NO_RIGHT)
    )


def _diagnostics_page() -> str:
    return text_of(REFERENCE / "diagnostics.md")


@pytest.fixture(scope="module")
def found() -> Mapping[tuple[str, str], list[str]]:
    """Build all examples, in one program of its own."""
    page = str(REFERENCE / "diagnostics.md")
    done = subprocess.run(
        [sys.executable, "-m", "tests.docs.examples", page],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return {(section, kind): codes for section, kind, codes in json.loads(done.stdout)}


@pytest.mark.parametrize("code", sorted(set(CODES) - set(UNSHOWN)))
def test_a_wrong_example_gives_its_code_and_a_right_one_nothing(
    code: str, found: Mapping[tuple[str, str], list[str]]
) -> None:
    """An example that is wrong in another way than it says teaches the wrong thing."""
    also = {
        name
        for block in examples.blocks(_diagnostics_page())
        if block.section == code
        for name in block.also
    }

    assert set(found[code, "wrong"]) - (BESIDE - {code}) == {code, *also}
    assert set(found.get((code, "right"), ())) - (BESIDE - {code}) == set()


# Examples elsewhere


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path.name != "diagnostics.md"], ids=short
)
def test_examples_of_files_can_be_read(path: Path) -> None:
    """An example is copied, and then it is somebody's first mistake."""
    wrong: list[Diagnostic] = []
    for block in fences(text_of(path), "markdown"):
        if FENCE.match(block) and "date:" not in block:
            wrong += read_terms("terms/a.md", block).findings
    for block in fences(text_of(path), "yaml"):
        if block.startswith(
            ("newsletter:", "security:", "base_url:", "contributors:", "language:")
        ):
            wrong += read_site("site.yaml", "title: Example\n" + block)[1]
        elif "columns:" not in block:
            wrong += read_terms("terms/a.yaml", block).findings

    assert wrong == []


# The code map


def modules() -> set[str]:
    package = ROOT / "glossary_site"
    names = {
        ".".join(path.relative_to(package).with_suffix("").parts) for path in package.rglob("*.py")
    }
    return {name.removesuffix(".__init__") for name in names} - {"__init__"}


def mapped() -> set[str]:
    """Give the names in the code map that look like modules."""
    text = text_of(ROOT / "ARCHITECTURE.md")
    section = examples.sections(text)["The code map"]
    section = re.sub(r"\*\*(\w+)\*\*", r"`\1`", section)
    return set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)*)`", section))


def test_every_module_is_in_the_code_map() -> None:
    """The map is where somebody who is new begins."""
    assert modules() - mapped() == set()


def test_every_module_that_the_architecture_names_exists() -> None:
    """A map of a house that was rebuilt leads astray."""
    text = without_fences(text_of(ROOT / "ARCHITECTURE.md"))
    packages = {name.partition(".")[0] for name in modules() if "." in name}
    named = {
        name
        for name in re.findall(r"`([a-z_]+\.[a-z_.]+)`", text)
        if name.partition(".")[0] in packages
    }

    assert {
        n for n in named if n not in modules() and n.rpartition(".")[0] not in modules()
    } == set()
    assert {name for name in mapped() if "." in name} <= modules()


def test_the_code_map_stands_in_the_order_of_the_layers() -> None:
    """The map promises that imports point up."""
    text = text_of(ROOT / "ARCHITECTURE.md")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)?) \|", text, re.MULTILINE)
    order = [name.strip("`") for row in rows for name in row.split(", ")]
    layer = {name: at for at, names in enumerate(LAYERS) for name in names}

    assert set(layer) <= set(order)
    assert [layer[name] for name in order if name in layer] == sorted(layer.values())


def test_the_stages_of_a_build_are_told_in_their_order() -> None:
    """The story must be the one that `pipeline.build` plays."""
    source = text_of(ROOT / "glossary_site" / "pipeline.py")
    calls = (r"load\(\n", r"= join\(", r"render_bodies\(now", r"read_templates\(now", r"weave\(now",
             r"_plan\(now", r"has_errors\(\):", r"open_staging\(", r"= commit\(")  # fmt: skip
    body = source[source.index("def build(") :]
    places = [re.search(call, body) for call in calls]
    told = re.findall(r"^\d\. \*\*([\w ,]+)\.", text_of(ROOT / "ARCHITECTURE.md"), re.MULTILINE)

    assert all(places)
    assert told[:9] == [
        "Load", "Link", "Render", "Templates", "Weave", "Plan", "Stop, if there is an error",
        "Emit", "Publish",
    ]  # fmt: skip


# README


def test_the_readme_tells_what_lies_at_the_top() -> None:
    """A newcomer looks at the top folder first."""
    named = re.findall(r"^\| `([\w./]+)`", text_of(ROOT / "README.md"), re.MULTILINE)
    folders = {name.rstrip("/") for name in named} - {"images", "_site", ".cache"}

    assert {"glossary_site", "terms", "data", "docs", "schema", "tests", "site.yaml"} <= folders
    assert {name for name in folders if not (ROOT / name).exists()} == set()


def test_the_tutorial_shows_what_the_program_says() -> None:
    """A learner compares every character."""
    shown = next(block for block in fences(text_of(DOCS / "tutorial.md"), "text"))

    assert shown.startswith("terms/example.md:4:10: error[unknown-topic]: site.yaml lists no topic")
    assert slugify("Example") in shown
