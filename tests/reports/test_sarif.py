"""SARIF: valid by the schema of the standard, and right where no schema can look."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema.validators import validator_for

from glossary_site.diagnostics import CODES
from tests.conftest import Cli, MakeSite
from tests.reports import oasis
from tests.reports.glossary import FILES, HOSTILE


@pytest.fixture
def folder(make_site: MakeSite) -> Path:
    """Make a glossary in a folder of a repository."""
    (make_site({}) / ".git").mkdir()
    return make_site({f"a b/{path}": text for path, text in FILES.items()}) / "a b"


@pytest.fixture
def log(cli: Cli, folder: Path) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """Check it."""
    done = cli("check", "--format", "sarif", "--source", folder)
    assert done.returncode == 1
    return json.loads(done.stdout)


def test_a_log_is_valid_by_the_standard_schema(log: Any) -> None:  # noqa: ANN401
    """A code host refuses a log that is not, and shows nothing at all."""
    schema = oasis.schema()
    validator = validator_for(schema)(schema, format_checker=validator_for(schema).FORMAT_CHECKER)

    assert [error.message for error in validator.iter_errors(log)] == []


def test_the_schema_would_say_so(log: Any) -> None:  # noqa: ANN401
    """A schema that takes everything proves nothing."""
    schema = oasis.schema()
    log["runs"][0]["results"][0]["level"] = "fatal"
    del log["runs"][0]["tool"]

    assert len(list(validator_for(schema)(schema).iter_errors(log))) == 2


def test_every_code_is_a_rule_that_says_what_it_means(log: Any) -> None:  # noqa: ANN401
    """Who reads a report elsewhere has no documentation at hand."""
    rules = log["runs"][0]["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == list(CODES)
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == list(CODES.values())
    for rule in rules:
        assert len(rule["shortDescription"]["text"]) > 20, rule
        assert rule["shortDescription"]["text"].endswith("."), rule
        assert not any(sign in rule["help"]["text"] for sign in ("`", "](")), rule


def results(log: Any) -> list[Any]:  # noqa: ANN401
    found: list[Any] = log["runs"][0]["results"]
    return found


def test_a_result_names_its_rule_and_its_place_in_the_repository(log: Any) -> None:  # noqa: ANN401
    """Paths are addresses there: relative to the root, with their spaces written as %20."""
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in results(log):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uriBaseId"] in log["runs"][0]["originalUriBaseIds"]
        assert place["uri"].startswith("a%20b/")
        assert unquote(place["uri"]).removeprefix("a b/") in FILES


def test_columns_are_counted_in_characters(log: Any) -> None:  # noqa: ANN401
    """A link behind Chinese or an emoji is underlined where it stands."""
    second = [one for one in results(log) if one["ruleId"] == "unknown-term"][1]
    region = second["locations"][0]["physicalLocation"]["region"]

    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    line = FILES["terms/gpu.md"].splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "[[Old Memory|that]]"


def test_a_fix_says_exactly_what_to_replace(log: Any, folder: Path) -> None:  # noqa: ANN401
    """Viewers apply it with one click, without knowing the program."""
    result = next(one for one in results(log) if one["ruleId"] == "unknown-key")
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]

    assert unquote(change["artifactLocation"]["uri"]) == "a b/terms/gpu.md"
    lines = (folder / "terms/gpu.md").read_text().splitlines()
    old = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
    assert (old, replacement["insertedContent"]) == ("definitoin", {"text": "definition"})


def test_what_an_author_wrote_is_neither_placeholder_nor_link(log: Any) -> None:  # noqa: ANN401
    """The standard reads braces and brackets in messages; a term must not be able to write them."""
    messages = [result["message"]["text"] for result in results(log)]
    (hostile,) = (one for one in messages if "z.example" in one)

    assert "{{{{ x }}}} [y] (https://z.example)" in hostile
    assert hostile.replace("{{", "{").replace("}}", "}").replace("] (", "](").count(HOSTILE[:-1])


def test_a_finding_keeps_its_fingerprint_when_its_line_moves(cli: Cli, folder: Path) -> None:
    """Else every change above it would open the same alert anew."""

    def fingerprints() -> set[tuple[str, str]]:
        done = cli("check", "--format", "sarif", "--source", folder)
        return {
            (one["ruleId"], one["partialFingerprints"]["finding/v1"])
            for one in results(json.loads(done.stdout))
        }

    before = fingerprints()
    file = folder / "terms/gpu.md"
    file.write_text(file.read_text().replace("---\n", "---\n# moved\n\n", 1))

    assert fingerprints() == before
    assert len(before) == len({one for _, one in before})


def test_nothing_found_is_a_log_too(cli: Cli, make_site: MakeSite) -> None:
    """An empty run closes the alerts of the run before."""
    right = "---\ntitle: GPU\ndefinition: A chip.\n---\n"
    folder = make_site({"site.yaml": FILES["site.yaml"], "terms/gpu.md": right})

    done = cli("check", "--format", "sarif", "--source", folder, "terms")

    assert done.returncode == 0
    assert [r["ruleId"] for r in results(json.loads(done.stdout)) if r["level"] != "note"] == []
