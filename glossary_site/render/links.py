"""Links and images that an author wrote out: every address judged, those on this site noted."""

import html
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from markdown.extensions.footnotes import NBSP_PLACEHOLDER
from markdown.util import AMP_SUBSTITUTE

from glossary_site.content.docs import target_of
from glossary_site.diagnostics import Span, did_you_mean, quoted
from glossary_site.fields.common import web_address
from glossary_site.names import Slug, slugify
from glossary_site.render.context import DocPlaces, PictureView, Rendering
from glossary_site.render.elements import replace_by_text

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TERM_PATH: Final = re.compile(r"/terms/([a-z0-9-]+)/?")
_MAIL: Final = re.compile(
    r"mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:\?[\w=&%.+-]*)?"
)
_ODD: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")


def check_links(root: ET.Element, rendering: Rendering) -> None:
    """Judge every link: keep it, or leave only its words and say why."""
    links = list(root.iter("a"))
    if not links:
        return
    _unnest(links)
    if any(link.get("class") == "footnote-backref" for link in links):
        _drop_dead_backlinks(root)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    for parent in list(root.iter()):
        for link in [child for child in parent if child.tag == "a"]:
            if link.get("class") in {"term-link", "term-link auto", "bound-figure"}:
                continue
            href = _checked_href(link, ids, rendering)
            if href is None:
                _unlink(parent, link)
            else:
                link.set("href", href)


def _unnest(links: Iterable[ET.Element]) -> None:
    """Keep the outer of two links within each other."""
    for outer in [link for link in links if len(link) and link.find(".//a") is not None]:
        for parent in list(outer.iter()):
            for inner in [child for child in parent if child.tag == "a"]:
                replace_by_text(parent, inner, "".join(inner.itertext()))


def _drop_dead_backlinks(root: ET.Element) -> None:
    """Leave out the way back from a footnote to which nothing leads."""
    ids = {element.get("id") for element in root.iter("sup")}
    for note in list(root.iter("li")):
        for parent in note.findall("p"):
            for link in parent.findall("a[@class='footnote-backref']"):
                if link.get("href", "")[1:] not in ids:
                    replace_by_text(parent, link, "")
                    _drop_space_of_backlink(note, parent)


def _drop_space_of_backlink(note: ET.Element, parent: ET.Element) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "").removesuffix(NBSP_PLACEHOLDER)
        return
    parent.text = (parent.text or "").removesuffix(NBSP_PLACEHOLDER)
    if not parent.text:
        note.remove(parent)


def _unlink(parent: ET.Element, link: ET.Element) -> None:
    """Replace a link by its content."""
    at = list(parent).index(link)
    if len(link) == 0:
        replace_by_text(parent, link, link.text or "")
        return
    span = ET.Element("ins")  # holds the place of the content while the link is taken out
    span.text, span.tail = link.text, link.tail
    span.extend(list(link))
    parent[at] = span
    children = list(span)
    lead, tail = span.text or "", span.tail or ""
    children[-1].tail = (children[-1].tail or "") + tail
    parent.remove(span)
    for offset, child in enumerate(children):
        parent.insert(at + offset, child)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + lead
    else:
        parent.text = (parent.text or "") + lead


def _checked_href(link: ET.Element, ids: set[str | None], rendering: Rendering) -> str | None:
    raw = link.get("href", "")
    href = html.unescape(raw.replace(AMP_SUBSTITUTE, "&"))
    if raw != href:  # an address written as character references; its words may be, too
        link.text = html.unescape((link.text or "").replace(AMP_SUBSTITUTE, "&"))
    if link.get("class") in {"footnote-ref", "footnote-backref"} and href.startswith("#fn"):
        return href
    if href.startswith("#"):
        return _fragment(href, raw, ids, rendering)
    if href.startswith("/") and not href.startswith(("//", "/\\")):
        return _on_this_site(href, raw, rendering)
    if rendering.docs is not None and not _SCHEME.match(href) and not _ODD.search(href):
        return _among_docs(href, raw, rendering, rendering.docs)
    return _elsewhere(href, raw, rendering)


def _among_docs(href: str, raw: str, rendering: Rendering, docs: DocPlaces) -> str | None:
    """Judge a relative address in the documentation: of a page, a picture or another file."""
    span, path = _locate(raw, rendering), target_of(rendering.source.path, href)
    if href.startswith(("//", "/\\")):
        return _elsewhere(href, raw, rendering)
    path = path if path in docs.pages else _index_of(path, docs)
    if path in docs.pages:
        fragment = unquote(href.partition("#")[2])
        noted = f"#{fragment}" if fragment else ""
        rendering.paths.append((f"{docs.pages[path]}{noted}", span))
        return f"{rendering.context.base_path}{quote(docs.pages[path][1:] + noted, safe='/#')}"
    if path in docs.pictures:
        return docs.pictures[path].href
    if path in docs.beside:
        return docs.beside[path]
    if path and not path.startswith("docs/") and not docs.has_repository:
        message = f"the link {quoted(href)} leads out of docs/, and only its words are shown"
        rendering.report("relative-link", span, message, "set repository in site.yaml")
    elif path not in docs.refused:
        message = f"no file of this glossary has the path {quoted(path or href)}"
        hint = did_you_mean(path or href, (*docs.pages, *docs.pictures))
        rendering.report("broken-link", span, message, hint)
    return None


def _index_of(path: str, docs: DocPlaces) -> str:
    """Give the index of a folder, if it has one that is a page; else the path itself."""
    index = f"{path}/index.md"
    return index if index in docs.pages else path


