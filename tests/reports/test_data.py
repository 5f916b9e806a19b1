"""JSON for programs: what the schema says, and nothing else on the standard output."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from glossary_site import schemas
from glossary_site.commands.check import FORMATS
from glossary_site.diagnostics import CODES
from glossary_site.reports.meanings import meanings
from tests.conftest import Cli, MakeSite
from tests.docs import reference
from tests.reports.glossary import FILES


def checked(cli: Cli, folder: Path) -> Any:  # noqa: ANN401 (whatever JSON holds)
    return json.loads(cli("check", "--format", "json", "--source", folder).stdout)


def test_a_report_is_as_its_schema_says(cli: Cli, make_site: MakeSite) -> None:
    """The schema is the promise to whoever reads reports."""
    schema = schemas.SCHEMAS["report"]()
    report = checked(cli, make_site(FILES))

    assert [e.message for e in Draft202012Validator(schema).iter_errors(report)] == []
    for record in schema["$defs"].values():
        assert all("description" in each for each in record.get("properties", {}).values())


def test_a_finding_has_all_that_the_text_has_and_its_fix(cli: Cli, make_site: MakeSite) -> None:
    """A program must not have to read sentences."""
    (make_site({}) / ".git").mkdir()
    folder = make_site({f"sub/{path}": text for path, text in FILES.items()}) / "sub"

    report = checked(cli, folder)

    found = next(one for one in report["findings"] if one["code"] == "unknown-key")
    assert found == {
        "code": "unknown-key", "severity": "error", "path": "terms/gpu.md",
        "file": "sub/terms/gpu.md", "line": 3, "column": 1, "end_column": None,
        "message": 'the key "definitoin" is not known here', "hint": 'did you mean "definition"?',
        "fix": [
            {
                "path": "terms/gpu.md", "line": 3, "column": 1, "end_line": 3, "end_column": 11,
                "text": "definition",
            }
        ],
    }  # fmt: skip
    severities = [one["severity"] for one in report["findings"]]
    assert report["counts"] == {
        severity: severities.count(severity) for severity in ("error", "warning", "note")
    }


@pytest.mark.parametrize("form", FORMATS)
def test_the_count_for_people_is_not_in_the_way(cli: Cli, make_site: MakeSite, form: str) -> None:
    """The standard output is what was asked for; the rest goes elsewhere, and the code is the same."""
    folder = make_site(FILES)

    done = cli("check", "--format", form, "--source", folder)

    assert done.returncode == 1
    assert " in 1 term." in done.stderr or " in 2 terms." in done.stderr
    assert " in 1 term." not in done.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_same_findings(cli: Cli, make_site: MakeSite, form: str) -> None:
    """What is wrong does not depend on who asks."""
    folder = make_site(FILES)
    told = cli("check", "--format", form, "--source", folder).stdout

    for found in checked(cli, folder)["findings"]:
        assert found["code"] in told
        assert found["message"].partition('"')[0].strip().casefold() in told.casefold()


def test_what_codes_mean_is_what_the_documentation_says() -> None:
    """`python -m tests.docs.reference` writes it anew."""
    assert reference.MEANINGS.read_text(encoding="utf-8") == reference.diagnostic_meanings()


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence(code: str) -> None:
    """In a report it stands alone, without the section around it."""
    meaning = meanings()[code]

    assert 20 < len(meaning.short) < 300
    assert meaning.short[0].isalpha()
    assert meaning.short.endswith(".")
    assert meaning.text.startswith(meaning.short[:-1])
    assert "](" not in meaning.markdown
