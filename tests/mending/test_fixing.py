"""`check --fix`: what it mends and how, what it leaves alone, and what it says."""

import os
import subprocess
import time
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Cli, MakeSite
from tests.whole.sites import tree

SITE: Final = "title: Test\ntopics: [{id: ai-chips, title: Chips}]\n"
MEMORY: Final = (
    "---\ntitle: High Bandwidth Memory\ndefinition: It keeps.\nformer_slugs: [old-memory]\n---\n"
)
PRICES: Final = (
    "title: Price\ncolumns:\n  - {name: year, type: year}\n"
    "sources:\n  - {title: A report}\n"
)  # fmt: skip


def glossary(make_site: MakeSite, gpu: str) -> Path:
    return make_site(
        {
            "site.yaml": SITE, "terms/gpu.md": gpu, "terms/memory.md": MEMORY,
            "data/gpu-prices.yaml": PRICES, "data/gpu-prices.csv": "year\n2025\n",
        }
    )  # fmt: skip


def gpu(keys: str = "", body: str = "") -> str:
    return f"---\ntitle: GPU\ndefinition: A chip.\n{keys}---\n{body}"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (gpu("topcs: [ai-chips]\n"), gpu("topics: [ai-chips]\n")),
        (gpu('"topcs": [ai-chips]\n'), gpu('"topics": [ai-chips]\n')),
        (gpu("topics: [AI Chips] # why\n"), gpu("topics: [ai-chips] # why\n")),
        (gpu("topics:\n- 'aichips'\n"), gpu("topics:\n- 'ai-chips'\n")),
        (gpu("data: [gpuprices]\n"), gpu("data: [gpu-prices]\n")),
        (gpu("aliases: [gpu, Chip]\n"), gpu("aliases: [Chip]\n")),
        (gpu("aliases:\n  - gpu # ours\n  - Chip\n"), gpu("aliases:\n  # ours\n  - Chip\n")),
        (gpu("aliases:\n- >\n  gpu\n- Chip\n"), gpu("aliases:\n- Chip\n")),
        (gpu("aliases: [gpu]\n"), gpu("aliases: []\n")),
        (gpu("related: [GPU, old-memory]\n"), gpu("related: [High Bandwidth Memory]\n")),
        (gpu("related: ['Old Memory']\n"), gpu("related: ['High Bandwidth Memory']\n")),
        (gpu("broader:\n  - High-Bandwidth-Memory\n"), gpu("broader:\n  - High-Bandwidth-Memory\n")),
        (gpu("broader:\n  - HighBandwidth Memory\n"), gpu("broader:\n  - High Bandwidth Memory\n")),
        (gpu("replaced_by: Old Memory\n"), gpu("replaced_by: High Bandwidth Memory\n")),
        (gpu("slug: My GPU\n"), gpu("slug: my-gpu\n")),
        (gpu("slug:gpu\n"), gpu("slug: gpu\n")),
        (gpu("", "[[Old Memory]] it is.\n"), gpu("", "[[High Bandwidth Memory]] it is.\n")),
        (
            gpu("", "So [[old memory|it]] is, [[old memory|here]] too.\n"),
            gpu(
                "",
                "So [[High Bandwidth Memory|it]] is, [[High Bandwidth Memory|here]] too.\n",
            ),
        ),
        (
            gpu("", "| a | b |\n|---|---|\n| [[Old Memory|x]] | 2 |\n"),
            gpu("", "| a | b |\n|---|---|\n| [[High Bandwidth Memory|x]] | 2 |\n"),
        ),
        (gpu("topics: [ai-chips] \n"), gpu("topics: [ai-chips]\n")),
        (gpu("", "A line. \nTwo spaces  \nbreak it.\t\n"), gpu("", "A line.\nTwo spaces  \nbreak it.\n")),
        (
            "---\n# A comment.\ndefinition: A chip.\n\n# The name.\ntitle: GPU\n---\n",
            "---\n# The name.\ntitle: GPU\n# A comment.\ndefinition: A chip.\n\n---\n",
        ),
    ],
)  # fmt: skip
def test_what_has_one_answer_is_mended_in_its_place(
    cli: Cli, make_site: MakeSite, wrong: str, right: str
) -> None:
    """Nothing else of the file may change: an editor reads the difference, and no more."""
    folder = glossary(make_site, wrong)

    done = cli("check", "--fix", "--source", folder)

    assert (folder / "terms/gpu.md").read_text() == right, done
    assert (folder / "terms/memory.md").read_text() == MEMORY


