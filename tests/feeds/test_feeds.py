"""Feeds: what their standards require, both forms alike, and nothing that a title could break."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from lxml import etree

from glossary_site.exporting.feeds import ENTRIES
from tests.cache.keeping import assert_as_clean, build_kept
from tests.conftest import ORIGIN, REPO_URL, BuildSite, MakeSite, RealSite
from tests.feeds.standards import (
    ATOM,
    atom_entries,
    atom_problems,
    json_entries,
    json_problems,
)
from tests.history.test_history import GPU, Repository
from tests.properties.glossaries import NASTY

HOSTILE: Final = (
    "]]>", "<![CDATA[", "a & b", "&amp;", "<b>x</b>", "</title><script>alert(1)</script>", '"\'', "{{ x }}",
    "<!-- x", "-->", "%s", "\\", "\\u0041", "\u00a0x", "💡 idea", "مصطلح", "e\u0301", *NASTY,
)  # fmt: skip
SITE: Final = "title: A & <b>\ndescription: Say ]]> & more.\nbase_url: https://x.org/repo/\n"
FILES: Final = {
    "site.yaml": "title: T\nbase_url: https://x.org/\ntopics: [{id: chips, title: Chips}]\n",
    "terms/gpu.md": "---\ntitle: GPU\ntopics: [chips]\nupdated: 2026-01-02\n---\nA chip.\n",
    "terms/hbm.md": "---\ntitle: HBM\nupdated: 2026-01-03\n---\nMemory.\n",
}


def feeds(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Find all feeds of a site, with their paths."""
    for path in sorted([*folder.rglob("feed.xml"), *folder.rglob("feed.json")]):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def problems(folder: Path, home: str, *, has_host: bool = True) -> dict[str, list[str]]:
    """List what is wrong with the feeds of a site."""
    found = {
        path: list(
            (atom_problems if path.endswith(".xml") else json_problems)(
                body, home + path, has_host=has_host
            )
        )
        for path, body in feeds(folder)
    }
    return {path: wrong for path, wrong in found.items() if wrong}


def assert_pairs(folder: Path) -> None:
    """Hold both forms of each feed against each other."""
    paths = [path for path, _ in feeds(folder)]
    atoms = [path for path in paths if path.endswith(".xml")]
    assert [path.replace(".xml", ".json") for path in atoms] == [
        path for path in paths if path.endswith(".json")
    ]
    for path in atoms:
        atom = (folder / path).read_bytes()
        as_json = (folder / path.replace(".xml", ".json")).read_bytes()
        assert atom_entries(atom) == json_entries(as_json), path


def test_every_feed_of_our_glossary_is_what_its_standard_requires(real_site: RealSite) -> None:
    """A reader of feeds refuses one that is not, without a word to us."""
    assert problems(real_site.root, f"{ORIGIN}/") == {}
    assert problems(real_site.repo, REPO_URL) == {}


def test_both_forms_say_the_same(real_site: RealSite) -> None:
    """Which of them a reader takes must make no difference."""
    assert_pairs(real_site.root)


def test_there_is_a_feed_for_all_terms_each_topic_the_newsletter_and_the_wordings(
    real_site: RealSite,
) -> None:
    """Who cares for one topic is not to be told of all others."""
    topics = {path.name for path in (real_site.root / "topics").iterdir() if path.is_dir()}
    wanted = {"feed.xml", "newsletter/feed.xml", "changes/feed.xml"}
    wanted |= {f"topics/{topic}/feed.xml" for topic in topics}

    assert len(topics) > 5
    assert {path for path, _ in feeds(real_site.root) if path.endswith(".xml")} == wanted


