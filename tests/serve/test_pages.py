"""What lies at which address: as on a static host, and never more than the published folder."""

import pytest

from tests.serve.running import Running


def test_a_page_is_served_fresh_and_with_its_charset(at_root: Running) -> None:
    """An old page after a save, or wrong letters, would look like a fault of the build."""
    answer = at_root.ask("/terms/gpu/")

    assert answer.status == 200
    assert ">first<" in answer.body
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers
    assert "etag" not in answer.headers


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/style.css", "text/css; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
    ],
)
def test_files_keep_their_types(at_root: Running, path: str, wanted: str) -> None:
    """With nosniff, a wrong type is a file the browser refuses."""
    answer = at_root.ask(path)

    assert (answer.status, answer.headers["content-type"]) == (200, wanted)
    assert answer.headers["cache-control"] == "no-store"


def test_head_gives_the_length_of_the_page_as_served(at_root: Running) -> None:
    """A length without the script would cut the page short."""
    head, whole = at_root.ask("/", "HEAD"), at_root.ask("/")

    assert head.body == ""
    assert int(head.headers["content-length"]) == len(whole.body.encode())


def test_the_published_file_does_not_hold_the_script(at_root: Running) -> None:
    """What is served while editing must never be uploaded."""
    assert "reload.js" in at_root.ask("/").body
    assert "reload.js" not in (at_root.folder / ".cache/serve/site/index.html").read_text()


@pytest.mark.parametrize(
    "path",
    [
        "/missing",
        "/terms/",
        "/terms/missing/",
        "/.git/config",
        "/%2egit/config",
        "/terms/../.git/config",
        "/../builds",
        "/%2e%2e/builds",
        "/..%2f..%2f..%2fsite.yaml",
        "/%2e%2e/%2e%2e/%2e%2e/terms/gpu.md",
        "/..%5c..%5cbuilds",
        "/%00",
        "/index.html%00.css",
        "//evil",
        "//evil/terms",
        "/terms//gpu/",
        "/./index.html",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/" + "x" * 5000,
        "http://evil.example/",
    ],
)
def test_what_is_not_published_is_the_sites_own_404(at_root: Running, path: str) -> None:
    """Sources, drafts and the rest of the disk stay out of reach, and nothing says they exist."""
    answer = at_root.ask(path)

    assert answer.status == 404
    assert "no such page" in answer.body or path.startswith("http:")
    assert "secret" not in answer.body


def test_a_link_out_of_the_folder_is_not_followed(at_root: Running) -> None:
    """A symbolic link among the published files would open the disk."""
    (at_root.folder / ".cache/serve/site/leak.txt").symlink_to("/etc/hostname")

    assert at_root.ask("/leak.txt").status == 404


def test_bytes_that_are_no_text_are_refused_without_a_traceback(at_root: Running) -> None:
    """Every scanner sends some."""
    assert at_root.ask("/%ff%fe").status in {400, 404}
    assert "Traceback" not in at_root.output


def test_a_folder_without_its_slash_is_sent_to_the_page(at_root: Running) -> None:
    """Relative links on it would point elsewhere."""
    answer = at_root.ask("/terms/gpu")

    assert answer.status in {301, 302, 307, 308}
    assert answer.headers["location"] == "/terms/gpu/"
    assert answer.headers["cache-control"] == "no-store"


def test_a_site_below_a_base_path_lies_only_there(at_repo: Running) -> None:
    """Links that forget the base path must break here, not first on the real host."""
    assert at_repo.ask("/repo/terms/gpu/").status == 200
    assert at_repo.ask("/terms/gpu/").status == 404
    assert at_repo.ask("/repository/").status == 404
    assert at_repo.ask("/repo/missing").body.count("no such page") == 1
    for path in ("/", "/repo"):
        answer = at_repo.ask(path)
        assert (answer.status, answer.headers["location"]) == (302, "/repo/")


def test_the_address_printed_holds_the_base_path(at_repo: Running) -> None:
    """It is what people click on."""
    assert at_repo.ask("/repo/").status == 200
    wanted = f"Serving at http://127.0.0.1:{at_repo.port}/repo/ — Ctrl-C stops\n"
    assert wanted in at_repo.output
