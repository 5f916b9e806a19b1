"""The JSON Schemas in `schema/` are what the code says, and say what the code does."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from glossary_site import schemas
from glossary_site.content.datasets import read_description
from glossary_site.content.issues import read_issue
from glossary_site.content.site import read_site
from glossary_site.content.terms import read_terms
from glossary_site.diagnostics import has_errors

ROOT = Path(__file__).resolve().parents[2]


class _EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do: version 1.2, where dates, `no` and `off` are text."""


_EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def load(text: str) -> Any:  # noqa: ANN401 (whatever the YAML holds)
    return yaml.load(text, Loader=_EditorLoader)  # noqa: S506 (a safe loader)


def front_matter(path: Path) -> Any:  # noqa: ANN401 (the same)
    return load(path.read_text(encoding="utf-8").split("---\n")[1])


def mistakes(name: str, value: object) -> list[str]:
    validator = Draft202012Validator(schemas.SCHEMAS[name]())
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize("name", schemas.SCHEMAS)
def test_the_schema_in_the_repository_is_current(name: str) -> None:
    """Editors read the file, not the code; `make schema` writes it anew."""
    written = (ROOT / "schema" / f"{name}.json").read_text(encoding="utf-8")

    assert written == schemas.as_text(schemas.SCHEMAS[name]())


def test_the_folder_holds_nothing_else() -> None:
    """A schema that nothing writes would never change again."""
    assert sorted(path.stem for path in (ROOT / "schema").iterdir()) == sorted(schemas.SCHEMAS)


def test_writing_makes_every_file(tmp_path: Path) -> None:
    """`make schema` is the only way the files come to be."""
    schemas.write(tmp_path / "schema")

    assert {p.name for p in (tmp_path / "schema").iterdir()} == {
        f"{name}.json" for name in schemas.SCHEMAS
    }


