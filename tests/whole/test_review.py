"""What a reviewer found by trying, kept from coming back."""

import time

import pytest

from tests.conftest import Cli, MakeSite
from tests.whole.sites import TWO_TERMS

SITE = "title: Test\n"
TERM = "---\ntitle: A\n---\nA body.\n"


def errors(text: str) -> list[str]:
    """Keep the first lines of errors."""
    return [line for line in text.splitlines() if ": error[" in line]


@pytest.mark.parametrize("path", ["static/terms", "static/terms/a", "static/index.html/x"])
def test_a_file_where_a_folder_must_be_is_found_before_writing(
    path: str, make_site: MakeSite, cli: Cli
) -> None:
    """The disk would refuse it, and could not say whose file it was."""
    folder = make_site({"site.yaml": SITE, "terms/a.md": TERM, path: "x"})

    (error,) = errors(cli("check", "--source", folder).stdout)

    assert "error[permalink-collision]" in error
    assert "must be a folder" in error


@pytest.mark.parametrize(
    "mistake", ["page.title | round", "page | tojson", "'x' | format(1)", "lipsum(n='x')"]
)
def test_an_error_inside_a_filter_is_a_finding_at_the_templates_line(
    mistake: str, make_site: MakeSite, cli: Cli
) -> None:
    """The last frame is the library's, and the fault is still the template's."""
    template = "<p>\n{{ " + mistake + " }}\n"
    folder = make_site({**TWO_TERMS, "templates/pages/term.html": template})

    done = cli("check", "--source", folder)

    assert done.returncode == 1
    (error,) = errors(done.stdout)
    assert error.startswith("templates/pages/term.html:2:1: error[template-error]: ")


@pytest.mark.parametrize("outputs", ["data", "redirects", "sitemap, hosting", ""])
def test_no_choice_of_outputs_publishes_a_site_without_pages(
    outputs: str, make_site: MakeSite, cli: Cli
) -> None:
    """Everything else leads to them."""
    folder = make_site({"site.yaml": f"{SITE}outputs: [{outputs}]\n", "terms/a.md": TERM})

    assert cli("build", "--source", folder).returncode == 0
    assert (folder / "_site" / "terms" / "a" / "index.html").is_file()


def test_a_mistake_in_the_configuration_does_not_hide_the_others(
    make_site: MakeSite, cli: Cli
) -> None:
    """An editor would mend one file only to hear of the next."""
    folder = make_site(
        {"site.yaml": "title: [\n", "terms/a.md": "---\ntitle: A\nrelated: [B]\n---\nSee [[C]].\n"}
    )

    found = errors(cli("check", "--source", folder).stdout)

    assert [line.split("[")[0].rpartition(":")[0] for line in found] == [
        "site.yaml:2:1", "terms/a.md:3:11", "terms/a.md:5:5",
    ]  # fmt: skip


def test_a_topic_that_windows_reserves_is_named_where_it_stands(
    make_site: MakeSite, cli: Cli
) -> None:
    """Its page could not be checked out there."""
    folder = make_site(
        {"site.yaml": SITE, "terms/a.md": "---\ntitle: A\ntopics: [con]\n---\nA body.\n"}
    )

    (error,) = errors(cli("check", "--source", folder).stdout)

    assert error.startswith("terms/a.md:3:10: error[reserved-slug]")


def test_a_new_term_where_no_folder_can_be_is_a_finding(make_site: MakeSite, cli: Cli) -> None:
    """Not a traceback."""
    folder = make_site({"site.yaml": SITE, "terms": "a file"})

    done = cli("new", "Alpha", "--source", folder, "--definition", "A thing.")

    assert done.returncode == 1
    assert "error[" in done.stderr


def test_ten_thousand_aliases_of_one_term_take_no_time(make_site: MakeSite, cli: Cli) -> None:
    """Each has an address, and none may look at all the others."""
    aliases = "".join(f"  - Alias {i:05}\n" for i in range(10_000))
    folder = make_site(
        {"site.yaml": SITE, "terms/a.md": f"---\ntitle: A\naliases:\n{aliases}---\nA body.\n"}
    )
    since = time.perf_counter()

    done = cli("build", "--source", folder)

    assert done.returncode == 0, done.stderr
    assert time.perf_counter() - since < 30


def test_a_to_z_keeps_the_terms_of_a_letter_together(make_site: MakeSite, cli: Cli) -> None:
    """Signs and letters with strokes must not tear a letter apart."""
    titles = [".NET", "“Quoted” thing", "Æther", "Azure", "Łódź", "Lens", "Øre", "Ostrich", "3D"]
    folder = make_site(
        {
            "site.yaml": SITE,
            **{f"terms/{i}.md": f'---\ntitle: "{t}"\n---\nText.\n' for i, t in enumerate(titles)},
        }
    )

    assert cli("build", "--source", folder).returncode == 0
    page = (folder / "_site" / "terms" / "index.html").read_text()
    letters = [part.partition("<h2>")[2] for part in page.split('<section id="letter-')[1:]]
    assert [letter.partition("<")[0] for letter in letters] == ["#", "A", "L", "N", "O", "Q"]


def test_a_broken_picture_is_one_finding(make_site: MakeSite, cli: Cli) -> None:
    """And not another one for each body that shows it."""
    body = "---\ntitle: A\n---\nSee ![a chart](chart.png) here.\n"
    folder = make_site({"site.yaml": SITE, "terms/a.md": body, "images/chart.png": "no picture"})

    done = cli("check", "--source", folder)

    assert [line.split(" ")[1] for line in done.stdout.splitlines() if line[0] not in " -"] == [
        "error[bad-image]:", "warning[common-word-alias]:",
    ]  # fmt: skip
