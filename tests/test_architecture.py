"""The import arrows and the sizes: what ARCHITECTURE.md promises, checked in the source."""

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = "glossary_site"
FOLDER: Final = Path(__file__).resolve().parents[1] / PACKAGE

LAYERS: Final = (
    ("names", "edits"),
    ("diagnostics",),
    ("fields", "archives", "wordings"),
    ("pictures",),
    ("manual",),
    ("model",),
    ("cache",),
    ("content", "theme"),
    ("graph", "search"),
    ("render",),
    ("exporting",),
    ("outputs",),
    ("store",),
    ("workers",),
    ("form", "editorial"),
    ("ahead", "reading", "bodies"),
    ("joining", "standing", "permanence"),
    ("pages",),
    ("weaving",),
    ("run",),
    ("indexing", "stages"),
    ("pipeline",),
    ("starting", "mailing", "archiving"),
    ("refresh",),
    ("external",),
    ("mending",),
    ("comparing",),
    ("reports",),
    ("console", "authoring", "schemas"),
    ("api_schemas",),
    ("renaming", "importing"),
    ("serve",),
    ("preview", "built"),
    ("options",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
"""From left to right; a module imports only from layers to its left and from its own package."""

ONLY: Final[Mapping[str, frozenset[str]]] = {
    "store": frozenset({"diagnostics", "names", "model"}),
    "serve": frozenset({"diagnostics"}),
    "workers": frozenset(),
}
"""Packages that know less than their place would allow."""

MODULE_LINES: Final = 300
LONG_MODULES: Final[Mapping[str, str]] = {
    "render.views": "one record after the other: it is the theme's manual, and has no code",
}
FUNCTION_LINES: Final = 60

CLOCKS: Final = frozenset(
    {
        "time.time", "time.time_ns", "time.monotonic", "time.perf_counter", "time.localtime",
        "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "os.environ",
        "os.getenv", "os.path.expanduser", "locale.getlocale", "uuid.uuid1", "uuid.uuid4",
        "secrets.token_hex", "random.random", "random.choice", "os.urandom", "os.getcwd",
    }
)  # fmt: skip
IMPURE: Final[Mapping[tuple[str, str], str]] = {
    ("content.history", "os.environ"): "git must be found on the PATH",
    ("workers.crew", "time.monotonic"): "a body that takes too long is ended",
    ("cache.seal", "secrets.token_hex"): "a key is written under another name first",
    ("cache.shelves", "secrets.token_hex"): "so is a file of the cache",
    ("run", "time.perf_counter"): "the seconds of each stage are told",
    ("reading", "time.time_ns"): "the time of a change just made may be that of the next one too",
    ("store.publish", "secrets.token_hex"): "no two staging folders may share a name",
    ("store.refusals", "os.path.expanduser"): "the home folder is never an output",
}
"""Who may read a clock, chance or the environment below the pipeline, and why."""

READS: Final = frozenset({"open", "read_text", "read_bytes", "fdopen"})
READERS: Final[Mapping[str, str]] = {
    "__main__": "streams that are closed are opened, leading nowhere",
    "content": "this is where input is read",
    "cache": "it reads what earlier builds kept, and the program's own sources",
    "render.html": "templates are read all at once",
    "theme": "the theme is part of the program",
    "store": "it compares with what is published, and locks by files",
    "authoring": "it writes new files with open, and copies the starter",
    "cli": "a broken pipe is pointed at /dev/null",
    "serve": "it serves what is published",
    "schemas": "it writes and compares schema/",
    "reports.meanings": "what codes mean is part of the program",
    "exporting.described": "so are the schemas of the API",
    "refresh": "it puts tables in place, and opens connections",
    "comparing.revisions": "it puts a revision's files into a folder of its own",
    "archives": "it reads archives of strangers into memory",
    "archiving": "it reads what was published",
    "importing.workbooks": "it reads workbooks from memory",
    "importing.bringing": "it writes new files beside their places",
    "renaming.replacing": "it writes files beside their places",
}

WRITES: Final = frozenset(
    {
        "write_text", "write_bytes", "mkdir", "makedirs", "unlink", "rmdir", "rmtree", "os.link",
        "os.symlink", "symlink_to", "hardlink_to", "copytree", "copyfile", "os.rename", "os.replace",
        "os.remove", "truncate", "chmod", "Popen", "system", "subprocess.run", "socket",
        "create_connection",
    }
)  # fmt: skip
WRITERS: Final[Mapping[str, str]] = {
    "store": "this is where sites are written",
    "cache": "it keeps what was made, sealed",
    "starting": "`--clean` removes the cache",
    "archiving": "it writes an archive beside its place, and puts it there",
    "pages": "a page that was written and then refused goes from the staging folder",
    "content.history": "git is asked when files were changed",
    "comparing.revisions": "git is asked for files, which go into a folder of their own",
    "mending.trial": "`--diff` mends a copy",
    "refresh": "it puts tables in place, and opens connections",
    "renaming.replacing": "it writes files beside their places",
    "importing.bringing": "it writes new files beside their places",
    "authoring": "it writes new files, and copies the starter",
    "schemas": "it writes schema/",
    "api_schemas": "it writes the schemas of the API",
}
"""Who may write, start a program or open a connection, and why; `serve` only answers on one."""

Sources = Mapping[str, str]
"""From a module's name without `glossary_site.` to its source; `outputs` is `outputs/__init__`."""
Check = Callable[[Sources], Iterator[str]]


def sources() -> Sources:
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        parts = path.relative_to(FOLDER).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = path.read_text(encoding="utf-8")
    return found


def rank_of(module: str) -> int:
    head = module.partition(".")[0]
    return next((i for i, layer in enumerate(LAYERS) if head in layer), -1)


def imported(module: str, source: str, known: Sources) -> Iterator[tuple[int, str]]:
    """List the modules of ours that a module imports, for types too, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                yield node.lineno, f"relative import in {module}"
            elif node.module is not None and node.module.split(".")[0] == PACKAGE:
                base = node.module.removeprefix(PACKAGE).removeprefix(".")
                for alias in node.names:
                    inner = f"{base}.{alias.name}".strip(".")
                    yield node.lineno, inner if inner in known else base
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == PACKAGE:
                    yield node.lineno, alias.name.removeprefix(PACKAGE).removeprefix(".")


def arrows(modules: Sources) -> Iterator[str]:
    """Name every import that does not point to the left."""
    for module, source in modules.items():
        head = module.partition(".")[0]
        for line, target in imported(module, source, modules):
            other = target.partition(".")[0]
            if target.startswith("relative import"):
                yield f"{module}:{line}: {target}"
            elif not module or not target or other == head:
                continue
            elif rank_of(other) >= rank_of(head) or other not in ONLY.get(head, {other}):
                yield f"{module}:{line}: {head} -> {other}"


def placeless(modules: Sources) -> Iterator[str]:
    """Name modules that LAYERS does not place."""
    yield from (module for module in modules if module and rank_of(module) < 0)


def entangled_outputs(modules: Sources) -> Iterator[str]:
    """Name outputs that know other outputs; the list of them and the plan must."""
    for module, source in modules.items():
        if not module.startswith("outputs.") or module == "outputs.plan":
            continue
        for line, target in imported(module, source, modules):
            is_output = target.partition(".")[0] == "outputs"
            if is_output and target not in {"outputs.emitter", module}:
                yield f"{module}:{line}: {module} -> {target}"


def oversized(modules: Sources) -> Iterator[str]:
    """Name modules and functions that have grown past reading."""
    for module, source in modules.items():
        lines = source.count("\n")
        if lines > MODULE_LINES and module not in LONG_MODULES:
            yield f"{module}: {lines} lines"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION_LINES:
                    yield f"{module}:{node.lineno}: {node.name} has {length} lines"


def impure(modules: Sources) -> Iterator[str]:
    """Name reads of a clock, chance or the environment below the pipeline."""
    limit = rank_of("pipeline")
    for module, source in modules.items():
        if rank_of(module) >= limit:
            continue
        for node in ast.walk(ast.parse(source)):
            name = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            short = next((clock for clock in CLOCKS if f".{name}".endswith(f".{clock}")), None)
            if short is not None and (module, short) not in IMPURE:
                yield f"{module}:{node.lineno}: {short}"  # type: ignore[attr-defined]


def reading(modules: Sources) -> Iterator[str]:
    """Name modules that open files and are not there for it."""
    for module, source in modules.items():
        if module in READERS or module.partition(".")[0] in READERS:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                called = node.func
                name = getattr(called, "attr", getattr(called, "id", ""))
                if name in READS:
                    yield f"{module}:{node.lineno}: {name}()"


def writing(modules: Sources) -> Iterator[str]:
    """Name modules that write, start programs or open connections, and are not there for it."""
    for module, source in modules.items():
        if module in WRITERS or module.partition(".")[0] in WRITERS:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                whole = ast.unparse(node.func)
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in WRITES or whole in WRITES:
                    yield f"{module}:{node.lineno}: {name}()"


CHECKS: Final = (arrows, placeless, entangled_outputs, oversized, impure, reading, writing)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_source_keeps_the_promise(check: Check) -> None:
    """A rule that nothing checks holds until the first hurry."""
    assert list(check(sources())) == []


PLANTED: Final[tuple[tuple[Check, str, str, str], ...]] = (
    (
        arrows,
        "names",
        "from glossary_site.diagnostics import Span",
        "names:1: names -> diagnostics",
    ),
    (arrows, "graph.x", "from glossary_site.render.html import T", "graph.x:1: graph -> render"),
    (arrows, "content.x", "import glossary_site.theme", "content.x:1: content -> theme"),
    (arrows, "bodies", "from glossary_site import pages", "bodies:1: bodies -> pages"),
    (arrows, "store.x", "from glossary_site.graph import order", "store.x:1: store -> graph"),
    (arrows, "model", "from . import cli", "model:1: relative import in model"),
    (arrows, "cli", "def f():\n from glossary_site import __main__", "cli:2: cli -> __main__"),
    (placeless, "helpers", "", "helpers"),
    (
        entangled_outputs,
        "outputs.home",
        "from glossary_site.outputs.feeds import ENTRIES",
        "outputs.home:1: outputs.home -> outputs.feeds",
    ),
    (oversized, "model", "x = 1\n" * 301, "model: 301 lines"),
    (oversized, "model", "def f():\n" + " x = 1\n" * 60, "model:1: f has 61 lines"),
    (impure, "render.x", "import time\nnow = time.time()", "render.x:2: time.time"),
    (impure, "graph.x", "import datetime as dt\ndt.datetime.now()", "graph.x:2: datetime.now"),
    (impure, "content.x", "import os\nos.environ['A']", "content.x:2: os.environ"),
    (reading, "render.x", "open('f')", "render.x:1: open()"),
    (reading, "graph.x", "p.read_text()", "graph.x:1: read_text()"),
    (writing, "render.x", "p.write_text('x')", "render.x:1: write_text()"),
    (writing, "content.x", "import os\nos.rename('a', 'b')", "content.x:2: rename()"),
    (writing, "graph.x", "subprocess.run(['a'])", "graph.x:1: run()"),
)


@pytest.mark.parametrize(("check", "module", "source", "found"), PLANTED)
def test_a_planted_violation_is_found(check: Check, module: str, source: str, found: str) -> None:
    """A check that cannot fail says nothing."""
    assert found in list(check({**sources(), module: source}))


def test_no_exception_outlives_its_reason() -> None:
    """An exception that nothing needs would hide the next violation."""
    modules = sources()
    used = {f"{module}: {clock}" for module, clock in IMPURE}
    everything = {f"{module}: {clock}" for module, clock in _clock_uses(modules)}

    assert used <= everything
    assert all(modules[module].count("\n") > MODULE_LINES for module in LONG_MODULES)


def _clock_uses(modules: Sources) -> Iterator[tuple[str, str]]:
    for module, source in modules.items():
        yield from ((module, clock) for clock in CLOCKS if clock in source)
