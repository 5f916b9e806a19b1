"""The reload script gets into every page, and its policy lets it run and no more."""

import html

import pytest

from glossary_site.render.policy import Reach, content_security_policy
from glossary_site.serve.html import own_policy, widen_policy, with_client

HOST = "127.0.0.1:8000"
SCRIPT = b'<script src="/__t__/reload.js" data-version="3" defer></script>'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<head></head><body></body>", b"<head>" + SCRIPT + b"</head><body></body>"),
        (b"<HEAD></HEAD \n><body>", b"<HEAD>" + SCRIPT + b"</HEAD \n><body>"),
        (b"<p>x</BODY>", b"<p>x" + SCRIPT + b"</BODY>"),
        (b"<p>x", b"<p>x" + SCRIPT),
        (b"", SCRIPT),
        (b"\xff</head>", b"\xff" + SCRIPT + b"</head>"),
    ],
)
def test_every_page_gets_the_script_once(page: bytes, expected: bytes) -> None:
    """A page without it stays old until somebody notices."""
    assert with_client(page, path="/__t__/", version=3, host=HOST) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
            f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://{HOST}",
        ),
        (
            "default-src h:",
            f"default-src h:; script-src h: 'self'; style-src h: 'self'; connect-src h: 'self' ws://{HOST}",
        ),
        (
            "Script-Src 'none';; style-src-elem https://a.example",
            "script-src 'self'; style-src-elem https://a.example 'self'",
        ),
        ("img-src 'self'; upgrade-insecure-requests", "img-src 'self'; upgrade-insecure-requests"),
    ],
)
def test_a_policy_gains_only_what_the_script_needs(policy: str, expected: str) -> None:
    """Whatever else the served page were allowed would first fail on the real host."""
    assert widen_policy(policy, HOST) == expected
    assert widen_policy(expected, HOST) == expected


def test_the_policy_of_real_pages_stays_as_strict() -> None:
    """A script that makes HTML of a string must fail here, and not first on the real host."""
    policy = content_security_policy(Reach(), ancestors=None)
    connections = "connect-src 'self'"
    assert connections in policy

    widened = widen_policy(policy, HOST)

    assert widened == policy.replace(connections, f"{connections} ws://{HOST}")


def test_an_ipv6_host_is_not_named_in_a_policy() -> None:
    """The grammar of policies has no brackets; browsers would report an error."""
    assert "[" not in own_policy("[::1]:8000")
    assert "connect-src 'self'" in own_policy("[::1]:8000")


@pytest.mark.parametrize(
    "tag",
    [
        '<meta http-equiv="Content-Security-Policy" content="{}">',
        "<META content='{}' HTTP-EQUIV=content-security-policy />",
    ],
)
def test_the_policy_is_found_however_the_tag_is_written(tag: str) -> None:
    """A minifier may write it differently tomorrow."""
    policy = html.escape("connect-src https://a.example")
    page = with_client(tag.format(policy).encode(), path="/__t__/", version=3, host=HOST)

    assert "https://a.example 'self' ws://127.0.0.1:8000\"" in html.unescape(page.decode())


def test_other_meta_tags_stay_as_they_are() -> None:
    """A description may well contain the words of a policy."""
    tags = b'<meta name="description" content="default-src &amp; more"><meta charset="utf-8">'

    assert with_client(tags, path="/__t__/", version=3, host=HOST) == tags + SCRIPT
