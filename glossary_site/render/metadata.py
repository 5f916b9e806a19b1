"""What a page tells those who link to it, beside its title: language and picture."""

from typing import Final

from glossary_site.render.addresses import Addresses
from glossary_site.render.views import PreviewImageView, SiteView

FALLBACK: Final = "card.png"
"""The theme's picture for pages that have none of their own."""
_COUNTRIES: Final = {
    "ar": "AR", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "en": "US", "es": "ES", "fa": "IR",
    "fi": "FI", "fr": "FR", "he": "IL", "hi": "IN", "hu": "HU", "id": "ID", "it": "IT", "ja": "JP",
    "ko": "KR", "nb": "NO", "nl": "NL", "pl": "PL", "pt": "PT", "ro": "RO", "ru": "RU", "sv": "SE",
    "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN", "zh": "CN",
}  # fmt: skip
"""What Open Graph's list of locales has for a language that is written without a country."""


def locale(language: str) -> str | None:
    """Write a language as Open Graph does, or None where it needs a country that nobody named.

    >>> locale("en-GB"), locale("zh-Hant-TW"), locale("de"), locale("tlh")
    ('en_GB', 'zh_TW', 'de_DE', None)
    """
    primary, *subtags = language.split("-")
    primary = primary.lower()
    regions = [tag.upper() for tag in subtags if len(tag) == 2 and tag.isalpha()]  # noqa: PLR2004
    country = regions[0] if regions else _COUNTRIES.get(primary)
    return None if country is None else f"{primary}_{country}"


def preview_image(
    site: SiteView, place: Addresses, own: str | None, title: str
) -> PreviewImageView | None:
    """Choose the picture shown where a page is linked to.

    Args:
        site: What every page shows.
        place: Where the site will live; without its host no picture can be named.
        own: Output path of the page's own picture.
        title: What its own picture shows.
    """
    if not place.origin:
        return None
    if own is None:
        return PreviewImageView(place.origin + site.assets[FALLBACK], site.title)
    return PreviewImageView(place.best(own), title)
