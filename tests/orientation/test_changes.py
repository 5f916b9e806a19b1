"""*New and changed*: what git and authors know, by month."""

import datetime as dt

from tests.conftest import BuildSite, MakeSite
from tests.orientation.making import entry, find, page, texts
from tests.unit.test_history import commit, git

SITE = {"site.yaml": "title: T\n"}


def test_terms_stand_by_month_the_newest_first(make_site: MakeSite, build_site: BuildSite) -> None:
    """Terms of one day from A to Z; a term without a day is not there."""
    days = {"Ant": "2026-01-31", "Bee": "2026-02-01", "Cat": "2025-02-01", "Dog": "2026-02-01"}
    files = {path: t for n, day in days.items() for path, t in entry(n, updated=day).items()}
    folder = make_site({**SITE, **files, **entry("Eel")})

    assert build_site(folder).is_ok

    changes = page(folder, "changes")
    assert texts(changes, "//h:h2") == ["February 2026", "January 2026", "February 2025"]
    assert texts(changes, "//h:h3") == ["Bee", "Dog", "Ant", "Cat"]
    assert find(changes, "//h:main//h:time/@datetime") == [
        "2026-02-01", "2026-02-01", "2026-01-31", "2025-02-01",
    ]  # fmt: skip


def test_new_is_what_was_added_on_the_day_that_is_shown(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A term that was edited later has changed; what git does not know is called neither."""
    folder = make_site({**SITE, **entry("Old"), **entry("Own", updated="2025-06-30")})
    git(folder, "init", "-q")
    commit(folder, "2024-05-01T12:00:00+00:00")
    make_site({**entry("Old", "Edited."), **entry("Young")})
    commit(folder, "2025-06-30T12:00:00+00:00")
    make_site(entry("Fresh", updated="2025-06-30"))

    assert build_site(folder).is_ok

    assert texts(page(folder, "changes"), "//h:h3") == ["Fresh", "Old", "Own", "Young new"]


def test_the_page_holds_two_hundred_terms_and_says_of_how_many(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A glossary of ten thousand changes, too."""
    first = dt.date(2024, 1, 1)
    days = {f"Term {at:03}": str(first + dt.timedelta(days=at)) for at in range(230)}
    files = {path: t for n, day in days.items() for path, t in entry(n, updated=day).items()}
    folder = make_site({**SITE, **files})

    assert build_site(folder).is_ok

    changes = page(folder, "changes")
    titles = texts(changes, "//h:h3")
    assert (titles[0], titles[-1], len(titles)) == ("Term 229", "Term 030", 200)
    assert "The 200 terms that changed last, of 230" in texts(changes, "//h:p[@class='lead']")[0]


def test_every_page_and_home_lead_to_it(make_site: MakeSite, build_site: BuildSite) -> None:
    """Nobody finds a page that nothing leads to."""
    folder = make_site({**SITE, **entry("Ant", updated="2026-01-31")})

    assert build_site(folder).is_ok

    assert "/changes/" in find(page(folder, "terms/ant"), "//h:footer//h:a/@href")
    assert "/changes/" in find(page(folder, ""), "//h:main//h:a/@href")


def test_where_no_term_says_when_it_changed_there_is_no_such_page(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """An empty page would be a promise; when the first day is given the page comes."""
    folder = make_site({**SITE, **entry("Ant")})
    assert build_site(folder).is_ok
    assert not (folder / "_site/changes").exists()
    assert "/changes/" not in find(page(folder, "terms/ant"), "//h:a/@href")

    make_site(entry("Ant", updated="2026-01-31"))
    assert build_site(folder).is_ok
    assert (folder / "_site/changes/index.html").exists()