@pytest.mark.parametrize(
    "text",
    [
        gpu("date: 2026-01-01\n"),
        gpu("tpcs: [ai-chips]\ntopics: [ai-chips]\n"),
        gpu("topics: [chip]\n"),
        gpu("topcs: [ai-chips]\ntopisc: [ai-chips]\n"),
        gpu("related: [Memory]\n"),
        gpu("", "[[Memory]] and [[Memo|ry]].\n"),
        gpu("", "Code `[[Old Memory]]`, and\n\n    [[Old Memory]] \n\n```\nend \n```\n"),
        gpu("definition: twice\n"),
        gpu("aliases: !!str [gpu]\n"),
    ],
)
def test_what_has_no_one_answer_is_left_as_it_is(cli: Cli, make_site: MakeSite, text: str) -> None:
    """A guess that is wrong is worse than a mistake that is reported."""
    folder = glossary(make_site, text)
    before = tree(folder)

    done = cli("check", "--fix", "--source", folder)

    assert tree(folder) == before
    assert "0 mistakes mended in 0 files." in done.stderr


def test_each_thing_that_was_mended_is_said(cli: Cli, make_site: MakeSite) -> None:
    """What changes files must account for it."""
    folder = glossary(
        make_site, "---\ntitle: GPU\ndefinitoin: A chip.\naliases: [gpu]\nrelated: [Nope]\n---\n"
    )

    done = cli("check", "--fix", "--source", folder)

    assert done.returncode == 1
    assert "terms/gpu.md:5:11: error[unknown-term]" in done.stdout
    key, alias, total, _ = done.stderr.splitlines()
    assert key == (
        'mended terms/gpu.md:3:1: unknown-key: the key "definitoin" is not known here: '
        'now "definition"'
    )
    assert alias == (
        'mended terms/gpu.md:4:11: redundant-alias: the alias "gpu" repeats another name of the '
        "term: removed"
    )
    assert total == "2 mistakes mended in 1 file."


def test_line_ends_and_byte_order_mark_stay(cli: Cli, make_site: MakeSite) -> None:
    """A file that a Windows editor saved must not become one difference from top to bottom."""
    wrong = "\ufeff" + gpu("topcs: [ai-chips]\nrelated: [GPU]\n", "[[Old Memory]]\n")
    folder = glossary(make_site, wrong.replace("\n", "\r\n"))

    cli("check", "--fix", "--source", folder)

    right = "\ufeff" + gpu("topics: [ai-chips]\nrelated: []\n", "[[High Bandwidth Memory]]\n")
    assert (folder / "terms/gpu.md").read_bytes() == right.replace("\n", "\r\n").encode()


def test_with_paths_only_they_are_mended(cli: Cli, make_site: MakeSite) -> None:
    """An editor mends the file at hand, not those of others."""
    folder = glossary(make_site, gpu("topics: [aichips]\n"))
    other = folder / "terms/other.md"
    other.write_text("---\ntitle: Other\ndefinition: It.\ntopics: [aichips]\n---\n")

    done = cli("check", "--fix", "--source", folder, "terms/other.md")

    assert "topics: [ai-chips]" in other.read_text()
    assert "topics: [aichips]" in (folder / "terms/gpu.md").read_text()
    assert done.returncode == 0


