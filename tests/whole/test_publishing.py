"""What a build tells, what it publishes, and what it leaves alone."""

import datetime as dt
import os
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from glossary_site.diagnostics import SOFT, Severity
from glossary_site.pipeline import BuildOptions, build
from tests.conftest import BuildSite, Cli, Golden, MakeSite
from tests.faults.moments import interrupted
from tests.program import BUILD, ROOT, TODAY, run
from tests.whole.addresses import Site
from tests.whole.sites import EVERYTHING, PIXEL, TWO_TERMS, sources, tree

TEN_MISTAKES = {
    "site.yaml": (
        "title: Test\ntopics: [{id: chips, title: Chips}]\n"
        "checks: {orphan-term: off, dead-end-term: off}\n"
    ),
    "terms/a-key.md": "---\ntitle: Alpha\ndefinitoin: A letter.\n---\nA.\n",
    "terms/b-name.md": "---\ntitle: Beta\naliases: [Gamma]\n---\nB.\n",
    "terms/c-name.md": "---\ntitle: Gamma\n---\nC.\n",
    "terms/d-topic.md": "---\ntitle: Delta\ntopics: [chip]\n---\nD.\n",
    "terms/e-related.md": "---\ntitle: Epsilon\nrelated: [Betta]\n---\nE.\n",
    "terms/f-body.md": "---\ntitle: Zeta\n---\nF, see [[Delto]].\n",
    "terms/g-link.md": "---\ntitle: Eta\n---\nG, see [there](/terms/nowhere/).\n",
    "terms/h-date.md": "---\ntitle: Theta\nupdated: 2026-02-30\n---\nH.\n",
    "terms/i-yaml.md": "---\ntitle: [\n---\nI.\n",
    "terms/j-data.md": "---\ntitle: Kappa\ndata: [none]\n---\nJ.\n",
    "terms/k-slug.md": "---\ntitle: Lambda\nslug: Lambda!\n---\nK.\n",
}


FAULTLESS = {"terms/b-name.md"}
"""It came first, and the name is taken in the other file."""


def test_ten_mistakes_in_ten_files_are_reported_in_one_run(
    cli: Cli, make_site: MakeSite, golden: Golden
) -> None:
    """Ten runs for ten mistakes would be nine too many."""
    folder = make_site(TEN_MISTAKES)

    done = cli("check", "--source", folder)

    assert done.returncode == 1
    golden("ten-mistakes.txt", done.stdout)
    places = [line.split(":")[0] for line in done.stdout.splitlines() if "error[" in line]
    assert places == sorted(TEN_MISTAKES.keys() - {"site.yaml"} - FAULTLESS)
    assert done.stderr == "10 errors, 0 warnings in 10 terms.\n"


def test_ten_mistakes_in_one_file_are_reported_in_one_run(
    cli: Cli, make_site: MakeSite, golden: Golden
) -> None:
    """The first mistake must not hide the second, nor one kind another."""
    folder = make_site(
        {
            "site.yaml": "title: Test\n",
            "terms/a.md": (
                "---\ntitle: Alpha\ntitle: Again\ncolour: red\ndraft: perhaps\n"
                "topics: chips\nupdated: yesterday\nlang: '???'\nsources:\n"
                "  - {title: A, url: 'javascript:1'}\n  - {publisher: B}\n"
                f"aliases: [{'x' * 151}]\n---\n{'!' * 300}\n"
            ),
        }
    )

    done = cli("check", "--source", folder)

    assert done.returncode == 1
    golden("one-file.txt", done.stdout)
    assert done.stdout.count("error[") == 10


def test_with_an_error_the_published_site_stays(make_site: MakeSite) -> None:
    """A mistake on a Friday evening must not take the site down."""
    folder = make_site(TWO_TERMS)
    assert run("build", "--source", folder).returncode == 0
    before = tree(folder / "_site")
    make_site({"terms/new.md": "---\ntitle: New\nrelated: [Nobody]\n---\nN.\n"})

    done = run("build", "--source", folder)

    assert done.returncode == 1
    assert tree(folder / "_site") == before
    assert 'no term is called "Nobody"' in done.stderr
    assert done.stdout == "1 error, 0 warnings. Nothing was written.\n"
    assert [path.name for path in folder.iterdir() if "glossary-" in path.name] == []


