"""The documentation: what `docs/` holds, and in which order it is read.

`docs/index.md` is the table of contents.  Its headings of the second level are the sections of
the navigation, and the pages that it links to stand in its order; what it does not link to follows
by folders.
"""

import os
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from glossary_site.content.files import FILE_LIMIT, list_files
from glossary_site.content.images import IMAGE_BYTES, IMAGE_SUFFIXES, read_image
from glossary_site.content.terms import check_body
from glossary_site.diagnostics import Findings
from glossary_site.manual import Doc, DocSection, Manual
from glossary_site.pictures import Image

DOCS: Final = "docs"
INDEX: Final = "docs/index.md"
FENCE: Final = re.compile(r" *(`{3,}|~{3,})")
"""Where a block of code begins or ends."""

ReadText = Callable[[str], tuple[str | None, Findings]]
ReadBytes = Callable[[str, int], tuple[bytes | None, Findings]]

_TITLE: Final = re.compile(r"#[ \t]+(.+?)[ \t]*#*[ \t]*")
_SECTION: Final = re.compile(r"##[ \t]+(.+?)[ \t]*#*[ \t]*")
_SIGNS: Final = re.compile(r"[`*]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\(<?([^()\s<>]+)")
_TARGET: Final = re.compile(r"(?:\]\(|^ {0,3}\[[^\]\n]+\]:[ \t]*)<?([^()\s<>]+)", re.MULTILINE)


def read_manual(root: Path, text: ReadText, data: ReadBytes) -> tuple[Manual, Findings]:
    """Read the documentation.

    Args:
        root: The glossary's folder.
        text: Reads one text file.
        data: Reads one file of at most so many bytes.
    """
    paths, found = list_files(root, DOCS, None)  # other files may lie there, and are left alone
    docs: dict[str, Doc] = {}
    refused: list[str] = []
    for path in paths:
        if path.endswith(".md"):
            doc, mistakes = _read_doc(path, text)
            found += mistakes
            if mistakes:
                refused.append(path)
            if doc is not None:
                docs[path] = doc
    pictures: dict[str, Image] = {}
    for path in paths:
        if path.endswith(IMAGE_SUFFIXES):
            picture, mistakes = _read_picture(path, data)
            found += mistakes
            if picture is None:
                refused.append(path)
            else:
                pictures[path] = picture
    sections = _sections(docs)
    if docs and INDEX not in docs and INDEX not in refused:
        docs[INDEX] = _made_index(sections)
    ordered = [path for section in sections for path, _ in section.pages if path in docs]
    return Manual(
        docs={path: docs[path] for path in dict.fromkeys((INDEX, *ordered)) if path in docs},
        sections=sections,
        pictures=pictures,
        beside=tuple(sorted({path for doc in docs.values() for path in _beside(root, doc)})),
        refused=frozenset(refused),
    ), found


def _read_doc(path: str, read: ReadText) -> tuple[Doc | None, Findings]:
    text, found = read(path)
    if text is None or found:
        return None, found
    title, body = _without_title(without_comments(text))
    body, found = check_body(path, body, 1, FILE_LIMIT)
    return Doc(path, title or _title_of_name(path), body), found


def _read_picture(path: str, read: ReadBytes) -> tuple[Image | None, Findings]:
    data, found = read(path, IMAGE_BYTES)
    image, mistakes = (None, ()) if data is None else read_image(path, data)
    return image, found + mistakes


def without_comments(text: str) -> str:
    r"""Drop HTML comments that begin a line outside of code; every other line stays where it is.

    >>> without_comments("<!-- made: x -->\nText <!-- b -->")
    '\nText <!-- b -->'
    """
    if "<!--" not in text:
        return text
    kept, fence, is_comment = [], "", False
    for line in text.split("\n"):
        rest = line
        if not is_comment:
            fence = fence_after(fence, line)
            is_comment = not fence and line.lstrip(" ").startswith("<!--")
        if is_comment:
            before, end, after = line.partition("-->")
            del before
            rest, is_comment = after.strip(), not end
        kept.append(rest)
    return "\n".join(kept)


def fence_after(fence: str, line: str) -> str:
    """Say which fence is open after a line: its signs, or nothing."""
    match = FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return match[1]
    is_end = match[1].startswith(fence) and not line.strip().strip(fence[0])
    return "" if is_end else fence


def _without_title(text: str) -> tuple[str, str]:
    """Take the first heading away, if the file begins with one."""
    start = len(text) - len(text.lstrip())
    line, _, rest = text[start:].partition("\n")
    match = _TITLE.fullmatch(line)
    if match is None:
        return "", text
    return plain(match[1]), f"{text[:start]}\n{rest}"


def plain(markdown: str) -> str:
    """Leave only the words of a heading or a link.

    >>> plain("The file `site.yaml`, *all* of it")
    'The file site.yaml, all of it'
    """
    return " ".join(_SIGNS.sub("", markdown).split())


def _title_of_name(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    if stem == "index":
        stem = folder.rpartition("/")[2]
    if path == INDEX:
        return "Documentation"
    words = stem.replace("-", " ").replace("_", " ").strip() or stem
    return words[:1].upper() + words[1:]


def target_of(path: str, href: str) -> str:
    """Give the file that a relative address in a file leads to, or nothing where it leads out of all.

    >>> target_of("docs/how-to/deploy.md", "../reference/outputs.md#paths")
    'docs/reference/outputs.md'
    """
    plain_href = unquote(href.partition("#")[0].partition("?")[0])
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), plain_href))
    return "" if joined.startswith(("../", "/")) or joined in {"..", "."} else joined


def _sections(docs: Mapping[str, Doc]) -> tuple[DocSection, ...]:
    """Order the pages as the index does, and what it does not name by folders."""
    sections: dict[str, dict[str, str]] = {}
    placed = {INDEX}
    for section, path, words in _listed(docs):
        if path not in placed:
            placed.add(path)
            sections.setdefault(section, {})[path] = words
    for path, doc in docs.items():
        if path not in placed:
            parts = path.split("/")
            title = "" if len(parts) == len(INDEX.split("/")) else _title_of_name(parts[1])
            sections.setdefault(title, {})[path] = doc.title
    return tuple(DocSection(title, tuple(pages.items())) for title, pages in sections.items())


def _listed(docs: Mapping[str, Doc]) -> Iterator[tuple[str, str, str]]:
    """List the pages that the index links to: section, file and words."""
    if INDEX not in docs:
        return
    section, fence = "", ""
    for line in docs[INDEX].body.split("\n"):
        fence = fence_after(fence, line)
        if fence:
            continue
        if heading := _SECTION.fullmatch(line):
            section = plain(heading[1])
        for words, href in _LINK.findall(line):
            path = target_of(INDEX, href)
            if path in docs:
                yield section, path, plain(words) or docs[path].title


def _made_index(sections: tuple[DocSection, ...]) -> Doc:
    """Make an index of the pages there are."""
    lines = []
    for section in sections:
        lines += [f"## {section.title}", ""] if section.title else []
        for path, words in section.pages:
            name = words.replace("\\", "\\\\").replace("[", r"\[").replace("]", r"\]")
            lines.append(f"- [{name}](<{path.removeprefix('docs/')}>)")
        lines.append("")
    return Doc(INDEX, "Documentation", "\n".join(lines), is_written=False)


def _beside(root: Path, doc: Doc) -> Iterator[str]:
    """List what lies outside of `docs/` and is linked to, if it exists."""
    for href in _TARGET.findall(doc.body):
        path = target_of(doc.path, href)
        if path and not path.startswith(f"{DOCS}/") and os.path.lexists(root / path):
            yield path
