"""Small parts of pages: addresses, citations, assets, template errors."""

import pickle
import re
import shutil
from pathlib import Path

import pytest

from glossary_site.render.addresses import Addresses, addresses
from glossary_site.render.html import TemplateFailure, Templates
from glossary_site.render.site_view import site_view
from glossary_site.render.views import SiteView
from glossary_site.theme import LAST, LAYERS, Theme, assets, default_theme, minify, squeeze
from tests.conftest import MakeSite
from tests.unit.making import config, content, term


@pytest.mark.parametrize(
    ("base_url", "path", "href", "absolute"),
    [
        ("/", "index.html", "/", None),
        ("/", "404.html", "/404.html", None),
        ("/repo/", "terms/gpu/index.html", "/repo/terms/gpu/", None),
        ("https://x.org/", "index.html", "/", "https://x.org/"),
        ("https://x.org/r/", "data/a.csv", "/r/data/a.csv", "https://x.org/r/data/a.csv"),
        ("https://x.org:8443/", "feed.xml", "/feed.xml", "https://x.org:8443/feed.xml"),
        ("/", "images/a b é.png", "/images/a%20b%20%C3%A9.png", None),
        ("/", "x/myindex.html", "/x/myindex.html", None),
    ],
)
def test_addresses_join_host_base_path_and_output(
    base_url: str, path: str, href: str, absolute: str | None
) -> None:
    """One place does it, so that no page forgets the base path."""
    place = addresses(base_url)

    assert (place.href(path), place.absolute(path)) == (href, absolute)
    assert place.best(path) == (absolute or href)


def test_the_themes_stylesheets_are_joined_in_cascade_order() -> None:
    """The order of layers is one line of one file, and it must come first."""
    theme = default_theme()
    style = assets(theme)["style.css"].body.decode()
    names = {path.stem for path in (theme.static / "css").glob("*.css")}

    assert names == {*LAYERS, *LAST}
    assert style.startswith("@layer")
    for path in (theme.static / "css" / "components").glob("*.css"):
        assert minify(path.read_bytes()).decode() in style
    places = [style.index(minify((theme.static / f"css/{n}.css").read_bytes()).decode())
              for n in (*LAYERS, *LAST)]  # fmt: skip
    assert places == sorted(places)


def test_an_assets_name_changes_with_its_content_only(make_site: MakeSite) -> None:
    """It is cached for a year."""
    theme = default_theme()
    first, again = assets(theme), assets(theme)

    assert first == again
    for asset in first.values():
        assert re.fullmatch(r"assets/[a-z0-9-]+\.[0-9a-f]{10}\.(css|svg|js|png|ico)", asset.path)


def test_a_script_carries_the_published_names_of_those_it_imports(tmp_path: Path) -> None:
    """Otherwise the browser would ask for names that only the source folder knows."""
    theme = theme_with(
        tmp_path,
        {
            "search.js": 'import { a } from "./words.js";\nconst b = () => import("./engine.js");\n',
            "engine.js": 'import { a } from "./words.js";\n',
            "words.js": "export const a = 1;\n",
        },
    )
    first = assets(theme)
    names = {name: asset.path.removeprefix("assets/") for name, asset in first.items()}

    assert first["search.js"].body.decode() == (
        f'import {{ a }} from "./{names["words.js"]}";\n'
        f'const b = () => import("./{names["engine.js"]}");\n'
    )
    (theme.static / "js/words.js").write_text("export const a = 2;\n")
    changed = assets(theme)
    assert all(changed[name].path != first[name].path for name in names if name.endswith(".js"))


def test_scripts_that_import_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    """Neither could be named after its content."""
    theme = theme_with(tmp_path, {"a.js": 'import "./b.js";', "b.js": 'import "./a.js";'})

    with pytest.raises(ValueError, match=r"a\.js → b\.js → a\.js"):
        assets(theme)


@pytest.mark.parametrize(
    ("script", "small"),
    [
        ("// why\n  run();\n\n", "run();\n"),
        ("/** What\n * it is. */\nrun();", "run();\n"),
        ("/* one */\nrun();", "run();\n"),
        ("/* one */ run();\nrun();", "/* one */ run();\nrun();\n"),
        ("run(); // why", "run(); // why\n"),
    ],
)
def test_lines_of_comment_are_left_out_of_scripts(script: str, small: str) -> None:
    """They are for us; what stands beside code is left alone, for it may be a string."""
    assert squeeze(script) == small


def theme_with(folder: Path, scripts: dict[str, str]) -> Theme:
    """Copy the theme, with other scripts."""
    static = folder / "static"
    shutil.copytree(default_theme().static, static, ignore=shutil.ignore_patterns("*.js"))
    for name, script in scripts.items():
        (static / "js" / name).write_text(script)
    return Theme(folder / "templates", static)


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a {}\n\n  b {}\n", "a {}\nb {}\n"),
        ("/* all */\na {} /* one */ b {}", "a {}  b {}\n"),
        ("/* unclosed", ""),
        ("a /* x */ { /* y\n\n z */ c: d }", "a  {  c: d }\n"),
    ],
)
def test_comments_and_indentation_are_left_out_of_stylesheets(css: str, small: str) -> None:
    """They are for us."""
    assert minify(css.encode()).decode() == small