def test_with_an_error_no_first_site_appears(make_site: MakeSite) -> None:
    """Half a glossary is worse than none."""
    folder = make_site({"site.yaml": "title: Test\n", "terms/a.md": "no front matter\n"})

    assert run("build", "--source", folder).returncode == 1
    assert sorted(path.name for path in folder.iterdir()) == [".cache", "site.yaml", "terms"]


WARNED = {**TWO_TERMS, "terms/picture.svg": "<svg/>"}


def test_a_warning_stops_only_a_strict_build(make_site: MakeSite, build_site: BuildSite) -> None:
    """An author at work is told; what is published by machines is held to more."""
    folder = make_site(WARNED)

    strict = build_site(folder, strict=True)
    assert [(f.code, f.severity) for f in strict.findings] == [("unknown-file", Severity.ERROR)]
    assert not (folder / "_site").exists()

    lenient = build_site(folder)
    assert [(f.code, f.severity) for f in lenient.findings] == [("unknown-file", Severity.WARNING)]
    assert (folder / "_site/index.html").is_file()


@pytest.mark.parametrize(
    ("checks", "strict", "severities"),
    [
        ("unknown-file: off", True, []),
        ("unknown-file: error", False, ["error"]),
        ("unknown-file: warning", False, ["warning"]),
        ("unknown-file: warning", True, ["error"]),
    ],
)
def test_a_glossary_chooses_its_own_severities(
    make_site: MakeSite, build_site: BuildSite, *, checks: str, strict: bool, severities: list[str]
) -> None:
    """`checks` weighs first, `--strict` after it; what is off stays off."""
    folder = make_site({**WARNED, "site.yaml": f"title: Test\nchecks: {{{checks}}}\n"})

    report = build_site(folder, strict=strict, dry_run=True)

    assert [str(found.severity) for found in report.findings] == severities


