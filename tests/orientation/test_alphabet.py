"""A to Z by the site's language, as far as what is installed knows it."""

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from glossary_site.cache.memory import Memory
from glossary_site.graph.collation import collation_name
from glossary_site.graph.order import a_to_z, letter_of
from glossary_site.pipeline import BuildOptions, build
from tests.conftest import MakeSite
from tests.orientation.making import entry, page, texts
from tests.program import ROOT, TODAY, environment, run
from tests.unit.making import term

HAS_ICU = importlib.util.find_spec("icu") is not None
with_icu = pytest.mark.skipif(
    not HAS_ICU, reason="PyICU is not installed: pip install 'glossary-site[icu]'"
)
without_icu = pytest.mark.skipif(HAS_ICU, reason="PyICU is installed, and orders otherwise")


def listed(titles: Iterable[str], language: str) -> dict[str, list[str]]:
    """Order titles, and give them by letter."""
    terms = {f"t{at}": title for at, title in enumerate(titles)}
    made = a_to_z((term(title, slug=slug) for slug, title in terms.items()), language)
    return {letter: [terms[slug] for slug in slugs] for letter, slugs in made.items()}


def test_a_sign_or_a_mark_does_not_move_a_title_to_the_end() -> None:
    """What `sorted` does to É, quotation marks and figures."""
    titles = ("Zebra", "École", "“Echo”", "3D", "Łódź", ".NET", "apple", "Eagle")

    assert listed(titles, "en") == {
        "#": ["3D"], "A": ["apple"], "E": ["Eagle", "“Echo”", "École"], "L": ["Łódź"],
        "N": [".NET"], "Z": ["Zebra"],
    }  # fmt: skip


@without_icu
def test_without_pyicu_every_language_has_the_root_order() -> None:
    """The same bytes wherever it is not installed."""
    titles = ("Ö", "Zon", "Ångström", "Arm")

    assert listed(titles, "sv") == {"A": ["Ångström", "Arm"], "O": ["Ö"], "Z": ["Zon"]}
    assert {collation_name(language) for language in ("sv", "zh", "en")} == {"root"}


ORDERS = {
    "sv": {"A": ["Arm"], "O": ["Ost"], "Z": ["Zon"], "Å": ["Ås"], "Ä": ["Ärm"], "Ö": ["Öl"]},
    "de": {"A": ["Apfel", "Ärger", "Arm"], "O": ["Öl", "Ost"], "Z": ["Zahl"]},
    "cs": {"C": ["Cena"], "Č": ["Čas"], "H": ["Hora"], "CH": ["Chleba"], "I": ["Iris"]},
    "es": {"N": ["Nube"], "Ñ": ["Ñandú"], "O": ["Oro"]},
    "zh": {"G": ["GPU"], "M": ["模型"], "T": ["推理"]},
    "ja": {"G": ["GPU"], "あ": ["あい"], "か": ["がく"], "ま": ["モデル"], "推": ["推論"]},
    "ru": {"Б": ["Банк"], "Ж": ["Жук"], "A": ["API"]},
}


@with_icu
@pytest.mark.parametrize("language", ORDERS)
def test_with_pyicu_each_language_has_its_own_alphabet(language: str) -> None:
    """Swedes look for Å behind Z, Czechs for Ch behind H, Chinese by sound, Japanese by rows."""
    wanted = ORDERS[language]
    titles = sorted(title for held in wanted.values() for title in held)

    assert listed(titles, language) == wanted
    assert list(listed(titles, language)) == list(wanted)
    assert list(listed(reversed(titles), language)) == list(wanted)


@with_icu
def test_a_title_in_another_script_stands_under_its_own_letter() -> None:
    """ICU's alphabet has no place for it but before or behind all others."""
    assert [letter_of(title, "en") for title in ("Жук", "推論", "3D")] == ["Ж", "推", "#"]


@with_icu
def test_a_change_of_language_reorders_what_was_built_before(make_site: MakeSite) -> None:
    """The order is kept from build to build, and must not be kept from another language."""
    files = {**entry("Ångström"), **entry("Zon"), **entry("Arm")}
    for language, wanted in (("de", ["A", "Z"]), ("sv", ["A", "Z", "Å"])):
        folder = make_site({"site.yaml": f"title: T\nlanguage: {language}\n", **files})
        memory = Memory.at(folder / ".cache", b"k" * 32)
        assert build(BuildOptions(folder, folder / "_site", TODAY, jobs=1), memory=memory).is_ok
        memory.save()

        assert texts(page(folder, "terms"), "//h:main//h:h2") == wanted
        bar = texts(page(folder, "terms"), "//h:nav[@aria-label='Terms by letter']//h:li")
        assert bar == wanted


@without_icu
def test_a_folder_called_icu_is_not_taken_for_the_library(tmp_path: Path) -> None:
    """Python imports any folder on its path, and `python -m` looks in the working one."""
    (tmp_path / "icu").mkdir()
    code = "from glossary_site.graph.collation import collation_name; print(collation_name('sv'))"

    done = run(
        "-c", code, cwd=tmp_path, env=environment(PYTHONPATH=str(ROOT)), command=(sys.executable,)
    )

    assert done.stdout == "root\n", done.stderr