def test_a_feed_of_a_topic_holds_its_terms_alone(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """And each entry names the topics of its term."""
    folder = make_site(FILES)
    assert build_site(folder).is_ok
    of_topic = (folder / "_site/topics/chips/feed.xml").read_bytes()

    assert [entry[1:4] for entry in atom_entries(of_topic)] == [
        ("GPU", "2026-01-02T00:00:00Z", ("Chips",))
    ]
    assert etree.fromstring(of_topic).findtext("a:title", "", ATOM) == "T: Chips"
    assert [e[1] for e in json_entries((folder / "_site/feed.json").read_bytes())] == ["HBM", "GPU"]


def test_no_title_breaks_a_feed(make_site: MakeSite, build_site: BuildSite) -> None:
    """Titles come from strangers, and one feed holds fifty."""
    terms = {
        f"terms/t{at}.md": f"---\ntitle: {json.dumps(title)}\nslug: t{at}\nautolink: off\n"
        f"definition: {json.dumps(title + ' ]]>')}\ntopics: [x]\nupdated: 2026-01-01\n---\n{title}\n"
        for at, title in enumerate(dict.fromkeys(HOSTILE))
    }
    issue = (
        f"---\ntitle: {json.dumps(HOSTILE[5])}\ndate: 2026-01-01\n---\n]]> {HOSTILE[5]} & so on\n"
    )
    checks = "checks: {name-collision: error, raw-html: off}\n"
    folder = make_site({"site.yaml": SITE + checks, "newsletter/a.md": issue, **terms})
    refused = {
        f.span.path for f in build_site(folder, dry_run=True).findings if f.severity == "error"
    }
    for path in refused:
        (folder / path).unlink()

    assert build_site(folder).is_ok, [str(f) for f in build_site(folder).findings]

    site = folder / "_site"
    titles = {" ".join(title.split()) for title in HOSTILE}
    shown = {entry[1] for entry in json_entries((site / "feed.json").read_bytes())}
    assert problems(site, "https://x.org/repo/") == {}
    assert_pairs(site)
    assert shown <= titles
    assert {"]]>", "a & b", "<![CDATA["} <= shown
    assert (
        etree.fromstring((site / "feed.xml").read_bytes()).findtext("a:title", "", ATOM)
        == "A & <b>"
    )


@pytest.mark.parametrize(
    "character", ["\x01", "\x0b", "\x1f", "\x7f", "\ufffe", "\uffff", "\u2028"]
)
def test_a_character_that_xml_forbids_never_comes_so_far(
    character: str, make_site: MakeSite, build_site: BuildSite
) -> None:
    """One of them, and no reader opens the feed any more."""
    title = json.dumps(f"A{character}B")
    folder = make_site(
        {**FILES, "terms/x.md": f"---\ntitle: {title}\nupdated: 2026-01-01\n---\nX.\n"}
    )

    report = build_site(folder)

    assert not report.is_ok
    assert "control-character" in {one.code for one in report.findings}


def test_without_a_host_ids_are_lasting_names_all_the_same(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A reader knows an entry by its id, which must not be the same on two sites."""
    folder = make_site(FILES | {"site.yaml": FILES["site.yaml"].replace("https://x.org/", "/a/")})
    assert build_site(folder).is_ok

    ids = [entry[0] for entry in json_entries((folder / "_site/feed.json").read_bytes())]
    assert problems(folder / "_site", "/a/", has_host=False) == {}
    assert [one[:9] for one in ids] == ["urn:uuid:"] * 2
    assert_pairs(folder / "_site")


def test_a_feed_without_entries_is_one_too(make_site: MakeSite, build_site: BuildSite) -> None:
    """No term says when it changed; the feed must still say when it did."""
    undated = {path: text.replace("updated", "# updated") for path, text in FILES.items()}
    folder = make_site(undated)
    assert build_site(folder).is_ok

    assert len(list(feeds(folder / "_site"))) == 4
    assert problems(folder / "_site", "https://x.org/") == {}


def test_a_feed_is_not_endless(make_site: MakeSite, build_site: BuildSite) -> None:
    """Fifty entries, those of one day from A to Z."""
    term = "---\ntitle: T{0:03}\ntopics: [chips]\nupdated: 2026-01-0{1}\n---\nA thing.\n"
    terms = {f"terms/t{n}.md": term.format(n, 1 + n % 2) for n in range(120)}
    folder = make_site({"site.yaml": FILES["site.yaml"], **terms})
    assert build_site(folder).is_ok

    for path in ("feed.json", "topics/chips/feed.json"):
        titles = [entry[1] for entry in json_entries((folder / "_site" / path).read_bytes())]
        assert titles == [f"T{n:03}" for n in range(1, 101, 2)]
    assert len(titles) == ENTRIES


def test_the_language_of_a_term_is_told(make_site: MakeSite, build_site: BuildSite) -> None:
    """A voice that reads the feed aloud must know."""
    files = FILES | {"terms/hbm.md": FILES["terms/hbm.md"].replace("updated", "lang: fr\nupdated")}
    folder = make_site(files)
    assert build_site(folder).is_ok
    feed = json.loads((folder / "_site/feed.json").read_bytes())
    atom = etree.fromstring((folder / "_site/feed.xml").read_bytes())

    assert [item.get("language") for item in feed["items"]] == ["fr", None]
    name = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [e.get(name) for e in (atom, *atom.findall("a:entry", ATOM))] == ["en", "fr", None]


def test_wordings_have_both_forms_too(tmp_path: Path) -> None:
    """Who follows what definitions said may use either."""
    repository = Repository(tmp_path / "glossary")
    site = "title: W\nbase_url: https://x.org/repo/\noutputs: [default, history]\n"
    repository.commit({"site.yaml": site, "terms/gpu.md": GPU})
    repository.commit({"terms/gpu.md": GPU.replace("small", "large & ]]>")})
    built = repository.build()

    (entry,) = json_entries((built / "changes/feed.json").read_bytes())
    assert problems(built, "https://x.org/repo/") == {}
    assert_pairs(built)
    assert (entry[1], entry[3]) == ("GPU", ("Chips",))
    assert "Now: A large & ]]> chip." in entry[4]


EDITS: Final = {
    "a definition": ("terms/gpu.md", "A chip.", "Two chips."),
    "a title": ("terms/gpu.md", "title: GPU", "title: Graphics Processor"),
    "a day": ("terms/gpu.md", "2026-01-02", "2026-01-05"),
    "a topic's title": ("site.yaml", "title: Chips", "title: Silicon"),
    "which topic": ("terms/hbm.md", "updated", "topics: [chips]\nupdated"),
    "the language": ("terms/gpu.md", "updated", "lang: fr\nupdated"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_feeds_follow_an_edit(edit: str, make_site: MakeSite) -> None:
    """A build that starts from an earlier one writes what a clean one would."""
    path, before, after = EDITS[edit]
    folder = make_site(FILES)
    build_kept(folder)
    first = dict(feeds(folder / "_site"))
    (folder / path).write_text((folder / path).read_text().replace(before, after))

    assert_as_clean(folder)

    now = dict(feeds(folder / "_site"))
    assert {"topics/chips/feed.xml", "topics/chips/feed.json", "feed.xml", "feed.json"} == {
        path for path in now if now[path] != first[path]
    }


RIGHT_ATOM: Final = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>https://x.org/f</id><title>T</title>'
    '<link rel="alternate" type="text/html" href="https://x.org/"/><link rel="self" href="f"/>'
    "<author><name>A</name></author><updated>2026-01-01T00:00:00Z</updated></feed>"
).replace('href="f"', 'href="https://x.org/f"')
RIGHT_JSON: Final = (
    '{"version":"https://jsonfeed.org/version/1.1","title":"T","home_page_url":"https://x.org/",'
    '"feed_url":"https://x.org/f","language":"en","authors":[{"name":"A"}],"items":[{"id":"1",'
    '"url":"https://x.org/1","title":"One","content_text":"x","date_modified":"2026-01-01T00:00:00Z"}]}'
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<id>https://x.org/f</id>", ""),
        ("<title>T</title>", "<title/>"),
        ("<name>A</name>", ""),
        ("T00:00:00Z", ""),
        ("2026-01-01", "2026-02-30"),
        ('rel="self"', 'rel="related"'),
        ('"https://x.org/"', '"/"'),
        ("<updated>", "<updated>2026-01-01T00:00:00Z</updated><updated>"),
    ],
)
def test_a_wrong_atom_feed_would_be_seen(before: str, after: str) -> None:
    """A check that finds nothing in anything proves nothing."""
    assert list(atom_problems(RIGHT_ATOM.encode(), "https://x.org/f")) == []
    assert before in RIGHT_ATOM
    wrong = RIGHT_ATOM.replace(before, after)
    assert list(atom_problems(wrong.encode(), "https://x.org/f"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("version/1.1", "version/1"),
        ('"title":"T",', ""),
        ('"id":"1"', '"id":1'),
        ('"content_text":"x",', ""),
        ("T00:00:00Z", ""),
        ('"name":"A"', '"avatar":"A"'),
        ('"https://x.org/1"', '"/1"'),
        ('"feed_url":"https://x.org/f"', '"feed_url":"https://x.org/g"'),
    ],
)
def test_a_wrong_json_feed_would_be_seen(before: str, after: str) -> None:
    """The same of the other standard."""
    assert list(json_problems(RIGHT_JSON.encode(), "https://x.org/f")) == []
    assert before in RIGHT_JSON
    assert list(json_problems(RIGHT_JSON.replace(before, after).encode(), "https://x.org/f"))
