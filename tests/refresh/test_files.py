"""Files are replaced whole, and nothing else is touched: whatever happens meanwhile."""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from glossary_site.refresh.subjects import UnknownDatasetError
from glossary_site.refresh.telling import as_markdown, as_text
from tests.conftest import Cli
from tests.program import ROOT
from tests.refresh.conftest import DESCRIPTION, TABLE, Fails, Glossary
from tests.refresh.server import Answer, Server, reply

PATH = "/prices.csv"
GOOD = "date,price\n2024-01-01,20\n2025-01-01,11\n2026-01-01,5\n"


def test_a_trial_writes_nothing_at_all(glossary: Glossary, server: Server) -> None:
    """Not even a note of what the server said."""
    server.on(PATH, reply(GOOD, etag='"v1"'))
    before = glossary.files()

    report = glossary.refresh(is_dry=True)

    assert report.outcomes[0].state == "changed"
    assert "Nothing was written: this was a trial." in as_text(report)
    assert glossary.files() == before


def test_the_failure_of_one_dataset_stops_no_other(glossary: Glossary, server: Server) -> None:
    """Of thirty sources one is always down."""
    for name in ("a", "z"):
        glossary.write(f"{name}.yaml", DESCRIPTION.replace("prices", name))
        glossary.write(f"{name}.csv", TABLE)
        server.on(f"/{name}.csv", reply(GOOD))
    glossary.write("broken.yaml", "title: Broken\nrefresh: {url: here}\n")
    server.on(PATH, reply("", "404 Not Found"))

    report = glossary.refresh()

    assert [(one.name, one.state) for one in report.outcomes] == [
        ("a", "changed"), ("broken", "failed"), ("chip", "failed"), ("z", "changed"),
    ]  # fmt: skip
    assert glossary.text("data/z.csv") == GOOD
    assert glossary.text("data/chip.csv") == TABLE
    assert {one.span.path for one in report.findings} == {"data/broken.yaml", "data/chip.yaml"}


def test_datasets_of_one_document_ask_for_it_once(glossary: Glossary, server: Server) -> None:
    """It is somebody else's server."""
    glossary.write("b.yaml", DESCRIPTION)
    server.on(PATH, reply(GOOD))

    report = glossary.refresh()

    assert [one.state for one in report.outcomes] == ["changed", "changed"]
    assert server.paths() == [PATH]


def test_only_named_datasets_are_refreshed(glossary: Glossary, server: Server) -> None:
    """And a name that is none is not passed over."""
    glossary.write("b.yaml", DESCRIPTION.replace("prices", "b"))
    glossary.write("plain.yaml", DESCRIPTION.partition("refresh:")[0])
    server.on(PATH, reply(GOOD))

    assert [one.name for one in glossary.refresh("chip").outcomes] == ["chip"]
    with pytest.raises(UnknownDatasetError, match='no dataset chp: did you mean "chip"'):
        glossary.refresh("chp")
    with pytest.raises(UnknownDatasetError, match="names no address"):
        glossary.refresh("plain")


KEPT = (
    ("updated: 2026-01-02  # by hand\n", "updated: 2026-11-23  # by hand\n"),
    ("updated: '2026-01-02'\n", "updated: 2026-11-23\n"),
    ('updated: "2026"\n', "updated: 2026-11-23\n"),
    ("updated:\n", "updated: 2026-11-23\n"),
    ("updated: null # none\n", "updated: 2026-11-23 # none\n"),
    ("updated: 2027-01-01\n", "updated: 2027-01-01\n"),
    ("", "updated: 2026-11-23\n"),
)


@pytest.mark.parametrize(("written", "expected"), KEPT)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_of_a_description_only_the_day_is_changed(
    glossary: Glossary, server: Server, written: str, expected: str, end: str
) -> None:
    """Comments and order are the author's, and so are the line ends."""
    day = "updated: 2026-01-02  # looked up by hand\n"
    given = DESCRIPTION.replace(day, written).replace("\n", end)
    glossary.write("chip.yaml", given.encode())
    server.on(PATH, reply(GOOD))

    assert glossary.refresh().findings == ()
    assert (glossary.root / "data/chip.yaml").read_bytes() == (
        DESCRIPTION.replace(day, expected).replace("\n", end).encode()
    )