@pytest.fixture
def site() -> SiteView:
    """What every page shows."""
    names = {name: asset.path for name, asset in assets(default_theme()).items()}
    return site_view(content([term("A")]), Addresses("", "/"), names)


def failure(folder: Path, site: SiteView, page: object = None) -> tuple[str, int, str]:
    with pytest.raises(TemplateFailure) as caught:
        Templates((folder / "templates",), folder).render("a.html", site, page)
    (found,) = caught.value.findings
    assert found.code == "template-error"
    return found.span.path, found.span.line, found.message


@pytest.mark.parametrize(
    ("files", "path", "line", "words"),
    [
        ({"a.html": "\n{{ nobody }}"}, "a.html", 2, "'nobody' is undefined"),
        ({"a.html": "\n\n{{ page.x.y }}"}, "a.html", 3, "has no attribute 'x'"),
        ({"a.html": "{% if %}"}, "a.html", 1, "xpected an expression"),
        ({"a.html": "x\n{{ site.title|shout }}"}, "a.html", 2, "No filter named 'shout'"),
        ({"a.html": "{{ site.title|safe }}"}, "a.html", 1, "No filter named 'safe'"),
        ({"a.html": '{% include "b.html" %}'}, "a.html", 1, 'no template "b.html"'),
        ({"a.html": '{% include "b.html" %}', "b.html": "\n{{ 1/0 }}"}, "b.html", 2, "division"),
        ({"a.html": '{% extends "b.html" %}', "b.html": "\n{% block"}, "b.html", 2, ""),
        ({"a.html": '{% include "a.html" %}'}, "a.html", 1, "includes itself without end"),
        ({"a.html": "{{ site.title.x() }}"}, "a.html", 1, "has no attribute 'x'"),
    ],
)
def test_a_templates_mistake_is_a_finding_at_its_line(
    make_site: MakeSite,
    site: SiteView,
    *,
    files: dict[str, str],
    path: str,
    line: int,
    words: str,
) -> None:
    """Read from Jinja's traceback, in the file where it is."""
    folder = make_site({f"templates/{name}": text for name, text in files.items()})

    shown, at, message = failure(folder, site)

    assert (shown, at) == (f"templates/{path}", line)
    assert words.lower() in message.lower()


def test_a_template_that_is_not_utf_8_is_a_finding(make_site: MakeSite, site: SiteView) -> None:
    """As for any other file."""
    folder = make_site({"templates/a.html": b"\xff"})

    assert failure(folder, site) == ("templates/a.html", 1, "the template is not UTF-8")


def test_all_mistakes_of_syntax_are_found_at_once(make_site: MakeSite) -> None:
    """Two broken templates are two findings of one run."""
    broken = {f"templates/{name}.html": "\n{% for %}" for name in ("a", "b")}
    folder = make_site({**broken, "templates/notes.md": "{% no template %}"})
    found = Templates((folder / "templates",), folder).check()

    assert [(f.span.path, f.span.line) for f in found] == [
        ("templates/a.html", 2), ("templates/b.html", 2),
    ]  # fmt: skip


def test_whatever_is_text_is_escaped(make_site: MakeSite, site: SiteView) -> None:
    """In pages and in feeds."""
    folder = make_site({"templates/a.html": "{{ page }}", "templates/a.xml": "{{ page }}"})
    templates = Templates((folder / "templates",), folder)

    for name in ("a.html", "a.xml"):
        assert templates.render(name, site, "<&\"'>") == b"&lt;&amp;&#34;&#39;&gt;"


def test_a_bug_of_ours_is_not_blamed_on_a_template(make_site: MakeSite, site: SiteView) -> None:
    """It must show its traceback."""

    class Broken:
        @property
        def x(self) -> str:
            raise ZeroDivisionError

    folder = make_site({"templates/a.html": "{{ page.x }}"})
    with pytest.raises(ZeroDivisionError):
        Templates((folder / "templates",), folder).render("a.html", site, Broken())


def test_templates_are_those_of_one_moment(make_site: MakeSite, site: SiteView) -> None:
    """What is digested is what is used, whoever saves a template in between."""
    folder = make_site({"templates/a.html": "old"})
    earlier = Templates((folder / "templates",), folder)
    (folder / "templates/a.html").write_text("new")
    later = Templates((folder / "templates",), folder)

    assert earlier.render("a.html", site, None) == b"old"
    assert later.render("a.html", site, None) == b"new"
    assert earlier.digest != later.digest


def test_templates_travel_to_a_spawned_worker(make_site: MakeSite, site: SiteView) -> None:
    """As what they were made from."""
    folder = make_site({"templates/a.html": "{{ site.title }}"})
    templates = Templates((folder / "templates",), folder)
    templates.render("a.html", site, None)

    moved = pickle.loads(pickle.dumps(templates))  # noqa: S301 (our own)

    assert moved.render("a.html", site, None) == config().title.encode()