@pytest.mark.parametrize("name", schemas.SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    """A schema with a mistake of its own makes editors silent."""
    made = schemas.SCHEMAS[name]()

    Draft202012Validator.check_schema(made)
    assert made["$schema"] == schemas.DIALECT
    assert made["title"]


def test_all_our_own_files_are_valid() -> None:
    """What passes `check` may not be underlined in an editor."""
    found = {"site.yaml": mistakes("site", load((ROOT / "site.yaml").read_text(encoding="utf-8")))}
    for path in (ROOT / "terms").glob("*.md"):
        found[path.name] = mistakes("term", front_matter(path))
    for path in (ROOT / "data").glob("*.yaml"):
        found[path.name] = mistakes("dataset", load(path.read_text(encoding="utf-8")))
    for path in (ROOT / "newsletter").glob("*.md"):
        found[path.name] = mistakes("issue", front_matter(path))

    assert len(found) > 1
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def accepts(name: str, text: str) -> bool:
    """Ask the program itself."""
    if name == "site":
        return not has_errors(read_site("site.yaml", text)[1])
    if name == "dataset":
        return not has_errors(read_description("data/a.yaml", text)[1])
    if name == "term-file":
        return not has_errors(read_terms("terms/a.yaml", text).findings)
    file = f"---\n{text}---\nA body.\n"
    if name == "term":
        return not has_errors(read_terms("terms/a.md", file).findings)
    return not has_errors(read_issue("newsletter/a.md", file)[1])


DATASET = "title: A\ncolumns: [{name: a, type: date}]\nsources: [{title: B}]\n"

CASES = [
    ("term", "title: GPU\n", True),
    ("term", "title: 1984\n", True),
    ("term", "title: 1.10\n", True),
    ("term", "title: true\n", True),
    ("term", "title:\n", False),
    ("term", 'title: " "\n', False),
    ("term", "definition: A chip.\n", False),
    ("term", "title: GPU\ntopcis: [hardware]\n", False),
    ("term", "title: GPU\naliases: Graphics Processing Unit\n", False),
    ("term", "title: GPU\naliases:\nsources:\n", True),
    ("term", "title: GPU\naliases: [2024, B200]\n", True),
    ("term", "title: GPU\nupdated: 2026-03-01\n", True),
    ("term", "title: GPU\nupdated: 2026-3-1\n", False),
    ("term", "title: GPU\nupdated: 2026-03\n", False),
    ("term", "title: GPU\ndraft: yes\n", True),
    ("term", "title: GPU\ndraft: maybe\n", False),
    ("term", "title: GPU\nautolink: off\n", True),
    ("term", "title: GPU\nautolink: always\n", False),
    ("term", "title: GPU\nslug: gpu-2\n", True),
    ("term", "title: GPU\nslug: GPU 2\n", False),
    ("term", "title: GPU\nformer_slugs: [Old]\n", False),
    ("term", "title: GPU\nsources: [{title: B, published: 2025}]\n", True),
    ("term", "title: GPU\nsources: [{title: B, published: April 2025}]\n", False),
    ("term", "title: GPU\nsources: [{title: B, url: www.example.org}]\n", False),
    ("term", "title: GPU\nsources: [{publisher: B}]\n", False),
    ("term", "title: GPU\nbody: A chip.\n", False),
    ("term-file", "title: GPU\nbody: A chip.\n", True),
    ("term-file", "- title: GPU\n- title: TPU\n  topics: [hardware]\n", True),
    ("term-file", "- title: GPU\n- topics: [hardware]\n", False),
    ("term-file", "[]\n", False),
    ("site", "title: A\n", True),
    ("site", "title: A\nbase_url: /repo/\n", True),
    ("site", "title: A\nbase_url: ftp://example.org/\n", False),
    ("site", "title: A\nrepository: http://example.org/\n", False),
    ("site", "title: A\nrelated: {limit: 51}\n", False),
    ("site", "title: A\nchecks: {raw-html: off, unknown-term: warning}\n", True),
    ("site", "title: A\nchecks: {raw-htm: off}\n", False),
    ("site", "title: A\nchecks: {bad-yaml: off}\n", False),
    ("site", "title: A\nnewsletter: {name: B, provider: none}\n", True),
    ("site", "title: A\nnewsletter: {name: B, provider: custom}\n", False),
    ("site", "title: A\noutputs: [pages, feeds]\n", True),
    ("site", "title: A\noutputs: [page]\n", False),
    ("site", "title: A\nsecurity: {contact: mailto:a@b.org, expires: 2027-01-31}\n", True),
    (
        "site",
        "title: A\nsecurity: {contact: ['tel:+1-2', https://b.org/], expires: 2027-01-31}\n",
        True,
    ),
    ("site", "title: A\nsecurity: {contact: a@b.org, expires: 2027-01-31}\n", False),
    ("site", "title: A\nsecurity: {contact: [], expires: 2027-01-31}\n", False),
    ("site", "title: A\nsecurity: {contact: mailto:a@b.org}\n", False),
    ("site", "title: A\nsecurity: {contact: mailto:a@b.org, expires: 2027-01}\n", False),
    (
        "site",
        "title: A\nsecurity: {contact: mailto:a@b.org, expires: 2027-01-31, encryption: x}\n",
        False,
    ),
    (
        "site",
        "title: A\nsecurity: {contact: mailto:a@b.org, expires: 2027-01-31, policy: http://b.org}\n",
        False,
    ),
    ("dataset", DATASET, True),
    ("dataset", DATASET + "download: no\nstale_after: 180d\n", True),
    ("dataset", DATASET + "stale_after: 180 days\n", False),
    ("dataset", DATASET.replace("date", "day"), False),
    ("dataset", "title: A\ncolumns: [{name: a, type: date}]\nsources: []\n", False),
    ("issue", "title: A\ndate: 2026-01-02\ndata: [a, b, c]\n", True),
    ("issue", "title: A\ndate: 2026-01-02\ndata: [a, b, c, d]\n", False),
    ("issue", "title: A\n", False),
]


@pytest.mark.parametrize(("name", "text", "is_right"), CASES)
def test_the_schema_agrees_with_the_program(name: str, text: str, *, is_right: bool) -> None:
    """An editor that contradicts `check` teaches its user to ignore both."""
    wrong = mistakes(name, load(text))

    assert accepts(name, text) is is_right
    assert (not wrong) is is_right, wrong
