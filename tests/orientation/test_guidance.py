"""Where a reader can go on from a page, and how a mistake in it is told."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import BuildSite, MakeSite
from tests.orientation.making import entry, find, page, texts

TOPICS = "topics: [{id: pets, title: Pets & Co}, {id: prey, title: Prey, description: Eaten.}]\n"
SITE = {"site.yaml": f"title: T\n{TOPICS}"}
GUIDE = "//h:nav[@class='guide-words']"


def test_previous_and_next_stay_within_the_first_topic(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Who reads about a subject goes on reading about it; the words say within what."""
    folder = make_site(
        {
            **SITE, **entry("Ant", topics="[prey]"), **entry("Bee", topics="[pets]"),
            **entry("Cat", topics="[pets, prey]"), **entry("Dog", topics="[prey, pets]"),
            **entry("Eel", topics="[pets]"), **entry("Fly"), **entry("Gnu"),
        }
    )  # fmt: skip

    assert build_site(folder).is_ok

    def guide(slug: str) -> list[str]:
        return texts(page(folder, f"terms/{slug}"), f"{GUIDE}/h:a")

    assert guide("cat") == ["Previous in Pets & Co Bee", "Next in Pets & Co Dog"]
    assert guide("dog") == ["Previous in Prey Cat"]
    assert guide("ant") == ["Next in Prey Cat"]
    assert guide("fly") == ["Previous Eel", "Next Gnu"]
    (label,) = find(page(folder, "terms/cat"), f"{GUIDE}/@aria-label")
    assert label == "Previous and next in Pets & Co"


def test_crumbs_of_the_new_pages_lead_home(make_site: MakeSite, build_site: BuildSite) -> None:
    """From home straight to the page, which is current."""
    folder = make_site({**SITE, **entry("Ant", updated="2026-01-01", sources="[{title: S}]")})

    assert build_site(folder).is_ok

    for path, title in (("changes", "New and changed"), ("sources", "Sources")):
        crumbs = find(page(folder, path), "//h:nav[@class='breadcrumbs']//h:a")
        assert [(one.get("href"), one.get("aria-current")) for one in crumbs] == [
            ("/", None), (f"/{path}/", "page"),
        ]  # fmt: skip
        assert crumbs[-1].text == title


def test_an_empty_topic_has_its_page_with_its_description(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A glossary begins with topics and few terms."""
    folder = make_site({**SITE, **entry("Ant", topics="[pets]")})

    assert build_site(folder).is_ok

    prey = page(folder, "topics/prey")
    assert texts(prey, "//h:p[@class='lead']") == ["Eaten."]
    assert "No terms yet." in texts(prey, "//h:main//h:p")


REPOSITORIES = {
    "https://github.com/a/b": ("/a/b/edit/main/terms/ant.md", "/a/b/issues/new", "title", "body"),
    "https://gitlab.gnome.org/a/b/": (
        "/a/b/-/edit/main/terms/ant.md", "/a/b/-/issues/new", "issue[title]", "issue[description]",
    ),
    "https://codeberg.org/a/b": ("/a/b/_edit/main/terms/ant.md", "/a/b/issues/new", "title", "body"),
    "https://gitea.example.org/a/b": (
        "/a/b/_edit/main/terms/ant.md", "/a/b/issues/new", "title", "body",
    ),
}  # fmt: skip


@pytest.mark.parametrize("repository", REPOSITORIES)
def test_a_mistake_is_reported_at_the_forge_with_its_words_filled_in(
    make_site: MakeSite, build_site: BuildSite, repository: str
) -> None:
    """Title and address are there; only the mistake has to be told."""
    edit, form, title, body = REPOSITORIES[repository]
    site = f"title: T\nbase_url: https://g.example/x/\nrepository: {repository}\n"
    folder = make_site({"site.yaml": site, "terms/ant.md": "---\ntitle: 'Ant & Bee #1'\n---\nX.\n"})

    assert build_site(folder).is_ok

    written = next((folder / "_site/terms").glob("ant*")).name
    links = find(page(folder, f"terms/{written}"), "//h:ul[@class='tools']//h:a/@href")
    assert urlsplit(links[0]).path == edit
    report = urlsplit(links[1])
    assert (report.path, parse_qs(report.query)) == (
        form, {title: ["Mistake: Ant & Bee #1"], body: [f"https://g.example/x/terms/{written}/"]},
    )  # fmt: skip


def test_an_unknown_host_is_not_guessed_at(make_site: MakeSite, build_site: BuildSite) -> None:
    """A link to a form that is not there is worse than none."""
    site = {"site.yaml": "title: T\nrepository: https://git.example.org/r\n"}
    folder = make_site({**site, **entry("Ant")})

    assert build_site(folder).is_ok

    assert texts(page(folder, "terms/ant"), "//h:ul[@class='tools']//h:a") == ["Edit this page"]
