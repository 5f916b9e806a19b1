"""Files that authors begin with: `new` and `init`.  Nothing that exists is overwritten."""

import json
import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from glossary_site.content.files import Reader
from glossary_site.content.load import Folder, load_config
from glossary_site.content.term_files import read_all_terms
from glossary_site.diagnostics import Findings, Span, did_you_mean, finding, quoted
from glossary_site.graph.naming import name_table
from glossary_site.model import Term
from glossary_site.names import fold_name, is_reserved, slug_problem, slugify

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ()'’./-]*[A-Za-z0-9)]")
_NOT_TEXT: Final = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])


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
    if not slug or slug_problem(slug) or is_reserved(slug):
        message = f"no address can be made from the title {quoted(title)}"
        hint = "write the file by hand, with slug: …"
        return None, (finding("bad-slug", Span("terms"), message, hint),)
    with Reader(root) as reader:
        folder = Folder(reader, root)
        config, found = load_config(folder)
        if config is None:
            return None, found
    terms, _ = read_all_terms(root)
    found = _taken(terms, title, slug)
    known = [topic.id for topic in config.topics]
    for topic in topics:
        if known and topic not in known:
            message = f"site.yaml lists no topic {quoted(topic)}"
            hint = did_you_mean(topic, known) or f"topics are {', '.join(known)}"
            found += (finding("unknown-topic", Span("site.yaml"), message, hint),)
    target = root / path
    if target.exists() or target.is_symlink():
        message = "the file exists already"
        found += (finding("permalink-collision", Span(path), message, "edit it"),)
    if found:
        return None, found
    lines = ["---", f"title: {yaml_scalar(title)}"]
    lines += [f"definition: {yaml_scalar(definition)}"] if definition else []
    lines += [f"topics: [{', '.join(topics)}]"] if topics else []
    target.parent.mkdir(exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.write("\n".join([*lines, "---", ""]))
    return target, ()


def _taken(terms: tuple[Term, ...], title: str, slug: str) -> Findings:
    table, _ = name_table(terms, ())
    for name in (title, slug):
        for owner in table.candidates.get(fold_name(name), ()):
            path = next(term.path for term in terms if term.slug == owner)
            message = f"{quoted(title)} is already a name of the term here"
            return (finding("name-collision", Span(path), message, "edit that term"),)
    return ()


def init(folder: Path) -> tuple[tuple[Path, ...], Findings]:
    """Make a new glossary of two terms.

    Returns:
        The files written; or none and what is in the way, with nothing written.
    """
    starter = resources.files("glossary_site") / "starter"
    files = {_named(path): item for path, item in _walk(starter, "")}
    if folder.exists() and not folder.is_dir():
        return (), (finding("output-refused", Span(str(folder)), "the path is not a folder"),)
    taken = [path for path in files if (folder / path).exists()]
    if taken:
        message = f"the folder already holds {', '.join(sorted(taken))}"
        hint = "choose another folder: nothing is overwritten"
        return (), (finding("output-refused", Span(str(folder)), message, hint),)
    written = []
    for path, item in sorted(files.items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(item.read_bytes())
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
