"""Files of a glossary are listed and read without trusting their names, kinds or sizes."""

import os
import socket
import unicodedata
from pathlib import Path

import pytest

from glossary_site.content.characters import FORBIDDEN, is_harmless, suspect
from glossary_site.content.files import PATH_LIMIT, Reader, decode, list_files, read_bytes
from glossary_site.diagnostics import Findings

TERMS = (".md", ".yaml")


def write(root: Path, *paths: str | bytes) -> None:
    for path in paths:
        full = os.path.join(os.fsencode(root), os.fsencode(path))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(b"text")


def listed(root: Path) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    paths, found = list_files(root, "terms", TERMS)
    return paths, sorted((one.code, one.span.path) for one in found)


def lines(found: Findings) -> list[str]:
    return [f"{one.span.line}:{one.span.column} {one.code}: {one.message}" for one in found]


def test_files_are_listed_sorted_through_all_folders(tmp_path: Path) -> None:
    """The order of a folder differs between file systems; builds must not."""
    write(tmp_path, "terms/b.md", "terms/a/z.yaml", "terms/a.md", "data/x.md", "terms/dir.md/in.md")

    assert listed(tmp_path) == (
        ("terms/a.md", "terms/a/z.yaml", "terms/b.md", "terms/dir.md/in.md"),
        [],
    )


def test_a_missing_folder_lists_nothing(tmp_path: Path) -> None:
    """Most folders of a glossary are optional."""
    assert list_files(tmp_path, "images", None) == ((), ())


def test_what_editors_leave_behind_is_ignored(tmp_path: Path) -> None:
    """An open editor must not make a build fail."""
    litter = ("ok.md~", ".ok.md.swp", "4913", "ok.md.bak", "#ok.md#", ".DS_Store", "Thumbs.db")
    write(tmp_path, "terms/ok.md", "terms/.git/x.md", *(f"terms/{name}" for name in litter))
    (tmp_path / "terms/.#ok.md").symlink_to("user@host.1234:1")

    assert listed(tmp_path) == (("terms/ok.md",), [])


def test_the_well_known_folder_is_no_litter(tmp_path: Path) -> None:
    """`static/.well-known/` is how a site proves whose it is."""
    write(tmp_path, "static/.well-known/security.txt", "static/CNAME", "static/.htaccess")

    assert list_files(tmp_path, "static", None) == (
        ("static/.well-known/security.txt", "static/CNAME"),
        (),
    )


@pytest.mark.parametrize("target", ["ok.md", "/proc/self/environ", "missing.md", "..", "link.md"])
def test_a_symbolic_link_is_neither_listed_nor_read(tmp_path: Path, target: str) -> None:
    """A pull request could publish the secrets of the machine that builds it."""
    write(tmp_path, "terms/ok.md")
    (tmp_path / "terms/link.md").symlink_to(target)

    assert listed(tmp_path) == (("terms/ok.md",), [("unreadable-file", "terms/link.md")])
    data, found = read_bytes(tmp_path, "terms/link.md", 100)
    assert data is None
    assert lines(found) == ["1:1 unreadable-file: terms/link.md is a symbolic link"]
    assert found[0].hint == "put the file itself here"


def test_a_linked_folder_is_neither_listed_nor_read_through(tmp_path: Path) -> None:
    """The same through a folder, at any depth and at the top."""
    write(tmp_path, "elsewhere/x.md")
    write(tmp_path, "terms/ok.md")
    (tmp_path / "terms/sub").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "data").symlink_to("elsewhere")

    assert listed(tmp_path)[1] == [("unreadable-file", "terms/sub")]
    assert lines(list_files(tmp_path, "data", None)[1]) == [
        "1:1 unreadable-file: data is a symbolic link"
    ]
    for path in ("terms/sub/x.md", "data/x.md"):
        data, found = read_bytes(tmp_path, path, 100)
        assert data is None
        assert found[0].message == f"{path} is a symbolic link"