def test_a_difference_is_shown_and_nothing_written(cli: Cli, make_site: MakeSite) -> None:
    """It can be read first, with what one mistake hides, and applied with everybody's tools."""
    text = gpu("topcs: [ai-chips]\n", "[[Old Memory]]")
    folder = glossary(make_site, text.replace("title", "titel"))
    before = tree(folder)

    done = cli("check", "--diff", "--source", folder)

    assert (done.returncode, tree(folder)) == (1, before)
    subprocess.run(
        ["git", "apply", "-"], cwd=folder, check=True, input=done.stdout, text=True,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
    )  # fmt: skip
    mended = gpu("topics: [ai-chips]\n", "[[High Bandwidth Memory]]")
    assert (folder / "terms/gpu.md").read_text() == mended
    assert cli("check", "--diff", "--source", folder)[:2] == (0, "")


def test_a_difference_gives_no_commands_to_a_runner(
    cli: Cli, make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of a file may begin as a command of GitHub's runner does."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    folder = glossary(make_site, gpu("topcs: [ai-chips]\n", "::add-mask::a\n"))

    lines = cli("check", "--diff", "--source", folder).stdout.splitlines()

    token = lines[0].removeprefix("::stop-commands::")
    assert len(token) == 32
    assert lines[-1] == f"::{token}::"
    assert lines.index(" ---") < len(lines) - 1


def test_what_cannot_be_written_is_an_error(
    cli: Cli, make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk must not look like a mended file, and the old one stays whole."""
    folder = glossary(make_site, gpu("topics: [aichips]\n"))
    before = tree(folder)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("glossary_site.refresh.writing.os.rename", fail)
    done = cli("check", "--fix", "--source", folder)

    assert done.returncode == 1
    assert (
        "terms/gpu.md:1:1: error[write-failed]: the file cannot be written: No space" in done.stdout
    )
    assert "0 mistakes mended in 0 files." in done.stderr
    assert tree(folder) == before


def test_a_link_is_never_followed(cli: Cli, make_site: MakeSite, tmp_path: Path) -> None:
    """A pull request could make the program write anywhere."""
    outside = tmp_path / "outside.md"
    outside.write_text(gpu("topics: [aichips]\n"))
    folder = glossary(make_site, gpu())
    (folder / "terms/gpu.md").unlink()
    (folder / "terms/gpu.md").symlink_to(outside)

    done = cli("check", "--fix", "--source", folder)

    assert "error[unreadable-file]" in done.stdout
    assert "aichips" in outside.read_text()
    assert (folder / "terms/gpu.md").is_symlink()


def test_the_mode_of_a_file_stays(cli: Cli, make_site: MakeSite) -> None:
    """It is replaced, not made anew."""
    folder = glossary(make_site, gpu("topics: [aichips]\n"))
    (folder / "terms/gpu.md").chmod(0o640)

    cli("check", "--fix", "--source", folder)

    assert (folder / "terms/gpu.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("text", "line"), [("title: Test\ntopcs: []\n", 2), ("titel: Test\n", 1)])
def test_the_settings_are_mended_too(cli: Cli, make_site: MakeSite, text: str, line: int) -> None:
    """A key is a key, in whichever file it stands."""
    folder = make_site({"site.yaml": text, "terms/memory.md": MEMORY})

    done = cli("check", "--fix", "--source", folder)

    assert f"mended site.yaml:{line}:1: unknown-key" in done.stderr
    assert (folder / "site.yaml").read_text() == text.replace("topcs", "topics").replace(
        "titel", "title"
    )


def test_a_file_of_mistakes_takes_no_longer_than_a_file_of_text(
    cli: Cli, make_site: MakeSite
) -> None:
    """A stranger's pull request is checked on a machine that is paid by the minute."""
    aliases = "".join("  - gpu\n" for _ in range(5_000))
    keys = "".join(f"titel{i}: x\n" for i in range(1_000))
    folder = glossary(make_site, gpu(f"aliases:\n{aliases}"))
    (folder / "terms/keys.md").write_text(f"---\ntitle: Keys\ndefinition: Many.\n{keys}---\n")
    since = time.process_time()

    done = cli("check", "--format", "json", "--source", folder)

    assert done.stdout.count('"redundant-alias"') == 5_000
    assert time.process_time() - since < 15
