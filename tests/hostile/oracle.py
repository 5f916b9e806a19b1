"""Says whether a page is inert: whether nothing its author wrote reaches beyond the article.

The page is parsed as a browser does, with scripting on and off, and held against three rules.
Outside `<article id="term">` it must have the elements and attribute names of a benign page.  In
the article only listed elements, attributes and schemes may stand.  Every JSON block must parse
strictly.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Final

import html5lib

HTML: Final = "{http://www.w3.org/1999/xhtml}"
_LISTED: Final = (
    "p br hr a em strong code pre ul ol li dl dt dd blockquote h1 h2 h3 h4 h5 h6 table thead tbody "
    "tfoot tr th td img sup sub abbr del ins span div section figure figcaption kbd var samp q "
    "cite dfn mark small time bdi"
)
TAGS: Final = frozenset(_LISTED.split())
EVERYWHERE: Final = frozenset({"class", "id", "title", "lang", "dir", "role"})
ATTRIBUTES: Final = {
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "th": {"scope", "align", "colspan", "rowspan"},
    "td": {"align", "colspan", "rowspan"},
    "ol": {"start"},
    "time": {"datetime"},
}
ADDRESSES: Final = frozenset(
    ["href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "cite",
     "background", "ping"]
)  # fmt: skip
SCHEMES: Final = frozenset({"http", "https", "mailto", ""})
RESERVED: Final = frozenset(
    {"location", "cookie", "searchIndex", "search-results", "newsletter", "getElementById"}
)
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_OURS: Final = re.compile(r"\b(fixed|site-header|inset-0)\b")

Shape = list[object]


def check(page: str, benign: str) -> list[str]:
    """List what is wrong with a page, in words; nothing if it is inert.

    Args:
        page: The HTML of a term's page.
        benign: The HTML of a page with the same parts and harmless text.
    """
    wrong: set[str] = set()
    for scripting in (True, False):
        wrong.update(_check(page, _parse(page, scripting), _parse(benign, scripting)))
    return sorted(wrong)


def _parse(page: str, scripting: bool) -> ET.Element:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=True)
    root: ET.Element = parser.parse(page, scripting=scripting)
    return root


def _check(page: str, root: ET.Element, benign: ET.Element) -> Iterator[str]:
    article, twin = _find(root, _is_article), _find(benign, _is_article)
    if article is None:
        yield "article lost"
        return
    yield from _inside(article)
    text = "".join(article.itertext())
    if "BEFORE-MARK" in page and not ("BEFORE-MARK" in text and "AFTER-MARK" in text):
        yield "marks lost"
    shape, wanted = _shape(root, article), _shape(benign, twin)
    if shape != wanted:
        yield f"skeleton differs {[part for part in shape if part not in wanted][:3]}"
    for script in root.iter(HTML + "script"):
        if "json" in (script.get("type") or ""):
            try:
                json.loads(
                    "".join(script.itertext()),
                    object_pairs_hook=_distinct,
                    parse_constant=_no_constant,
                )
            except ValueError as error:
                yield f"json block: {str(error)[:60]}"


def _inside(article: ET.Element) -> Iterator[str]:
    for element in article.iter():
        if element is article:
            continue
        tag = _name(element)
        if tag is None:
            yield "comment"
            continue
        if tag not in TAGS:
            yield f"element <{tag}>"
        for key, value in element.attrib.items():
            yield from _attribute(tag, str(key), value)


def _attribute(tag: str, key: str, value: str) -> Iterator[str]:
    if key.lower().startswith("on"):
        yield f"handler {tag}@{key}"
    elif key not in EVERYWHERE | ATTRIBUTES.get(tag, set()):
        yield f"attribute {tag}@{key}"
    if key in ADDRESSES and scheme(value) not in SCHEMES:
        yield f"scheme {tag}@{key}={value[:40]!r}"
    if key in {"id", "name"} and value in RESERVED:
        yield f"clobber {key}={value}"
    if key == "class" and _OURS.search(value):
        yield f"class {value!r}"


def _shape(root: ET.Element, article: ET.Element | None) -> Shape:
    """List the elements outside the article with their attributes' names and their schemes."""
    skipped = set() if article is None else set(article.iter()) - {article}
    shape: Shape = []
    for element in root.iter():
        if element in skipped:
            continue
        tag = _name(element)
        if tag is None:
            shape.append("#comment")
            continue
        address = element.get("href") or element.get("src") or element.get("action") or ""
        names = tuple(sorted(map(str, element.attrib)))
        shape.append((tag, names, scheme(address)))
    return shape


def scheme(address: str) -> str:
    """Read an address's scheme as browsers do: white space and control characters do not count."""
    normal = re.sub(r"^[\x00-\x20]+|[\x00-\x20]+$", "", address)
    match = _SCHEME.match(re.sub(r"[\t\r\n]", "", normal))
    return match[1].lower() if match else ""


def _name(element: ET.Element) -> str | None:
    """Give an element's name; None for a comment, whose tag is a function."""
    tag: object = element.tag
    return tag.removeprefix(HTML) if isinstance(tag, str) else None


def _is_article(element: ET.Element) -> bool:
    return _name(element) == "article" and element.get("id") == "term"


def _find(root: ET.Element, is_wanted: Callable[[ET.Element], bool]) -> ET.Element | None:
    return next(filter(is_wanted, root.iter()), None)


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"duplicate key {key}")
        found[key] = value
    return found


def _no_constant(constant: str) -> object:
    raise ValueError(f"constant {constant}")
