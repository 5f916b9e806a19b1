"""Pictures are told by content, measured without decoding, and must be whole."""

import base64
import struct
import zlib

import pytest

from glossary_site.content.images import IMAGE_BYTES, IMAGE_SUFFIXES, REFUSED_SUFFIXES, read_image

# Six by four pixels each, written by Pillow.
PICTURES = {
    "jpeg": (
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////"
        "////////////////////////////////////wAALCAAEAAYBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAf/E"
        "ABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AH//Z"
    ),
    "turned jpeg": (
        "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAP//"
        "////////////////////////////////////////////////////////////////////////////////////"
        "wAALCAAEAAYBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEA"
        "AD8AH//Z"
    ),
    "png": (
        "iVBORw0KGgoAAAANSUhEUgAAAAYAAAAECAIAAAAiZtkUAAAAFElEQVR4nGM8IafBgAqYGDAAcUIAUCgBFqke"
        "h1AAAAAASUVORK5CYII="
    ),
    "gif": ("R0lGODdhBgAEAIEAAMgeKAAAAAAAAAAAACwAAAAABgAEAAAICwABCBxIsKDBgQEBADs="),
    "webp": (
        "UklGRjoAAABXRUJQVlA4IC4AAACQAQCdASoGAAQAAUAmJaACdLoAA5gA/vFNr+LaR0KZD/7xn/9xn/9xn/yIAAAA"
    ),
    "lossless webp": ("UklGRh4AAABXRUJQVlA4TBEAAAAvBcAAAAdQjyIXpf+BiOh/AAA="),
    "webp with alpha": (
        "UklGRl4AAABXRUJQVlA4WAoAAAAQAAAABQAAAwAAQUxQSAoAAAABB9CxiAhERP8DVlA4IC4AAACQAQCdASoG"
        "AAQAAUAmJaACdLoAA5gA/vFNr+LaR0KZD/7xn/9xn/9xn/yIAAAA"
    ),
    "avif": (
        "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGlj"
        "dAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAIwAAAChp"
        "aW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAA"
        "AAAABgAAAAQAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1h"
        "AAAAAAAAAAEAAQQBAoMEAAAAK21kYXQSAAoIGAhu0QENBoQyFR7Hh4VZ3///4sAAAJA1jjxnRhLv0A=="
    ),
    "turned avif": (
        "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAD1bWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGlj"
        "dAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEdAAAAKQAAAChp"
        "aW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAAB0aXBycAAAAFRpcGNvAAAAFGlzcGUAAAAA"
        "AAAABgAAAAQAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAAAlpcm90"
        "AwAAABhpcG1hAAAAAAAAAAEAAQUBAoMEhQAAADFtZGF0EgAKCBgIbtEBDQaEMhsUx4eGZQIIIJ5QAAAASFrZ"
        "XNYxzq0LLa9pD/g="
    ),
}
SUFFIX = {"jpeg": ".jpg", "png": ".png", "gif": ".gif", "webp": ".webp", "avif": ".avif"}


def picture(name: str) -> tuple[str, bytes]:
    kind = next(kind for kind in SUFFIX if kind in name.split())
    return f"images/a/pic{SUFFIX[kind]}", base64.b64decode("".join(PICTURES[name]))


def message(path: str, data: bytes) -> str:
    image, found = read_image(path, data)
    assert image is None
    assert [(one.code, one.span.line) for one in found] == [("bad-image", 1)]
    return f"{found[0].message} / {found[0].hint}"


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", b""), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


@pytest.mark.parametrize("name", PICTURES)
def test_every_format_is_measured(name: str) -> None:
    """Width and height in the page keep it from jumping while pictures load."""
    path, data = picture(name)

    image, found = read_image(path, data)

    assert found == ()
    assert image is not None
    assert (image.width, image.height) == ((4, 6) if name.startswith("turned") else (6, 4))
    assert image.path == path.removeprefix("images/")
    assert image.media_type == f"image/{name.split()[-1 if 'with' not in name else 0]}"
    assert image.body == data


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_cut_at_any_byte_is_refused(name: str) -> None:
    """A half-copied picture would be published as a grey box."""
    path, data = picture(name)

    assert [n for n in range(len(data)) if read_image(path, data[:n])[0] is not None] == []


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("tail", [b"\0", b"<script>alert(1)</script>", b"PK\x03\x04 a zip file"])
def test_nothing_may_follow_a_picture(name: str, tail: bytes) -> None:
    """A file that is a picture and a script or an archive at once is an attack."""
    path, data = picture(name)

    assert read_image(path, data + tail)[0] is None