def test_a_day_that_cannot_be_set_safely_keeps_everything(
    glossary: Glossary, fails: Fails, server: Server
) -> None:
    """A description must never be damaged for a date."""
    text = DESCRIPTION.replace("2026-01-02  # looked up by hand", "|-\n  2026-01-02")
    glossary.write("chip.yaml", text)
    server.on(PATH, reply(GOOD))

    (found,) = fails()

    assert found.endswith("refresh-failed: the day cannot be set in this file")


def test_what_an_editor_saved_meanwhile_is_not_overwritten(
    glossary: Glossary, server: Server
) -> None:
    """A fetch takes a minute, and people work on."""
    plain = reply(GOOD)

    def meanwhile(*arguments: object) -> None:
        glossary.write("chip.csv", TABLE + "2026-06-01,7\n")
        plain(*arguments)  # type: ignore[arg-type]

    server.on(PATH, meanwhile)

    (found,) = glossary.refresh().findings

    assert found.message == "the file was changed while its dataset was fetched"
    assert glossary.text("data/chip.csv") == TABLE + "2026-06-01,7\n"


def test_two_refreshes_at_once_are_one(glossary: Glossary, server: Server) -> None:
    """Both would write the same files; the second says so, and leaves them alone."""
    begun, go_on = threading.Event(), threading.Event()

    def slowly(answer: Answer) -> Answer:
        def wait(*arguments: object) -> None:
            begun.set()
            go_on.wait(10)
            answer(*arguments)  # type: ignore[arg-type]

        return wait

    server.on(PATH, slowly(reply(GOOD)))
    first = threading.Thread(target=glossary.refresh)
    first.start()
    begun.wait(10)
    second = glossary.refresh()
    go_on.set()
    first.join(10)

    assert [one.message for one in second.findings] == [
        "another refresh of this glossary is at work"
    ]
    assert glossary.text("data/chip.csv") == GOOD


@pytest.mark.parametrize("name", ["chip.csv", "chip.yaml"])
def test_a_symbolic_link_is_not_written_through(
    glossary: Glossary, server: Server, tmp_path: Path, name: str
) -> None:
    """It may lead out of the glossary."""
    outside = tmp_path / name
    (glossary.root / "data" / name).rename(outside)
    (glossary.root / "data" / name).symlink_to(outside)
    before = outside.read_bytes()
    server.on(PATH, reply(GOOD))

    glossary.refresh()

    assert outside.read_bytes() == before


def test_a_cache_that_leads_elsewhere_is_not_written_through(
    glossary: Glossary, server: Server, tmp_path: Path
) -> None:
    """`.cache/` may come with a checkout."""
    (tmp_path / "else").mkdir()
    (glossary.root / ".cache").symlink_to(tmp_path / "else")
    server.on(PATH, reply(GOOD, etag='"v1"'))

    (found,) = glossary.refresh().findings

    assert found.code == "write-failed"
    assert list((tmp_path / "else").iterdir()) == []
    assert glossary.text("data/chip.csv") == GOOD


def test_a_file_keeps_its_mode(glossary: Glossary, server: Server) -> None:
    """Who else may read a table is not ours to decide."""
    path = glossary.root / "data/chip.csv"
    path.chmod(0o640)
    server.on(PATH, reply(GOOD))

    glossary.refresh()

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from glossary_site.refresh.writing import locked, replace
steps = int(sys.argv[3])
def step(event, arguments):
    global steps
    if event in {"open", "os.rename", "os.remove"} and "refreshing" in str(arguments[0]):
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)
root = Path(sys.argv[2])
sys.addaudithook(step)
with locked(root):
    replace(root, "data/chip.csv", b"new" * 100_000)
