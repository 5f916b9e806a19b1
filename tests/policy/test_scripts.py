"""No script of ours needs what the policy forbids, so none has to be let through."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SCRIPTS: Final = sorted(
    [*ROOT.glob("static/js/**/*.js"), *ROOT.glob("glossary_site/serve/client/*.js")]
)
SINKS: Final = re.compile(
    r"""\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|DOMParser|srcdoc
    |createContextualFragment|execCommand|eval|Function|Worker|SharedWorker|serviceWorker
    |importScripts|trustedTypes)\b
    |\bdocument\.write|createElement\(\s*["'`](?:script|iframe|object|embed)
    |\bset(?:Timeout|Interval)\(\s*["'`]|setAttribute\(\s*["'`]on|javascript:
    |\bimport\(\s*(?!["'`]\./|part\))""",
    re.VERBOSE,
)
"""What makes HTML or code of a string; `part` of search.js is one of a list of its own modules."""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_html_or_code_of_a_string(path: Path) -> None:
    """Chromium would stop it where it runs; a browser without Trusted Types would not."""
    assert SINKS.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        "room.innerHTML = text;",
        'new DOMParser().parseFromString(text, "text/html");',
        "setTimeout('go()', 9);",
        "import(address);",
        'document.createElement("script");',
    ],
)
def test_a_sink_would_be_seen(line: str) -> None:
    """A pattern that matches nothing finds nothing."""
    assert SINKS.search(line)