@pytest.mark.parametrize("name", PICTURES)
def test_a_damaged_picture_never_raises(name: str) -> None:
    """The parsers read hostile files; a traceback would stop the whole build."""
    path, data = picture(name)
    for offset in range(len(data)):
        for value in (0, 1, 127, 255):
            read_image(path, data[:offset] + bytes([value]) + data[offset + 1 :])


def test_the_suffix_must_say_what_the_file_is() -> None:
    """Web servers send the media type by suffix, and browsers told not to guess show nothing."""
    _, data = picture("jpeg")

    assert message("images/a.png", data) == (
        "the file holds a JPEG picture / let its name end in .jpg"
    )
    assert read_image("images/a.jpeg", data)[0] is not None


@pytest.mark.parametrize(
    "text",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        '\ufeff\n<?xml version="1.0"?><svg onload="alert(1)"/>',
        "<script>alert(1)</script>",
    ],
)
@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.png"])
def test_markup_is_refused_whatever_its_name(text: str, name: str) -> None:
    """SVG and HTML run scripts on the site's own origin when opened."""
    assert message(f"images/{name}", text.encode()) == (
        "the file is no picture that may be published / "
        "SVG and HTML may carry scripts; export a PNG or WebP"
    )


@pytest.mark.parametrize(
    "data", [b"", b"BM rest of a bitmap", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"]
)
def test_other_files_are_refused_with_what_to_export(data: bytes) -> None:
    """A phone's HEIC shows in hardly any browser."""
    assert "export" in message("images/a.png", data)


@pytest.mark.parametrize(
    ("width", "height", "problem"),
    [
        (50_000, 50_000, "the picture has 50,000 × 50,000 pixels; a side may have 8,192"),
        (8_193, 1, "the picture has 8,193 × 1 pixels; a side may have 8,192"),
        (8_000, 8_000, "the picture has 64,000,000 pixels, and 40,000,000 are allowed"),
    ],
)
def test_a_picture_that_is_small_only_as_a_file_is_refused(
    width: int, height: int, problem: str
) -> None:
    """A bitmap of gigabytes packs into kilobytes and takes down a reader's phone."""
    assert message("images/a.png", png(width, height)) == f"{problem} / export it smaller"


def test_a_picture_without_extent_is_refused() -> None:
    """A width of nought divides by zero in every page that shows it."""
    assert message("images/a.png", png(0, 4)).startswith("the picture has no width or height")
    assert read_image("images/a.png", png(8_192, 4))[0] is not None


def test_a_file_over_the_limit_is_refused_by_size() -> None:
    """A glossary's pictures should load on a phone."""
    image, found = read_image("images/a.png", png(1, 1) + bytes(IMAGE_BYTES))

    assert image is None
    assert [one.code for one in found] == ["file-too-large"]


def test_a_gif_whose_frame_is_larger_than_itself_is_refused() -> None:
    """Browsers enlarge the picture to its first frame, past the limits we checked."""
    path, data = picture("gif")
    frame = data.index(b"\x2c", 13 + 12)
    wide = data[: frame + 5] + struct.pack("<H", 60_000) + data[frame + 7 :]

    assert "has a frame that is larger than the picture" in message(path, wide)


def test_a_gif_that_is_also_a_script_is_refused() -> None:
    """Its header reads as a comment to JavaScript."""
    assert "damaged" in message("images/a.gif", b"GIF89a/*" + bytes(8) + b"*/=1;alert(1)//")


def test_a_webp_that_states_two_sizes_is_refused() -> None:
    """The limits were checked on one, and a decoder may believe the other."""
    path, data = picture("webp with alpha")
    canvas = data.index(b"VP8X") + 8 + 4

    assert "two different sizes" in message(path, data[:canvas] + b"\x06" + data[canvas + 1 :])


def test_a_long_run_of_fill_bytes_costs_no_time() -> None:
    """JPEG allows any number of them before a marker; a naive search is quadratic."""
    for start in (b"\xff\xd8\xff", b"\xff\xd8\xff\xda\0\2"):
        assert read_image("images/a.jpg", start + b"\xff" * 4_000_000)[0] is None


def test_listed_suffixes_cover_what_must_be_refused_aloud() -> None:
    """A file that is silently ignored looks published to its author."""
    assert {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"} == set(IMAGE_SUFFIXES)
    assert {".svg", ".html"} <= set(REFUSED_SUFFIXES)
