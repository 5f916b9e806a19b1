"""After any sequence of edits an incremental build gives what a clean one gives, byte for byte."""

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from glossary_site.cache.memory import Memory
from glossary_site.pipeline import BuildOptions, BuildReport, build
from tests.program import TODAY
from tests.properties.thorough import IS_SOAK
from tests.whole.sites import PIXEL, tree

pytestmark = pytest.mark.timeout(3000 if IS_SOAK else 240)

KEY: Final = b"k" * 32
TITLES: Final = (
    "Agent", "Agency", "Agents", "Compute", "GPU", "Graphics processor", "Token", "Cost per token",
    "Café", "Cafe noir", "Inference cost", "C++", "推論", "Model",
)  # fmt: skip
SENTENCES: Final = (
    "Agents buy compute by the token.", "A café is no GPU.", "Agencies ask what a model costs.",
    "The cost per\ntoken falls.", "See [[Agent]] and [[GPU|chips]].", "推論は計算である。",
    "Read [it](/terms/compute/) or [that](token.md).", "`Agent` in code, *model* in words.",
    "C++ is *not* a graphics-processor.", "![A dot](dot.png)", "AT&amp;T's model &#71;PU.",
    "## Inference costs\n\nInference cost, again and again.", "| Token | GPU |\n| --- | --- |\n| a | b |",
    "Plain words only.", "[Data](/data/prices/) on GPUs.", "Cafe\u0301 noir, cafés.",
)  # fmt: skip
SOFT: Final = (
    "checks: {unknown-term: warning, draft-term: warning, unknown-topic: warning, "
    "unknown-dataset: warning, self-reference: warning, broken-link: warning, "
    "broken-fragment: warning}\n"
)
"""Most random glossaries have such mistakes; with them as errors hardly any would be written."""
SITES: Final = (
    f"title: Small\n{SOFT}",
    f"title: Small\nautolink: {{per: all}}\n{SOFT}",
    f"title: Small\nautolink: {{exclude: [GPU], plurals: false}}\n{SOFT}",
    f"title: Other\nbase_url: https://example.org/sub/\nrelated: {{limit: 2}}\n{SOFT}",
    f"title: Small\ntopics: [{{id: chips, title: Chips}}, {{id: money, title: Money}}]\n{SOFT}",
    f"title: Small\noutputs: [pages, feeds]\nrelated: {{limit: 1, fill: false}}\n{SOFT}",
    f"title: Small\nnewsletter: {{name: N, provider: none}}\nrepository: https://x.org/r\n{SOFT}",
    "title: Small\n",
)
TEMPLATES: Final = {
    "partials/card.html": ("<b>{{ page.title }}</b>\n", "<i>{{ page.definition }}</i>\n"),
    "pages/term.html": ("{{ page.title }} {{ page.body }} {{ page.mentioned_in|length }}\n",),
    "partials/footer.html": ("<footer>{{ site.title }}</footer>\n", "{{ broken\n"),
}

names = st.sampled_from(TITLES)
words = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("\n\n".join)
seeds = st.integers(0, 2**16)


