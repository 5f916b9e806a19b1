"""`.well-known/security.txt`: what RFC 9116 asks for, and nothing that a mistake could slip in."""

import datetime as dt
import re
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import BuildSite, MakeSite
from tests.feeds.standards import is_date

TERM: Final = {"terms/gpu.md": "---\ntitle: GPU\n---\nA chip.\n"}
ALL: Final = """\
title: T
base_url: https://x.org/
security:
  contact: [mailto:security@example.org, https://example.org/report?a=b, "tel:+1-201-555-0123"]
  expires: 2027-06-30
  policy: https://example.org/policy
  encryption: openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f
  acknowledgments: https://example.org/thanks
  preferred_languages: [en, pt-BR]
"""
FIELD: Final = re.compile(
    r"(?:Contact|Policy|Acknowledgments|Encryption|Canonical|Expires|Preferred-Languages): [!-~]"
    r"(?:[ -~]*[!-~])?"
)
"""A line of the grammar in section 4, without comments and extensions, of which we write none."""


def security(folder: Path) -> bytes:
    """Read the file of a built site."""
    return (folder / "_site/.well-known/security.txt").read_bytes()


def fields(body: bytes) -> list[tuple[str, str]]:
    """Read it as the RFC says."""
    lines = body.decode("ascii").split("\n")
    assert lines.pop() == ""
    assert [line for line in lines if not FIELD.fullmatch(line)] == []
    return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]


def test_all_that_is_configured_is_told(make_site: MakeSite, build_site: BuildSite) -> None:
    """Contacts in the author's order, which is that of preference; the rest once each."""
    folder = make_site({"site.yaml": ALL, **TERM})
    assert build_site(folder).is_ok

    found = fields(security(folder))

    assert [value for name, value in found if name == "Contact"] == [
        "mailto:security@example.org", "https://example.org/report?a=b", "tel:+1-201-555-0123",
    ]  # fmt: skip
    assert {name: value for name, value in found if name != "Contact"} == {
        "Expires": "2027-06-30T00:00:00Z",
        "Encryption": "openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f",
        "Acknowledgments": "https://example.org/thanks",
        "Preferred-Languages": "en, pt-BR",
        "Canonical": "https://x.org/.well-known/security.txt",
        "Policy": "https://example.org/policy",
    }
    assert len(found) == 9
    assert is_date(dict(found)["Expires"])


def test_contact_and_day_are_enough(make_site: MakeSite, build_site: BuildSite) -> None:
    """These two the RFC requires; an address of its own the file has only with a host."""
    text = "title: T\nsecurity: {contact: mailto:a@example.org, expires: 2027-06-30}\n"
    folder = make_site({"site.yaml": text, **TERM})
    assert build_site(folder).is_ok

    assert security(folder) == b"Contact: mailto:a@example.org\nExpires: 2027-06-30T00:00:00Z\n"


def test_nothing_is_written_unless_it_is_configured(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A promise to read reports is not ours to give."""
    folder = make_site({"site.yaml": "title: T\n", **TERM})
    assert build_site(folder).is_ok

    assert not (folder / "_site/.well-known").exists()


LONG: Final = "  contact: mailto:a@example.org\n  expires: 2027-06-30\n"


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("  expires: 2027-06-30\n", ("missing-field", 3), "contact"),
        ("  contact: mailto:a@example.org\n", ("missing-field", 3), "expires"),
        ("  expires: 2027-06-30\n  contact: []\n", ("bad-value", 4), "empty"),
        ("  expires: 2027-06-30\n  contact: a@example.org\n", ("bad-value", 4), "no way to reach"),
        (LONG.replace("mailto:a@example.org", "[http://example.org]"), ("bad-value", 3), "no way"),
        (LONG.replace("mailto:a@example.org", "tel:555"), ("bad-value", 3), "no way"),
        (
            LONG.replace("mailto:a@example.org", r'"mailto:a@b\nPolicy: x"'),
            ("bad-value", 3),
            "no way",
        ),
        (LONG.replace("mailto:a@example.org", "https://ä.org/"), ("bad-value", 3), "may not"),
        (LONG.replace("2027-06-30", "2027-06"), ("bad-value", 4), "not a date"),
        (LONG.replace("2027-06-30", "2027-06-31"), ("bad-value", 4), "no day"),
        (LONG + "  policy: http://example.org/\n", ("bad-value", 5), "https"),
        (LONG + "  acknowledgments: thanks.html\n", ("bad-value", 5), "not a web address"),
        (LONG + "  encryption: 5f2de552\n", ("bad-value", 5), "no address of a key"),
        (LONG + "  preferred_languages: [English]\n", ("bad-value", 5), "no language tag"),
        (LONG + "  hiring: https://example.org/\n", ("unknown-key", 5), "hiring"),
    ],
)
def test_a_mistake_is_found_where_it_stands(
    text: str, expected: tuple[str, int], told: str, make_site: MakeSite, build_site: BuildSite
) -> None:
    """Nobody looks at this file until the day it is needed."""
    folder = make_site({"site.yaml": f"title: T\nsecurity:\n{text}", **TERM})

    report = build_site(folder)

    (found,) = report.findings
    assert (found.code, found.span.line) == expected
    assert found.span.path == "site.yaml"
    assert told in found.message
    assert not report.is_ok


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-400, None), (-31, None), (-30, "runs out on 2027-06-30"), (-1, "runs out on"),
     (0, "has run out"), (300, "has run out")],
)  # fmt: skip
def test_it_is_told_before_it_runs_out(
    days: int, expected: str | None, make_site: MakeSite, build_site: BuildSite
) -> None:
    """A warning, also with --strict: the day alone must not stop a site from being built."""
    folder = make_site({"site.yaml": f"title: T\nsecurity:\n{LONG}", **TERM})
    today = dt.date(2027, 6, 30) + dt.timedelta(days)

    report = build_site(folder, today=today, strict=True)

    assert report.is_ok
    found = [(one.code, str(one.severity), one.span.line) for one in report.findings]
    assert found == ([("stale-security", "warning", 4)] if expected else [])
    assert expected is None or expected in report.findings[0].message
    assert security(folder).endswith(b"Expires: 2027-06-30T00:00:00Z\n")


def test_two_files_of_that_name_are_one_too_many(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Which of them counts is for the author to say."""
    mine = {"static/.well-known/security.txt": "Contact: mailto:b@example.org\n"}
    folder = make_site({"site.yaml": f"title: T\nsecurity:\n{LONG}", **TERM, **mine})

    report = build_site(folder)

    (found,) = report.findings
    assert (found.code, found.span.path) == ("permalink-collision", *mine)
    assert "site.yaml" in found.message