def test_an_error_that_would_break_the_site_cannot_be_softened(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Two pages with one address are wrong under any configuration."""
    config = "title: Test\nchecks: {permalink-collision: warning}\n"
    folder = make_site({**TWO_TERMS, "site.yaml": config})

    (found,) = build_site(folder).findings

    assert (found.code, found.span.line) == ("bad-value", 2)
    assert "always an error" in found.message


def test_a_softened_reference_leaves_a_right_page(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """What is only a warning is left out of the page without a trace."""
    folder = make_site(
        {
            "site.yaml": "title: Test\nchecks: {unknown-term: warning, unknown-dataset: warning}\n",
            "terms/a.md": "---\ntitle: A1\nrelated: [None]\ndata: [none]\n---\nSee [[Nobody]].\n",
        }
    )

    report = build_site(folder)

    page = (folder / "_site/terms/a1/index.html").read_text()
    assert [f.code for f in report.findings] == ["unknown-term", "unknown-dataset", "unknown-term"]
    assert report.is_ok
    assert ">See Nobody.</p>" in page
    assert 'id="live-data"' not in page


@pytest.mark.parametrize(
    ("template", "source", "line", "message"),
    [
        ("pages/term.html", "<h1>\n{{ page.titel }}\n", 2, "has no attribute 'titel'"),
        ("pages/term.html", "<h1>\n\n{% if page.title %}\n", 3, "nexpected end of template"),
        ("partials/footer.html", "\n{{ 1 / 0 }}\n", 2, "division by zero"),
        ("pages/term.html", '\n{% include "none.html" %}', 2, 'no template "none.html"'),
        ("pages/home.html", "{{ site.title|safe }}", 1, "'safe'"),
    ],
)
def test_a_mistake_in_a_template_is_found_at_its_line(
    make_site: MakeSite,
    build_site: BuildSite,
    *,
    template: str,
    source: str,
    line: int,
    message: str,
) -> None:
    """A designer should not have to read a traceback of ours."""
    folder = make_site({**TWO_TERMS, f"templates/{template}": source})

    report = build_site(folder)

    found = report.findings[0]
    assert {f.code for f in report.findings} == {"template-error"}
    assert (found.span.path, found.span.line) == (f"templates/{template}", line)
    assert message in found.message
    assert not (folder / "_site").exists()


def test_a_template_of_the_glossary_overrides_the_themes(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Only the files of the same name; the rest of the theme stays."""
    own = '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}!</h1>{% endblock %}'
    folder = make_site({**TWO_TERMS, "templates/pages/term.html": own})

    assert build_site(folder).findings == ()

    assert "<h1>GPU!</h1>" in (folder / "_site/terms/gpu/index.html").read_text()
    assert "site-footer" in (folder / "_site/terms/gpu/index.html").read_text()


def test_what_a_glossary_puts_into_static_is_published_as_it_is(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A host's own files, pictures and proofs of ownership."""
    given: dict[str, str | bytes] = {
        "static/CNAME": "glossary.example\n",
        "static/.well-known/security.txt": "Contact: mailto:a@example.org\n",
        "static/css/own.css": "a { color: red }\n",
        "images/dot.png": PIXEL,
        "terms/dot.md": "---\ntitle: Dot\n---\nThis: ![a dot](dot.png)\n",
    }
    folder = make_site({**TWO_TERMS, **given})

    assert build_site(folder).findings == ()

    site = tree(folder / "_site")
    assert site["CNAME"] == b"glossary.example\n"
    assert site[".well-known/security.txt"] == b"Contact: mailto:a@example.org\n"
    assert site["css/own.css"] == b"a { color: red }\n"
    assert site["images/dot.png"] == PIXEL
    assert b'src="/images/dot.png"' in site["terms/dot/index.html"]


@pytest.mark.parametrize("path", ["static/index.html", "static/terms/gpu/index.html"])
def test_a_file_of_static_may_not_take_a_pages_place(
    make_site: MakeSite, build_site: BuildSite, path: str
) -> None:
    """One of the two would be lost without a word."""
    folder = make_site({**TWO_TERMS, path: "<p>mine"})

    (found,) = build_site(folder).findings

    assert (found.code, found.span.path) == ("permalink-collision", path)


def test_pages_of_deleted_terms_go(make_site: MakeSite, build_site: BuildSite) -> None:
    """A page that nothing links to would be found by search engines for ever."""
    folder = make_site(EVERYTHING)
    assert build_site(folder).is_ok
    assert (folder / "_site/terms/graphics-processor/index.html").is_file()
    (folder / "terms/gpu.md").unlink()
    (folder / "newsletter/first.md").unlink()
    (folder / "data/prices.csv").unlink()
    (folder / "data/prices.yaml").unlink()

    assert build_site(folder).is_ok

    left = {path for path in tree(folder / "_site") if path.startswith(("terms/", "newsletter"))}
    files = {f"terms/hbm/index.{end}" for end in ("html", "md", "ttl")}
    assert left == files | {"terms/index.html", "terms/index.md"}
    assert not (folder / "_site/data").exists()


@pytest.mark.parametrize("output", ["out", ".", "terms", "terms/x", "..", "out/../terms"])
def test_no_output_may_cost_anybody_a_file(cli: Cli, make_site: MakeSite, output: str) -> None:
    """A slip of the hand after --output is the most dangerous one there is."""
    folder = make_site({**TWO_TERMS, "out/mine.txt": "an editor's work"})
    before = sources(folder)

    done = cli("build", "--source", folder, "--output", folder / output)

    assert done.returncode == 1
    assert "error[output-refused]" in done.stderr
    assert sources(folder) == before


def test_a_lost_interrupt_ends_the_build_after_its_stage(make_site: MakeSite) -> None:
    """Python swallows one that falls into a callback, and the build would go on and publish."""
    folder = make_site(TWO_TERMS)
    options = BuildOptions(folder, folder / "_site", TODAY, jobs=1)
    report = build(options)
    assert report.is_ok
    stages = [stage for stage, _ in report.timings if stage != "all"]
    before = tree(folder / "_site")
    make_site({"terms/more.md": "---\ntitle: More\n---\nMore.\n"})

    assert stages[-1] == "publish"
    for number, stage in enumerate(stages[:-1]):
        answers = iter([False] * number + [True])
        with pytest.raises(KeyboardInterrupt):
            build(options, is_interrupted=partial(next, answers))
        assert tree(folder / "_site") == before, stage
        assert [path.name for path in folder.iterdir() if "_site" in path.name] == ["_site"], stage
    assert build(options).is_ok
    assert tree(folder / "_site") != before


def test_ctrl_c_leaves_the_old_site_and_nothing_else(make_site: MakeSite) -> None:
    """Whoever interrupts a build wants it not to have happened."""
    folder = make_site(TWO_TERMS)
    assert run("build", "--source", folder).returncode == 0
    before = tree(folder / "_site")
    make_site({f"terms/t{i}.md": f"---\ntitle: Term {i}\n---\nA word.\n" for i in range(60)})

    done, group = interrupted(folder)

    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert tree(folder / "_site") == before
    assert [path.name for path in folder.iterdir() if "glossary-" in path.name] == []
    assert _is_gone(group)


def _is_gone(group: int, seconds: float = 5) -> bool:
    """Say whether a process group comes to its end; what the kernel ends takes a moment."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def test_whoever_reads_the_findings_may_stop_early(make_site: MakeSite) -> None:
    """`check | head` is not a mistake worth a traceback."""
    folder = make_site(
        {"site.yaml": "title: T\n"}
        | {f"terms/t{i}.md": f"---\ntitle: T{i}\nrelated: [X{i}]\n---\n" for i in range(400)}
    )
    command = f'"{sys.executable}" "{BUILD}" check --source "{folder}" | head -n 0'

    done = run("-c", command, command=("sh",))

    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_full_disk_is_reported_in_words(make_site: MakeSite) -> None:
    """The old site stays, and the message names the disk and not our code."""
    folder = make_site(TWO_TERMS)
    make_site({"terms/long.md": "---\ntitle: Long\n---\n" + "Many words. " * 4000})
    command = f'ulimit -f 16; exec "{sys.executable}" "{BUILD}" build --source "{folder}"'

    done = run("-c", "trap '' XFSZ; " + command, command=("sh",))

    assert done.returncode == 1
    assert "error[write-failed]" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "_site").exists()


@pytest.mark.parametrize("command", ["", "build", "check", "serve", "new", "init"])
def test_every_command_explains_itself(cli: Cli, command: str) -> None:
    """Help is what was asked for, so it goes to stdout."""
    done = cli(*filter(None, [command]), "--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: glossary-site {command}".strip())


@pytest.mark.parametrize(
    "arguments",
    [
        ["bulid"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "many"],
        ["build", "--nonsense"],
        ["build", "extra"],
        ["build", "--base-url", "ftp://x.org/"],
        ["build", "--base-url", "https://x.org/?q"],
        ["check", "no/such/path"],
        ["check", "--format", "prose"],
        ["build", "--source", "no/such/folder"],
        ["new"],
        ["init"],
        ["serve", "--port", "99999"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_and_says_what_is_wrong(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Scripts tell a wrong call from a wrong glossary by it."""
    monkeypatch.chdir(tmp_path)

    done = cli(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


BROKEN = {**TWO_TERMS, "terms/new.md": "---\ntitle: New\nrelated: [Nobody]\n---\nN.\n"}


@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colour_is_used_where_it_is_wanted(
    cli: Cli,
    make_site: MakeSite,
    monkeypatch: pytest.MonkeyPatch,
    *,
    variables: dict[str, str],
    is_coloured: bool,
) -> None:
    """A log full of escapes cannot be searched (no-color.org)."""
    folder = make_site(BROKEN)

    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    done = cli("check", "--source", folder)

    assert ("\x1b[" in done.stdout) is is_coloured


STALE = {
    **EVERYTHING,
    "data/prices.yaml": EVERYTHING["data/prices.yaml"] + "updated: 2026-01-01\nstale_after: 30d\n",
}


@pytest.mark.parametrize(
    ("epoch", "strict", "expected"),
    [
        ("1767312000", [], ""),
        ("1800000000", [], "warning"),
        ("1800000000", ["--strict"], "warning"),
    ],
)
def test_only_the_build_date_makes_data_stale(
    cli: Cli,
    make_site: MakeSite,
    monkeypatch: pytest.MonkeyPatch,
    *,
    epoch: str,
    strict: list[str],
    expected: str,
) -> None:
    """Nobody's change is refused because a day has passed; and the day comes from outside."""
    folder = make_site(STALE)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    done = cli("check", *strict, "--source", folder)

    assert done.returncode == 0
    assert (f"{expected}[stale-data]" in done.stdout) is bool(expected)


def test_the_build_date_is_shown_by_no_page(make_site: MakeSite, build_site: BuildSite) -> None:
    """Two builds on two days are one site; CI can compare them."""
    folder = make_site(STALE)
    sites = []
    for epoch in ("2026-01-02", "2027-01-15"):
        assert build_site(folder, today=dt.date.fromisoformat(epoch)).is_ok
        sites.append(tree(folder / "_site"))

    assert sites[0] == sites[1]


def test_a_build_date_that_is_no_number_is_wrong_usage(
    cli: Cli, make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A date taken for none would be the machine's, and nobody would notice."""
    folder = make_site(TWO_TERMS)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")

    done = cli("build", "--source", folder)

    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH is not a number of seconds" in done.stderr


def test_a_build_says_in_one_line_what_it_did(make_site: MakeSite) -> None:
    """And stays quiet otherwise: no bar, no escape, nothing of the machine."""
    folder = make_site(TWO_TERMS)

    done = run("build", "--source", folder)

    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.startswith("2 terms, ")
    assert str(ROOT) not in done.stdout


def test_timings_are_shown_when_asked_for(cli: Cli, make_site: MakeSite) -> None:
    """What was asked for goes to stdout."""
    done = cli("build", "--timings", "--source", make_site(TWO_TERMS))

    stages = [line.split()[0] for line in done.stdout.partition("\n\n")[0].splitlines()[1:]]
    assert stages[0] == "stage"
    assert stages[-1] == "all"
    assert {"load", "render", "emit", "publish"} < set(stages)
    assert "slowest terms" in done.stdout
    assert "terms/gpu.md" in done.stdout


def test_drafts_are_published_only_when_asked_for(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A link to a draft is an error unless the draft is there."""
    files = {
        "site.yaml": "title: Test\n",
        "terms/a.md": "---\ntitle: Alpha\nrelated: [Beta]\n---\nSee [[Beta]].\n",
        "terms/b.md": "---\ntitle: Beta\ndraft: true\n---\nB.\n",
    }
    folder = make_site(files)

    codes = [found.code for found in build_site(folder).findings]
    assert codes == ["draft-term", "draft-term"]

    assert build_site(folder, drafts=True).findings == ()
    assert (folder / "_site/terms/beta/index.html").is_file()


@pytest.mark.parametrize("code", sorted(SOFT))
def test_every_error_that_may_be_softened_leaves_a_site_that_can_be_walked(
    make_site: MakeSite, build_site: BuildSite, code: str
) -> None:
    """Only the link that its author wrote may still lead nowhere."""
    mistakes = {
        "unknown-term": "related: [No]\nbroader: [No]\nreplaced_by: No\n---\nSee [[No]].\n",
        "draft-term": "related: [Draft]\n---\nSee [[Draft]].\n",
        "unknown-topic": "topics: [none, chips]\n---\nA.\n",
        "unknown-dataset": "data: [none, prices]\n---\nA.\n",
        "self-reference": "related: [Alpha]\nbroader: [Alpha]\n---\nSee [[Alpha]].\n",
        "broken-link": "---\nSee [it](/terms/none/).\n",
        "broken-fragment": "---\nSee [it](#none).\n",
    }
    config = EVERYTHING["site.yaml"] + f"checks: {{{code}: warning}}\n"
    folder = make_site(
        {
            **EVERYTHING,
            "site.yaml": config,
            "terms/alpha.md": f"---\ntitle: Alpha\n{mistakes[code]}",
            "terms/draft.md": "---\ntitle: Draft\ndraft: true\n---\nD.\n",
        }
    )

    report = build_site(folder)

    site = Site(folder / "_site", "https://x.org/")
    dead = {link.address for link in site.links() if site.problem(link)}
    assert report.is_ok
    assert {found.code for found in report.findings} == {code}
    assert dead == ({"/terms/none/"} if code == "broken-link" else set())


def test_a_broken_dataset_is_one_finding_and_not_one_for_each_term(
    make_site: MakeSite, cli: Cli
) -> None:
    """What refers to a refused file is no mistake of its own."""
    folder = make_site(
        {
            "site.yaml": "title: Test\n",
            "terms/a.md": "---\ntitle: A\ndata: [price]\n---\nA body.\n",
            "terms/b.md": "---\ntitle: B\ndata: [price]\nfoo: 1\n---\nA body.\n",
            "terms/c.md": "---\ntitle: C\nrelated: [B]\n---\nSee [[B]] and [b](/terms/b/).\n",
            "data/price.yaml": "title: P\ncolumns: [{name: x, type: year}]\nsources: [{title: S}]\n",
            "data/price.csv": "x\nsoon\n",
        }
    )

    done = cli("check", "--source", folder)

    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if "error[" in line] == [
        'data/price.csv:2:1: error[bad-data]: "soon" is not a year (column "x")',
        'terms/b.md:4:1: error[unknown-key]: the key "foo" is not known here',
    ]