def _locate(raw: str, rendering: Rendering) -> Span:
    """Find where an address is written: it must end where this one does."""
    spellings = (f"]({raw}", f"](<{raw}", f"<{raw}", raw)
    found = rendering.source.locate(*spellings, ends_before=" \t\n)>")
    return found if found.end_column else rendering.source.locate(*spellings)


def _elsewhere(href: str, raw: str, rendering: Rendering) -> str | None:
    """Judge an address that does not begin at this page or at this site's root."""
    if _MAIL.fullmatch(href):
        return href
    span = _locate(raw, rendering)
    if _SCHEME.match(href):
        try:
            return web_address(href)
        except ValueError as error:
            message = f"the link {quoted(href)} {str(error).partition(':')[0]}"
            rendering.report("unsafe-link", span, message, "only its words are shown")
            return None
    if _ODD.search(href) or href.startswith(("//", "/\\")):
        message = f"the link {quoted(href)} leads nowhere that can be checked"
        rendering.report("unsafe-link", span, message, "only its words are shown")
        return None
    message = f"the link {quoted(href)} is relative, and only its words are shown"
    hint = "link a term as [[Title]], a page of this site from / on, others with https://"
    rendering.report("relative-link", span, message, hint)
    return None


def _fragment(href: str, raw: str, ids: set[str | None], rendering: Rendering) -> str | None:
    wanted = unquote(href[1:])
    for candidate in (wanted, f"t-{wanted}", f"t-{slugify(wanted) or letters_id(wanted)}"):
        if candidate in ids:
            return f"#{candidate}"
    span = _locate(raw, rendering)
    message = f"the page has no heading {quoted(wanted)}"
    known = [str(name).removeprefix("t-") for name in ids]
    rendering.report("broken-fragment", span, message, did_you_mean(wanted, known))
    return None


def letters_id(text: str) -> str:
    """Make an id of the letters and digits of any script.

    >>> letters_id("推論 と モデル?")
    '推論-と-モデル'
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return "-".join(kept.split())


def _on_this_site(href: str, raw: str, rendering: Rendering) -> str | None:
    span = _locate(raw, rendering)
    if _ODD.search(href) or any(part in {".", ".."} for part in urlsplit(href).path.split("/")):
        message = f"the link {quoted(href)} leads nowhere that can be checked"
        rendering.report("unsafe-link", span, message, "only its words are shown")
        return None
    path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", href).groups()  # type: ignore[union-attr]
    fragment = unquote(rest if mark == "#" else rest.partition("#")[2])
    noted = f"#{fragment}" if fragment else ""
    if term := _TERM_PATH.fullmatch(path):
        slug = Slug(term[1])
        slug = rendering.context.redirects.get(slug, slug)
        if slug in rendering.context.slugs:
            rendering.written[slug] = None
            if noted:  # whether that page has such a heading is known when all are rendered
                rendering.paths.append((f"/terms/{slug}/{noted}", span))
            return f"{rendering.context.term_href(slug)}{mark}{rest}"
    rendering.paths.append((f"{path}{noted}", span))
    return f"{rendering.context.base_path}{path[1:]}{mark}{rest}"


def check_images(root: ET.Element, rendering: Rendering) -> None:
    """Show pictures from `images/`; leave only the words of any other."""
    if next(root.iter("img"), None) is None:
        return
    for parent in list(root.iter()):
        for image in [child for child in parent if child.tag == "img"]:
            raw = image.get("src", "")
            source = html.unescape(raw)
            picture, is_refused = _picture(source, rendering)
            if picture is None:
                if not is_refused:
                    _report_image(source, raw, rendering)
                replace_by_text(parent, image, html.unescape(image.get("alt", "")))
                continue
            if not image.get("alt", "").strip():
                _report_wordless(source, rendering)
            image.set("src", picture.href)
            image.set("width", str(picture.width))
            image.set("height", str(picture.height))
            image.set("loading", "lazy")
            image.set("decoding", "async")


def _picture(source: str, rendering: Rendering) -> tuple[PictureView | None, bool]:
    """Find a picture, and say whether it is one that has a mistake."""
    docs, context = rendering.docs, rendering.context
    if docs is not None and not source.startswith("/"):
        path = target_of(rendering.source.path, source)
        if not path.startswith("images/"):
            return docs.pictures.get(path), path in docs.refused
        source = path
    name = source.removeprefix("./").removeprefix("/").removeprefix("images/")
    return context.images.get(name), name in context.refused_images


_WORDLESS: Final = re.compile(r"!\[\s*\](?:\([^()\s]*[^()]*\)|\[[^\]]*\])?")


def _report_wordless(source: str, rendering: Rendering) -> None:
    span = rendering.source.locate(_WORDLESS)
    message = f"nothing tells readers who do not see it what the picture {quoted(source)} shows"
    hint = f"say it in words: ![A rack with eight GPUs]({source})"
    rendering.report("missing-alt-text", span, message, hint)


def _report_image(source: str, raw: str, rendering: Rendering) -> None:
    span = _locate(raw, rendering)
    if _SCHEME.match(source) or source.startswith("//"):
        message = f"the picture {quoted(source)} lies elsewhere, and only its words are shown"
        hint = "put the file into images/: pages load nothing from other sites"
        rendering.report("external-image", span, message, hint)
        return
    if rendering.docs is not None:
        message = f"there is no picture {quoted(source)}, and only its words are shown"
        likely = did_you_mean(source, rendering.docs.pictures)
        rendering.report("unknown-image", span, message, likely)
        return
    message = f"images/ holds no picture {quoted(source)}, and only its words are shown"
    rendering.report("unknown-image", span, message, did_you_mean(source, rendering.context.images))