class Editing(RuleBasedStateMachine):
    """A glossary that is edited, built, damaged and built again."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="incremental-"))
        self.folder = self.home / "site"
        self.memory: Memory | None = None
        self.past: list[dict[str, bytes]] = []
        self.built: dict[str, bytes] = {}

    def teardown(self) -> None:
        """Remove the glossary."""
        shutil.rmtree(self.home, ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        """Start with three terms, a dataset, a picture and a newsletter issue."""
        self._write("site.yaml", SITES[0])
        for title in TITLES[:3]:
            self._write_term(title, SENTENCES[0])
        self._write("data/prices.csv", "year,price\n2024,1\n2025,2\n")
        self._write(
            "data/prices.yaml",
            "title: Prices\nunit: USD\nsources: [{title: A study}]\n"
            "columns: [{name: year, type: year}, {name: price, type: number}]\n",
        )
        (self.folder / "images").mkdir()
        (self.folder / "images/dot.png").write_bytes(PIXEL)
        self._write("newsletter/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nOn [[Agent]].\n")
        self._check()

    @rule(title=names, body=words, seed=seeds)
    def write_term(self, title: str, body: str, seed: int) -> None:
        """Add a term, or write one anew."""
        self._write_term(title, body, seed)
        self._check()

    @rule(seed=seeds, body=words)
    def change_body(self, seed: int, body: str) -> None:
        """Change what a term says, and nothing else."""
        if path := self._any("terms", seed):
            head = path.read_text().rpartition("---\n")[0]
            path.write_text(f"{head}---\n{body}\n")
        self._check()

    @rule(seed=seeds, number=st.integers(0, 9))
    def change_definition(self, seed: int, number: int) -> None:
        """Change a definition: each page that shows its card must follow."""
        if path := self._any("terms", seed):
            lines = path.read_text().split("\n")
            kept = [line for line in lines if not line.startswith("definition: ")]
            kept[2:2] = [f"definition: Definition {number}."] if number else []
            path.write_text("\n".join(kept))
        self._check()

    @rule(seed=seeds)
    def delete(self, seed: int) -> None:
        """Delete a term or something else."""
        if path := self._any(
            ("terms", "data", "newsletter", "images", "templates")[seed % 5], seed
        ):
            path.unlink()
        self._check()

    @rule(seed=seeds, name=names)
    def rename_file(self, seed: int, name: str) -> None:
        """Move a term to another file, and so to another address."""
        if path := self._any("terms", seed):
            os.replace(path, path.with_name(f"moved-{len(name)}.md"))
        self._check()

    @rule(text=st.sampled_from(SITES))
    def configure(self, text: str) -> None:
        """Change the configuration."""
        self._write("site.yaml", text)
        self._check()

    @rule(name=st.sampled_from(sorted(TEMPLATES)), seed=seeds)
    def change_template(self, name: str, seed: int) -> None:
        """Write a template of the glossary's own."""
        self._write(f"templates/{name}", TEMPLATES[name][seed % len(TEMPLATES[name])])
        self._check()

    @rule(price=st.integers(0, 3), title=st.sampled_from(["Prices", "Costs"]))
    def change_dataset(self, price: int, title: str) -> None:
        """Change a table and its title."""
        self._write("data/prices.csv", f"year,price\n2024,1\n2025,{price}\n")
        path = self.folder / "data/prices.yaml"
        if path.exists():
            path.write_text(f"title: {title}\n" + path.read_text().partition("\n")[2])
        self._check()

    @rule(color=st.sampled_from(["red", "blue"]))
    def change_stylesheet(self, color: str) -> None:
        """Change a file that is published as it is."""
        self._write("static/own.css", f"p {{ color: {color} }}\n")
        self._check()

    @rule(seed=seeds, stamp=st.sampled_from([0, 2**31, 2**33]))
    def touch(self, seed: int, stamp: int) -> None:
        """Give a file another time, which says nothing about its content."""
        if path := self._any("terms", seed):
            os.utime(path, (stamp, stamp))
        self._check()

    @rule(seed=seeds)
    def revert(self, seed: int) -> None:
        """Go back to an earlier state, as with git."""
        wanted = self.past[seed % len(self.past)]
        for path in self._sources():
            if path not in wanted:
                (self.folder / path).unlink()
        for path, body in wanted.items():
            self._write(path, body)
        self._check()

    @rule(seed=seeds)
    def forget(self, seed: int) -> None:
        """Start the program anew, as on the command line; a server's memory goes on."""
        self.memory = None
        if seed % 4 == 0:
            shutil.rmtree(self.folder / ".cache", ignore_errors=True)
        self._check()

    @rule(seed=seeds, kind=st.sampled_from(["cut", "flip", "other", "gone", "swap"]))
    def damage_cache(self, seed: int, kind: str) -> None:
        """Damage a file of the cache, and start the program anew."""
        if path := self._any(".cache/build", seed):
            damage(path, kind, random.Random(seed))  # noqa: S311 (not a secret)
        self.memory = None
        self._check()

    @rule(seed=seeds, kind=st.sampled_from(["cut", "flip", "gone"]))
    def damage_site(self, seed: int, kind: str) -> None:
        """Change what was published: the next build mends it."""
        path = self._any("_site", seed)
        if path is not None and path.name != ".glossary-output.json":
            damage(path, kind, random.Random(seed))  # noqa: S311 (not a secret)
            self.built = tree(self.folder / "_site")
        self._check()

    @rule(jobs=st.sampled_from([2, 7]))
    def build_with_others(self, jobs: int) -> None:
        """Build with more workers."""
        self._check(jobs=jobs)

    @rule()
    def be_killed_before_saving(self) -> None:
        """Publish, and die before the cache is written."""
        self._check(saves=False)
        self.memory = None

    @rule()
    def be_killed_before_publishing(self) -> None:
        """Write the cache, and die before anything is published: `check` does as much."""
        memory = self._memory()
        build(self._options(self.folder / "_site", dry_run=True), memory=memory)
        memory.save()
        self.memory = None
        self._check()

    def _write(self, path: str, body: str | bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body if isinstance(body, bytes) else body.encode())

    def _write_term(self, title: str, body: str, seed: int = 1) -> None:
        chance = random.Random(seed)  # noqa: S311 (not a secret)
        lines = ["---", f"title: {title}"]
        lines += [f"definition: A thing called {title}."] if chance.random() < 0.5 else []
        lines += [f"aliases: [{chance.choice(TITLES)} {seed % 3}]"] if chance.random() < 0.5 else []
        lines += [f"topics: [{chance.choice(['chips', 'money'])}]"] if seed % 2 else []
        lines += [f"related: [{chance.choice(TITLES)}]"] if chance.random() < 0.3 else []
        lines += ["data: [prices]"] if chance.random() < 0.3 else []
        lines += ["draft: true"] if chance.random() < 0.1 else []
        lines += [f"updated: 2026-01-{seed % 28 + 1:02d}"] if chance.random() < 0.5 else []
        self._write(f"terms/t{TITLES.index(title)}.md", "\n".join([*lines, "---", body, ""]))

    def _any(self, folder: str, seed: int) -> Path | None:
        found = sorted(path for path in (self.folder / folder).rglob("*") if path.is_file())
        return found[seed % len(found)] if found else None

    def _sources(self) -> dict[str, bytes]:
        files = tree(self.folder)
        return {p: b for p, b in files.items() if not p.startswith(("_site/", ".cache/", "."))}

    def _memory(self) -> Memory:
        self.memory = self.memory or Memory.at(self.folder / ".cache", KEY)
        return self.memory

    def _options(self, output: Path, *, jobs: int = 1, dry_run: bool = False) -> BuildOptions:
        return BuildOptions(self.folder, output, TODAY, jobs=jobs, dry_run=dry_run)

    def _check(self, *, jobs: int = 1, saves: bool = True) -> None:
        """Build from what is known and from nothing, and compare."""
        self.past.append(self._sources())
        memory = self._memory()
        report = build(self._options(self.folder / "_site", jobs=jobs), memory=memory)
        if saves:
            memory.save()
        clean = self.home / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        wanted = build(self._options(clean))
        assert told(report) == told(wanted)
        assert report.is_ok == wanted.is_ok
        if wanted.is_ok:
            self.built = tree(clean)
        if (self.folder / "_site").exists() or self.built:
            assert tree(self.folder / "_site") == self.built


def told(report: BuildReport) -> list[str]:
    """List what a build found, but for the name of the output."""
    return [f"{one.span} {one.code} {one.message} {one.hint}" for one in report.findings]


def damage(path: Path, kind: str, chance: random.Random) -> None:
    """Do to a file what disks, people and other programs do."""
    body = path.read_bytes()
    at = chance.randrange(len(body)) if body else 0
    if kind == "gone":
        path.unlink()
        return
    changed: dict[str, Callable[[], bytes]] = {
        "cut": lambda: body[:at],
        "flip": lambda: body[:at] + bytes([body[at] ^ 1 << chance.randrange(8)]) + body[at + 1 :],
        "other": lambda: b"something else",
        "swap": lambda: body[at:] + body[:at],
    }
    path.write_bytes(changed[kind]() if body else b"x")


def test_an_incremental_site_is_the_clean_one_after_any_edits() -> None:
    """The guarantee that no other generator gives: whoever edits, whatever breaks in between."""
    tried = settings(
        max_examples=120 if IS_SOAK else 5,
        stateful_step_count=40 if IS_SOAK else 15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Editing, settings=tried)
