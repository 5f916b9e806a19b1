"""Files that authors begin with: `new` and `init`.  Nothing that exists is overwritten."""

import json
import os
import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from glossary_site.content.files import Reader
from glossary_site.content.load import Folder, load_config
from glossary_site.content.term_files import read_all_terms
from glossary_site.content.terms import read_terms
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Severity,
    Span,
    finding,
    has_errors,
    quoted,
)
from glossary_site.fields.site import SiteFields
from glossary_site.graph.linking import topic_findings
from glossary_site.graph.naming import name_table, redirects, slug_findings
from glossary_site.names import slugify

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ()'’./-]*[A-Za-z0-9)]")
_NOT_TEXT: Final = frozenset("""null true false yes no on off y n""".split())


def yaml_scalar(text: str) -> str:
    """Write text as a YAML scalar: plain where every YAML parser reads it as the same text.

    >>> yaml_scalar("Inference Cost"), yaml_scalar("no"), yaml_scalar("a: b")
    ('Inference Cost', '"no"', '"a: b"')
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def new_term(
    root: Path, title: str, definition: str | None, topics: tuple[str, ...]
) -> tuple[Path | None, Findings]:
    """Write a term file that passes `check`.

    Args:
        root: The glossary's folder.
        title: The term's title; white space is collapsed.
        definition: One or two sentences, or None where the body will say it.
        topics: Ids that `site.yaml` lists.

    Returns:
        The new file; or None and what is in the way, with nothing written.
    """
    title = " ".join(title.split())
    slug = slugify(title)
    path = f"terms/{slug}.md"
    if not slug:
        message = f"no address can be made from the title {quoted(title)}"
        hint = "write the file by hand, with slug: …"
        return None, (finding("bad-slug", Span("terms"), message, hint),)
    with Reader(root) as reader:
        config, found = load_config(Folder(reader, root))
    if config is None or has_errors(found):
        return None, found
    lines = ["---", f"title: {yaml_scalar(title)}"]
    lines += [f"definition: {yaml_scalar(definition)}"] if definition else []
    lines += [f"topics: [{', '.join(map(yaml_scalar, topics))}]"] if topics else []
    text = "\n".join([*lines, "---", ""])
    found = _judged(root, path, text, config)
    target = root / path
    if target.exists() or target.is_symlink():
        message = "the file exists already"
        found = (finding("permalink-collision", Span(path), message, "edit it"),)
    if found:
        return None, found
    try:
        target.parent.mkdir(exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        return None, (_unwritten(path, error),)
    return target, ()


def _unwritten(path: str, error: OSError) -> Diagnostic:
    message = f"the file cannot be written: {error.strerror or error}"
    return finding("write-failed", Span(path), message)


def _judged(root: Path, path: str, text: str, config: SiteFields) -> Findings:
    """Say what `check` would say of a new file beside those that are there."""
    read = read_terms(path, text)
    added, found = read.terms, read.findings
    others = read_all_terms(root).terms
    terms = (*(term for term in others if term.path != path), *added)
    collisions = name_table(terms, ())[1] + slug_findings(terms) + redirects(terms)[1]
    found += tuple(one for one in collisions if one.span.path == path)
    found += tuple(topic_findings(config, added))
    return tuple(one for one in found if one.severity is Severity.ERROR)


def init(folder: Path) -> tuple[tuple[Path, ...], Findings]:
    """Make a new glossary of two terms.

    Returns:
        The files written; or none and what is in the way, with nothing written.
    """
    starter = resources.files("glossary_site") / "starter"
    files = {_named(path): item for path, item in _walk(starter, "")}
    if os.path.lexists(folder) and not folder.is_dir():
        return (), (finding("output-refused", Span(str(folder)), "the path is not a folder"),)
    taken = [path for path in files if os.path.lexists(folder / path)]
    if taken:
        message = f"the folder already holds {', '.join(sorted(taken))}"
        hint = "choose another folder: nothing is overwritten"
        return (), (finding("output-refused", Span(str(folder)), message, hint),)
    written = []
    for path, item in sorted(files.items()):
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(item.read_bytes())
        except OSError as error:
            return (), (_unwritten(str(target), error),)
        written.append(target)
    return tuple(written), ()


def _named(path: str) -> str:
    """Give the name a starter file gets; a dot file would be left out of some packages."""
    return ".gitignore" if path == "gitignore" else path


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found = []
    for item in folder.iterdir():
        path = f"{prefix}{item.name}"
        found += _walk(item, path + "/") if item.is_dir() else [(path, item)]
    return found
