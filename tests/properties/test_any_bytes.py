"""Whatever bytes stand in a term file, the answer is a page or a finding in that file."""

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile.cases import ATTACKS
from tests.hostile.nursery import Nursery
from tests.properties.small import small
from tests.properties.thorough import often, seldom

WHOLE = b"""---
title: A term
definition: What it is.
aliases: [Other, "Third"]
related:
  - harmless
sources:
  - {title: Somewhere, url: "https://a.example/"}
updated: 2026-01-02
---

A paragraph with *emphasis*, `code`, [a link](https://a.example/) and [[Harmless]].

## A heading

- one
- two

| a | b |
|---|---|
| 1 | 2 |

```python
x = 1
```

A note.[^1]

[^1]: Its text.
"""
HARMLESS = "---\ntitle: Harmless\ndefinition: Nothing.\n---\n\nBody.\n"
SMALLEST = sorted((ATTACKS / "frontmatter").glob("*.md"), key=lambda path: path.stat().st_size)
PIECES = [
    b"---\n", b"---", b"\n", b"\r", b"\r\n", b"\t", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae",
    b": ", b"- ", b"? ", b"&a ", b"*a", b"!!str ", b"<<: ", b"{", b"}", b"[", b"]", b"[[", b"]]",
    b"|", b">", b"'", b'"', b"#", b"%", b"@", b"`", b"```\n", b"    ", b"<script>", b"&#x1b;",
    b"\\", b"\xf0\x9f\x98\x80", b"\xc4\xb0", b"e\xcc\x81", b"[^1]: ", b"![", b"](", b"* * *\n",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A whole file in which a few places were overwritten, cut out or filled."""
    data = draw(st.sampled_from([WHOLE, *(path.read_bytes() for path in SMALLEST[:60])]))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=6))
        data = data[:start] + piece * draw(st.integers(1, 3)) + data[end:]
    return data


def check(data: bytes, suffix: str) -> None:
    """Check that every finding stands on a line that the file has."""
    path = f"terms/x.{suffix}"

    done = small({path: data, "terms/harmless.md": HARMLESS})

    lines = data.count(b"\n") + data.count(b"\r") + 1
    for one in done.findings:
        assert one.span.path == path, one
        assert 1 <= one.span.line <= lines, one
        assert one.span.column >= 1, one
        assert one.message
        assert one.message[-1] != "."
    if not any(one.severity == "error" for one in done.findings):
        assert len(done.glossary.graph.order) >= 2


@often
@given(data=st.binary(max_size=200) | damaged())
def test_any_bytes_make_a_term_or_a_finding_in_their_file(data: bytes) -> None:
    """A traceback tells an editor nothing, and a finding elsewhere sends them astray."""
    check(data, "md")


@often
@given(data=st.binary(max_size=200) | damaged())
@example(data=b"(:\n(")
@example(data=b"---\n---")
def test_any_bytes_in_a_yaml_file_do_so_too(data: bytes) -> None:
    """The same file may hold many terms, or none."""
    check(data, "yaml")


def test_the_program_ends_in_order_for_any_bytes(nursery: Nursery, tmp_path: Path) -> None:
    """The whole way, in a process of its own: exit 0 with a site, or 1 with the file's name."""
    folder = tmp_path / "glossary"
    (folder / "terms").mkdir(parents=True)
    (folder / "site.yaml").write_text("title: Small\n", encoding="utf-8")
    (folder / "terms/harmless.md").write_text(HARMLESS, encoding="utf-8")

    @seldom
    @given(data=st.binary(max_size=200) | damaged())
    def try_it(data: bytes) -> None:
        (folder / "terms/x.md").write_bytes(data)
        outcome = nursery.run("check", "--jobs", "1", cwd=folder)
        assert outcome.code in {0, 1}, outcome.text
        assert "Traceback" not in outcome.text
        named = [one for one in outcome.errors if one.path == "terms/x.md"]
        assert outcome.code == 0 or named, outcome.text

    try_it()
