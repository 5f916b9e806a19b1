"""Archives of strangers: nothing leads out of them, and nothing is unpacked without end."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from glossary_site.archives import read_archive
from tests.importing.bringing import glossary, lay, take, terms
from tests.program import ROOT, run

ATTACKS = ROOT / "tests/attacks/import"


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("01-zip-slip.zip", "../../../../tmp/relsec-slip.txt"),
        ("02-zip-symlink.zip", "terms/link"),
        ("03-zip-bomb.zip", "terms/a.md"),
    ],
)
def test_a_hostile_archive_is_refused_by_name(tmp_path: Path, name: str, member: str) -> None:
    """One such member is enough: whoever made it meant no good."""
    root = glossary(tmp_path / "to")

    done = run("import", "yaml", ATTACKS / name, "--source", root)

    assert done.returncode == 1
    assert f'{name}:1:1: error[import-refused]: the archive is refused: "{member}"' in done.stderr
    assert sorted(path.name for path in root.iterdir()) == ["site.yaml"]


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def tarred(path: Path, members: list[tarfile.TarInfo]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for info in members:
            archive.addfile(info, io.BytesIO(b"x" * info.size))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, **fields: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    for key, value in fields.items():
        setattr(info, key, value)
    return info


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tgz"])
def test_an_archive_is_read_as_the_folder_it_holds(tmp_path: Path, suffix: str) -> None:
    """What a code host offers for download can be imported as it comes."""
    text = "---\ntitle: GPU\n---\nA chip.\n"
    source = tmp_path / f"words{suffix}"
    if suffix == ".zip":
        zipped(source, {"words-main/gpu.md": text})
    else:
        with tarfile.open(source, "w:gz" if "gz" in suffix else "w") as archive:
            info = member("words-main/gpu.md", size=len(text))
            archive.addfile(info, io.BytesIO(text.encode()))
    root = glossary(tmp_path / "to")

    brought = take(root, "hugo", source)

    assert brought.findings == ()
    assert list(terms(root)) == ["gpu"]


@pytest.mark.parametrize(
    "info",
    [
        member("a", tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("a", tarfile.LNKTYPE, linkname="b"),
        member("a", tarfile.CHRTYPE),
        member("a", tarfile.FIFOTYPE),
        member("../a"),
        member("/a"),
        member("a/../../b"),
        member("a\x1b[2J"),
        member("con.md"),
    ],
    ids=["symlink", "hard link", "device", "pipe", "up", "absolute", "inner up", "escape", "dos"],
)
def test_a_member_that_is_no_plain_file_inside_is_refused(
    tmp_path: Path, info: tarfile.TarInfo
) -> None:
    """Tar can say all of this of a member."""
    members, found = read_archive(tarred(tmp_path / "x.tar.gz", [member("fine"), info]))

    assert members == {}
    assert [one.code for one in found] == ["import-refused"]


def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """Programs disagree about which of the two counts."""
    path = zipped(tmp_path / "x.zip", {"a.md": "1", "A.md": "2"})

    assert [found.code for found in read_archive(path)[1]] == ["import-refused"]


def test_a_listing_that_lies_about_sizes_does_not_help_a_bomb(tmp_path: Path) -> None:
    """What is counted is what comes out."""
    path = zipped(tmp_path / "x.zip", {"a": "0" * 6_000_000})
    data = bytearray(path.read_bytes())
    for at in (data.find(b"PK\x03\x04") + 22, data.find(b"PK\x01\x02") + 24):
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)

    members, found = read_archive(path)

    assert [one.code for one in found] == ["import-refused"] or len(members["a"]) <= 10


def test_a_broken_archive_is_said(tmp_path: Path) -> None:
    """Cut downloads are common."""
    whole = zipped(tmp_path / "x.zip", {"a.md": "text" * 1000}).read_bytes()
    for cut in (0, 10, len(whole) // 2, len(whole) - 5):
        (tmp_path / "x.zip").write_bytes(whole[:cut])

        assert [one.code for one in read_archive(tmp_path / "x.zip")[1]] == ["import-refused"]


def test_a_folder_is_read_without_its_links(tmp_path: Path) -> None:
    """A link in a checkout of strangers could publish any file of the machine."""
    secret = lay(tmp_path / "secret", {"s.md": "---\ntitle: Secret\n---\nX.\n"})
    source = lay(tmp_path / "from", {"a.md": "---\ntitle: A\n---\nX.\n"})
    (source / "s.md").symlink_to(secret / "s.md")
    (source / "more").symlink_to(secret)
    root = glossary(tmp_path / "to")

    take(root, "hugo", source)

    assert list(terms(root)) == ["a"]
