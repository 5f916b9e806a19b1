"""Links that hold away from the site: in feeds and mails there is no page they could start from."""

import re
import uuid
from typing import Final

from markupsafe import Markup

from glossary_site.render.addresses import Addresses
from glossary_site.render.edition import Edition

_LINK: Final = re.compile(
    r"""(<(?:a|img)(?:\s[\w-]+(?:="[^"]*")?)*?\s(?:href|src)=")(/(?!/)[^"]*|\#[^"]*)(?=")"""
)
"""A link or picture of ours, up to its address, and the address below a host or within a page."""


def absolute_links(html: str, path: str, addresses: Addresses) -> Markup:
    """Make the links of a fragment absolute, where a host is known.

    Args:
        html: The fragment, made by `render.markdown`.
        path: Output path of the page it belongs to.
        addresses: Where the site will live.
    """
    page = addresses.absolute(path)
    if page is None:
        return Markup(html)  # noqa: S704 (made safe by render.markdown)

    def joined(match: re.Match[str]) -> str:
        start = page if match[2].startswith("#") else addresses.origin
        return f"{match[1]}{start}{match[2]}"

    return Markup(_LINK.sub(joined, html))  # noqa: S704 (only addresses of ours were put in)


def identifier(edition: Edition, path: str) -> str:
    """Make a permanent identifier: the address, or where no host is known a UUID of the names."""
    absolute = edition.addresses.absolute(path)
    if absolute is not None:
        return absolute
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{edition.site.title}\n{path}").urn