"""


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_killed_refresh_leaves_a_whole_file(
    glossary: Glossary, server: Server, steps: int
) -> None:
    """A power cut must not cost the figures of years; what it leaves, the next run clears."""
    arguments = [str(ROOT), str(glossary.root), str(steps)]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert done.returncode == -signal.SIGKILL
    assert glossary.text("data/chip.csv") == TABLE
    server.on(PATH, reply(GOOD))

    assert glossary.refresh().findings == ()
    assert sorted(os.listdir(glossary.root / "data")) == ["chip.csv", "chip.yaml"]


# What is told


def test_what_changed_is_told_for_people(glossary: Glossary, server: Server) -> None:
    """Who commits the change must see it at a glance."""
    glossary.describe("key: [date]")
    server.on(PATH, reply(GOOD))

    assert as_text(glossary.refresh()) == (
        "chip: 1 row added, 1 cell changed; now 3 rows\n"
        "  changed: 2025-01-01, price: 10.50 -> 11\n"
        "  added: 2026-01-01, 5\n"
        "1 dataset: 1 changed, 0 unchanged, 0 failed. Looked up 2026-11-23.\n"
    )


def test_nothing_in_a_table_becomes_markup_of_a_pull_request(
    glossary: Glossary, server: Server
) -> None:
    """A cell could otherwise show a picture, call a person or close an issue."""
    glossary.write("chip.yaml", DESCRIPTION.replace("type: number", "type: string"))
    server.on(PATH, reply("date,price\n2026-01-01,![x](https://x.example) @all #1 <b>\n"))

    text = as_markdown(glossary.refresh())

    assert r"\!\[x\]\(https\:\/\/x\.example\) " in text
    assert "@\u2060all #\u20601 \\<b\\>" in text


def test_the_command_tells_what_fails_and_says_so_by_its_exit_code(
    glossary: Glossary, cli: Cli
) -> None:
    """A scheduled run has nobody who reads."""
    text = DESCRIPTION.replace("data.example", "127.0.0.1")
    glossary.write("chip.yaml", text)

    done = cli("refresh", "--source", glossary.root)

    assert done.returncode == 1
    assert "data/chip.yaml:9:8: error[refresh-failed]: 127.0.0.1 has the address" in done.stderr
    assert done.stdout.startswith("chip: failed, and kept as it was: 127.0.0.1 has the address")
    assert glossary.text("data/chip.csv") == TABLE


def test_a_name_that_is_no_dataset_is_wrong_usage(glossary: Glossary, cli: Cli) -> None:
    """As a path that does not exist is for `check`."""
    done = cli("refresh", "chp", "--source", glossary.root)

    assert done.returncode == 2
    assert 'there is no dataset chp: did you mean "chip"?' in done.stderr


def test_a_glossary_without_addresses_has_nothing_to_refresh(make_site: object, cli: Cli) -> None:
    """It is no failure."""
    root = make_site({"site.yaml": "title: A\n"})  # type: ignore[operator]

    done = cli("refresh", "--source", root)

    assert (done.returncode, done.stdout) == (0, "No dataset names an address.\n")


def test_a_build_loads_nothing_that_opens_a_connection(glossary: Glossary) -> None:
    """A glossary is built from files alone, though a description names an address."""
    glossary.write("../site.yaml", "title: A\n")
    code = (
        "import sys\n"
        "def hook(event, arguments):\n"
        "    if event in {'socket.connect', 'socket.getaddrinfo'}: raise SystemExit(99)\n"
        "sys.addaudithook(hook)\n"
        "from glossary_site.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "assert not [name for name in sys.modules if name.startswith('glossary_site.refresh')]\n"
        "sys.exit(code)\n"
    )
    arguments = ["build", "--jobs", "1", "--source", str(glossary.root)]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert (glossary.root / "_site/data/chip/index.html").is_file()