def test_pipes_sockets_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever."""
    write(tmp_path, "terms/ok.md")
    os.mkfifo(tmp_path / "terms/pipe.md")
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(tmp_path)  # a socket's path may have only 107 bytes
        listener.bind("terms/sock.md")
        os.chdir(here)

    assert listed(tmp_path)[1] == [
        ("unreadable-file", "terms/pipe.md"),
        ("unreadable-file", "terms/sock.md"),
    ]
    for path in ("terms/pipe.md", "terms/sock.md", "terms"):
        data, found = read_bytes(tmp_path, path, 100)
        assert data is None
        assert found[0].message == f"{path} is not a regular file"


def test_a_file_in_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    """Otherwise a glossary would seem to be empty."""
    write(tmp_path, "terms")

    assert lines(list_files(tmp_path, "terms", None)[1]) == [
        "1:1 unreadable-file: terms is not a folder"
    ]


@pytest.mark.parametrize(
    "name",
    [
        b"caf\xe9.md", "a\nb.md", "\x1b[2J.md", "a\u202edm.md", "a\u200bb.md", "con.md", "COM1.md",
        "dir /x.md", "dir./x.md", "a:b.md", "a\\b.md", "<img src=x>.md", "a#b.md", "a%2fb.md",
        "--output=owned.md", "a" * 240 + ".md",
    ],
)  # fmt: skip
def test_a_name_that_misleads_or_fails_elsewhere_is_refused(
    tmp_path: Path, name: str | bytes
) -> None:
    """Such names break checkouts on other systems, links, logs or command lines."""
    write(tmp_path, b"terms/" + os.fsencode(name))

    paths, found = list_files(tmp_path, "terms", TERMS)

    assert paths == ()
    assert [one.code for one in found] == ["bad-file-name"]
    assert found[0].span.path.isprintable()
    found[0].span.path.encode("utf-8")


def test_ordinary_names_of_any_language_pass(tmp_path: Path) -> None:
    """A glossary may be in any language, and its files named by people."""
    names = ("推論.md", "café.md", "AI Compute (2).md", "it's & more.md", "index.md", "a_b+c.md")
    write(tmp_path, *(f"terms/{name}" for name in names))

    assert listed(tmp_path) == (tuple(sorted(f"terms/{name}" for name in names)), [])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("API.md", "Api.md"),
        ("straße.md", "STRASSE.md"),
        (unicodedata.normalize("NFC", "café.md"), unicodedata.normalize("NFD", "café.md")),
    ],
)
def test_two_names_that_are_one_elsewhere_are_refused(tmp_path: Path, one: str, two: str) -> None:
    """On macOS one of the two files would silently vanish at checkout."""
    write(tmp_path, f"terms/{one}", f"terms/{two}")
    first, second = sorted((f"terms/{one}", f"terms/{two}"))

    assert listed(tmp_path) == ((first,), [("bad-file-name", second)])


def test_the_other_suffix_of_yaml_is_recognised(tmp_path: Path) -> None:
    """Both are common, and one finding is enough to tell which is read."""
    write(tmp_path, "data/x.yml")

    paths, (found,) = list_files(tmp_path, "data", (".yaml", ".csv"))

    assert (paths, found.code, found.hint) == ((), "unknown-file", "call it x.yaml")


def test_an_unused_file_is_a_warning_with_a_way_out(tmp_path: Path) -> None:
    """A term saved as .MD or .txt would be missing without a word."""
    write(tmp_path, "terms/GPU.MD", "terms/notes.txt")

    paths, found = list_files(tmp_path, "terms", TERMS)

    assert paths == ()
    assert sorted((one.code, one.span.path, one.hint) for one in found) == [
        ("unknown-file", "terms/GPU.MD", "write its suffix in lower case: .md"),
        ("unknown-file", "terms/notes.txt", "files in terms/ end in .md, .yaml"),
    ]


def test_paths_deeper_than_systems_allow_end_in_a_finding(tmp_path: Path) -> None:
    """A path past the system's limit cannot be opened, and must not crash the listing."""
    (tmp_path / "terms").mkdir()
    fd = os.open(tmp_path / "terms", os.O_RDONLY)
    for _ in range(45):
        os.mkdir("d" * 100, dir_fd=fd)
        inner = os.open("d" * 100, os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = inner
    os.close(fd)

    paths, found = list_files(tmp_path, "terms", TERMS)

    assert paths == ()
    assert lines(found) == [f"1:1 bad-file-name: the path is longer than {PATH_LIMIT} bytes"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_or_folder_is_an_error(tmp_path: Path) -> None:
    """`os.walk` drops a folder it may not read without a word."""
    write(tmp_path, "terms/sub/x.md", "terms/locked.md")
    os.chmod(tmp_path / "terms/sub", 0)
    os.chmod(tmp_path / "terms/locked.md", 0)

    assert listed(tmp_path)[1] == [("unreadable-file", "terms/sub")]
    _, found = read_bytes(tmp_path, "terms/locked.md", 100)
    assert lines(found) == ["1:1 unreadable-file: terms/locked.md may not be read by this user"]


def test_a_file_that_vanished_is_a_finding(tmp_path: Path) -> None:
    """Editors replace files while the dev server reads them."""
    write(tmp_path, "terms/a.md")
    with Reader(tmp_path) as reader:
        assert reader.read("terms/a.md", 10) == (b"text", ())
        (tmp_path / "terms/a.md").unlink()

        assert lines(reader.read("terms/a.md", 10)[1]) == [
            "1:1 unreadable-file: terms/a.md does not exist"
        ]
        assert lines(reader.read("no/b.md", 10)[1]) == [
            "1:1 unreadable-file: no/b.md does not exist"
        ]
        write(tmp_path, "terms/c.md")
        assert reader.read("terms/c.md", 10) == (b"text", ())


def test_a_reader_keeps_few_files_open(tmp_path: Path) -> None:
    """Thousands of folders must not exhaust the system's limit on open files."""
    for i in range(40):
        write(tmp_path, f"terms/d{i}/e/x.md")
    before = len(os.listdir("/dev/fd"))
    with Reader(tmp_path) as reader:
        for i in range(40):
            assert reader.read(f"terms/d{i}/e/x.md", 10)[0] == b"text"
        assert len(os.listdir("/dev/fd")) <= before + 1

    assert len(os.listdir("/dev/fd")) == before


@pytest.mark.parametrize("path", ["../x", "/etc/hostname", "terms/../../x", "", "terms/", "a\0b"])
def test_a_path_cannot_leave_the_folder(tmp_path: Path, path: str) -> None:
    """Paths come from what authors write; `..` and absolute ones lead outside."""
    data, found = read_bytes(tmp_path, path, 100)

    assert data is None
    assert [one.code for one in found] == ["bad-file-name"]


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A sparse file of terabytes costs nothing to commit."""
    write(tmp_path, "terms/a.md")
    os.truncate(tmp_path / "terms/a.md", 5 << 30)

    data, found = read_bytes(tmp_path, "terms/a.md", 65_536)

    assert data is None
    assert lines(found) == [
        "1:1 file-too-large: the file has 5,368,709,120 bytes, and 65,536 are allowed"
    ]


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    """The limit is what the message says it is."""
    write(tmp_path, "terms/a.md")

    assert read_bytes(tmp_path, "terms/a.md", 4) == (b"text", ())
    assert read_bytes(tmp_path, "terms/a.md", 3)[0] is None


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs /proc")
def test_a_size_of_nought_is_not_believed() -> None:
    """Files of the kernel's claim to be empty and may never end."""
    data, found = read_bytes(Path("/proc/sys"), "kernel/ostype", 100)
    assert (data, found) == (b"Linux\n", ())

    data, found = read_bytes(Path("/proc/sys"), "kernel/ostype", 3)
    assert data is None
    assert lines(found) == ["1:1 file-too-large: the file has more than 3 bytes, and 3 are allowed"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\tb\n", "a\tb\n"),
        (b"\xef\xbb\xbfa\r\nb\r\n", "a\nb\n"),
        ("Zażółć – “ok” 推論 🙂".encode(), "Zażółć – “ok” 推論 🙂"),
        ("می\u200cخواهم \u200eשלום\u200f क्\u200dष 👩\u200d💻".encode(), None),
    ],
)
def test_text_is_read_as_utf8_with_unix_line_ends(data: bytes, text: str | None) -> None:
    """Every language's text passes, and a BOM or CRLF from Windows changes nothing."""
    assert decode("a.md", data) == (data.decode() if text is None else text, ())


@pytest.mark.parametrize(
    ("data", "place", "hint"),
    [
        (b"name\ncaf\xe9,1\n", "2:4", 'Windows-1252, where the byte is "é"'),
        ("a\nübé".encode() + b"\xff", "2:4", 'Windows-1252, where the byte is "ÿ"'),
        (b"\xef\xbb\xbfab\xe4", "1:3", "Windows-1252"),
        ("title: a".encode("utf-16"), "1:1", "UTF-16"),
        ("title: a".encode("utf-32"), "1:1", "UTF-32"),
        (b"\x89PNG\r\n\x1a\n\0\0", "1:1", "a picture, a document or a program"),
        (b"a\n\xe6\x8e", "2:1", "Windows-1252"),
        (b"\xed\xa0\x80", "1:1", "Windows-1252"),
        (b"\xc0\xaf", "1:1", "Windows-1252"),
        (b"a\x81", "1:2", "save the file as UTF-8"),
    ],
)
def test_other_encodings_are_named_at_the_first_wrong_byte(
    data: bytes, place: str, hint: str
) -> None:
    """An author who sees which character is wrong knows which program saved it so."""
    text, found = decode("a.md", data)

    assert text is None
    assert [f"{one.code} {one.span.line}:{one.span.column}" for one in found] == [
        f"not-utf-8 {place}"
    ]
    assert hint in (found[0].hint or "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n b\x00", "2:3 control-character: a zero character (U+0000) stands in the text"),
        ("a\x1b[2J", "1:2 control-character: the control character U+001B may not be used"),
        ("\x7f", "1:1 control-character: the control character U+007F may not be used"),
        ("title: a\x85draft: true", "1:9 control-character: the line separator U+0085 is not a line end here"),
        ("é\u2028b", "1:2 control-character: the line separator U+2028 is not a line end here"),
        ("\x9b", "1:1 control-character: the control character U+009B may not be used"),
        ("a\r\né\u202eb", "2:2 control-character: the text direction control U+202E may not be used"),
        ("\u2067", "1:1 control-character: the text direction control U+2067 may not be used"),
        ("a\ufeff", "1:2 control-character: the invisible character U+FEFF may not be used"),
        ("🙂\U000e0041", "1:2 control-character: the invisible character U+E0041 may not be used"),
        ("a\r\nb\rc", "2:2 control-character: a carriage return (U+000D) stands without a line feed"),
        ("\ufeff\ufeff", "1:1 control-character: the invisible character U+FEFF may not be used"),
    ],
)  # fmt: skip
def test_characters_no_editor_shows_are_refused_where_they_stand(text: str, expected: str) -> None:
    """They hide keys, turn text around, or write to the terminal of who reads the log."""
    decoded, found = decode("a.md", text.encode())

    assert decoded is None
    assert lines(found) == [expected]
    assert found[0].hint is not None
    assert found[0].message.isprintable()


def test_many_forbidden_characters_are_counted_after_the_fifth() -> None:
    """An old Mac file would otherwise give one finding a line."""
    _, found = decode("a.md", b"a\rb\rc\rd\re\rf\rg\r")

    assert len(found) == 6
    assert lines(found)[-1] == (
        "1:12 control-character: 2 more forbidden characters stand from here"
    )


def test_the_quick_looks_stop_at_every_forbidden_character() -> None:
    """They are written the other way round for speed, and must never let one through."""
    forbidden = [character for code in range(0x110000) if FORBIDDEN.match(character := chr(code))]

    assert len(forbidden) > 2000
    assert [character for character in forbidden if is_harmless(character)] == []
    assert [character for character in forbidden if not suspect().match(character)] == []
    assert not is_harmless("\r")
    assert suspect().match("\r")
    assert is_harmless("\t\nÉ\u00a0推\u200d😀")
