"""RDF of strangers as one graph: nothing is fetched, and no parser's mistake gets out.

rdflib gives no lines, so `places` finds them in the text.
"""

import importlib
import json
import logging
import re
import warnings
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from glossary_site.content.decoding import decode
from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.records import refused
from glossary_site.importing.sources import Source
from glossary_site.importing.xml_entries import read_entries

if TYPE_CHECKING:
    from rdflib import Graph

SYNTAXES: Final = {
    ".ttl": "turtle", ".turtle": "turtle", ".n3": "turtle", ".nt": "nt",
    ".rdf": "xml", ".xml": "xml", ".owl": "xml", ".skos": "xml", ".rdfs": "xml",
    ".jsonld": "json-ld", ".json": "json-ld",
}  # fmt: skip
"""From the end of a file's name to its syntax."""
BYTES: Final = 4 * 1024 * 1024
"""The most bytes of all files: rdflib takes a hundred times as many in memory."""
DEPTH: Final = 100
"""How deep JSON, and what stands in brackets, may be nested."""
_LINE: Final = re.compile(r"(?:line|at line) (\d+)")
_NESTED: Final = re.compile(rf"(?:[\[({{][^\[\](){{}}]*){{{DEPTH}}}")


class Graphs(Struct):
    """What a source says, and which file says it of what."""

    graph: "Graph"
    """Everything together."""
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Text and syntax of each file."""
    subjects: dict[str, str] = field(default_factory=dict)
    """From an IRI to the first file that says something of it."""


def read_graphs(source: Source) -> tuple[Graphs | None, Findings]:
    """Read all files that hold RDF into one graph.

    Returns:
        The graph, or None if rdflib is not installed; a file with a mistake is left out.
    """
    try:
        rdflib: Any = importlib.import_module("rdflib")
    except ImportError:
        place = Span(source.paths[0] if source.paths else ".")
        hint = "run: pip install 'glossary-site[import]'"
        return None, (refused(place, "reading SKOS needs rdflib, which is not installed", hint),)
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # mistakes are findings, not its chatter
    graphs = Graphs(rdflib.Graph())
    found: Findings = ()
    total = 0
    for path in source.ending(*SYNTAXES):
        data, problems = source.bytes(path)
        found += problems
        if data is None:
            continue
        total += len(data)
        if total > BYTES:
            why = f"the files have more than {BYTES:,} bytes together"
            return graphs, (*found, refused(Span(path), why, "split the source"))
        found += _add(graphs, rdflib, path, data)
    return graphs, found


def _add(graphs: Graphs, rdflib: Any, path: str, data: bytes) -> Findings:  # noqa: ANN401 (a module)
    """Read a file by itself first: half a file would be worse than none."""
    text, found = decode(path, data)
    if text is None:
        return found
    syntax = next(kind for ending, kind in SYNTAXES.items() if path.lower().endswith(ending))
    found = _refusals(path, text, syntax)
    if found:
        return found
    own = rdflib.Graph()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # rdflib's, of what it uses itself
            own.parse(data=text, format=syntax, publicID="source:")
    except (Exception, RecursionError) as error:  # noqa: BLE001 (whatever a parser stumbles over)
        return (
            refused(
                _place(path, error), f"the file cannot be read as {_NAMES[syntax]}: {_words(error)}"
            ),
        )
    graphs.texts[path] = (text, syntax)
    for prefix, namespace in own.namespaces():
        graphs.graph.bind(prefix, namespace)
    for triple in own:
        graphs.graph.add(triple)
        graphs.subjects.setdefault(str(triple[0]), path)
    return ()


_NAMES: Final = {"turtle": "Turtle", "nt": "N-Triples", "xml": "RDF/XML", "json-ld": "JSON-LD"}


def _words(error: BaseException) -> str:
    """Say in a line what a parser said; a syntax error of rdflib prints half the file."""
    message = str(getattr(error, "message", "") or error).strip() or type(error).__name__
    return " ".join(message.split("\n")[0].split())[:200]


def _place(path: str, error: BaseException) -> Span:
    """Find the line that a parser names, in whatever way it does."""
    if hasattr(error, "getLineNumber"):
        return Span(path, max(int(error.getLineNumber() or 1), 1))
    lines = getattr(error, "lines", None)
    if isinstance(lines, int):
        return Span(path, lines + 1)
    match = _LINE.search(str(error))
    return Span(path, max(int(match[1]), 1) if match and len(match[1]) < 8 else 1)  # noqa: PLR2004


def _refusals(path: str, text: str, syntax: str) -> Findings:
    """Refuse what would make a parser fetch, or run out of memory or stack."""
    if syntax == "xml":
        return _doctype(path, text)
    if syntax != "json-ld":
        deep = _NESTED.search(text)
        if deep is None:
            return ()
        line = text.count("\n", 0, deep.end()) + 1
        return (refused(Span(path, line), f"brackets stand more than {DEPTH} deep in each other"),)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return (
            refused(Span(path, error.lineno, error.colno), f"the file is no JSON: {error.msg}"),
        )
    except (ValueError, RecursionError) as error:
        return (refused(Span(path), f"the file is no JSON: {_words(error)}"),)
    return _contexts(path, text, value)


def _doctype(path: str, text: str) -> Findings:
    if "<!DOCTYPE" in text.partition("<rdf:RDF")[0]:
        line = text.count("\n", 0, text.index("<!DOCTYPE")) + 1
        hint = "write what is meant in its place, and delete the document type"
        return (refused(Span(path, line), "the file has a document type, which is not read", hint),)
    return read_entries(path, text.encode(), (), lambda _: None)


def _contexts(path: str, text: str, value: object) -> Findings:
    """Refuse contexts that would have to be fetched, wherever they stand."""
    todo = [(value, 0)]
    while todo:
        item, depth = todo.pop()
        if depth > DEPTH:
            return (refused(Span(path), f"the JSON is nested more than {DEPTH} deep"),)
        if isinstance(item, list):
            todo += [(one, depth + 1) for one in item]
        elif isinstance(item, dict):
            for address in (*_addresses(item.get("@context")), *_addresses(item.get("@import"))):
                line = text.count("\n", 0, max(text.find(json.dumps(address)), 0)) + 1
                what = f"the context {address[:100]} would have to be fetched, which is never done"
                hint = "write what it holds in its place"
                return (refused(Span(path, line), what, hint),)
            todo += [(one, depth + 1) for one in item.values()]
    return ()


def _addresses(context: object) -> list[str]:
    given = context if isinstance(context, list) else [context]
    return [one for one in given if isinstance(one, str)]
