"""What every page shows, made once."""

from collections.abc import Mapping
from typing import Final

from glossary_site.fields.site import SiteFields
from glossary_site.model import Content
from glossary_site.render import addresses as at
from glossary_site.render.addresses import Addresses
from glossary_site.render.metadata import locale
from glossary_site.render.newsletter import newsletter_view, reach
from glossary_site.render.policy import policy_attribute
from glossary_site.render.providers import contract
from glossary_site.render.views import LinkView, NewsletterView, SiteView
from glossary_site.theme import BLOCKING, EAGER, OFFLINE_MARK

RIGHT_TO_LEFT: Final = frozenset(
    """ae ar arc bcc bqi ckb dv fa glk he ks lrc mzn nqo pnb ps sd syr ug ur yi""".split()
)
"""Languages written from right to left unless a script subtag says otherwise."""
_RTL_SCRIPTS: Final = frozenset("""adlm arab hebr mand mend nkoo rohg samr syrc thaa""".split())


def direction(language: str) -> str:
    """Say in which direction a language is written.

    >>> direction("ar"), direction("en-GB"), direction("az-Arab"), direction("ks-Deva")
    ('rtl', 'ltr', 'rtl', 'ltr')
    """
    primary, *subtags = language.lower().split("-")
    scripts = [tag for tag in subtags if len(tag) == 4]  # noqa: PLR2004 (BCP 47: a script)
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if primary in RIGHT_TO_LEFT else "ltr"


def site_view(content: Content, addresses: Addresses, assets: Mapping[str, str]) -> SiteView:
    """Make the view.

    Args:
        content: What was read.
        addresses: Where the site will live.
        assets: From the name of a theme's file to its output path.
    """
    config = content.config
    feed = addresses.href(at.FEED) if "feeds" in config.outputs else None
    manual = content.manual if content.manual and content.manual.docs else None
    return SiteView(
        title=config.title,
        description=config.description,
        language=config.language,
        direction=direction(config.language),
        locale=locale(config.language),
        home_href=addresses.href(at.HOME),
        assets={name: addresses.href(path) for name, path in assets.items()},
        manifest_href=addresses.href(at.MANIFEST),
        blocking_scripts=tuple(addresses.href(assets[name]) for name in BLOCKING),
        scripts=tuple(addresses.href(assets[name]) for name in _scripts(config)),
        terms_href=addresses.href(at.A_TO_Z),
        has_search="search" in config.outputs,
        changes_href=addresses.href(at.CHANGES) if has_changes(content) else None,
        sources_href=addresses.href(at.SOURCES) if has_sources(content) else None,
        docs_href=addresses.href(at.doc_path(next(iter(manual.docs)))) if manual else None,
        graph_href=addresses.href(at.GRAPH) if has_graph(content) else None,
        feed_href=feed,
        formats_href=addresses.href(at.FORMATS) if "machines" in config.outputs else None,
        csp=policy_attribute(reach(config.newsletter, is_offline=config.offline)),
        framing_csp=policy_attribute(
            reach(config.newsletter, is_offline=config.offline), frames=True
        ),
        navigation=_navigation(content, addresses),
        repository=config.repository,
        licence=config.licence,
        newsletter=_newsletter(content, addresses, feed),
    )


def _scripts(config: SiteFields) -> tuple[str, ...]:
    """List the module scripts of every page."""
    search = ("search.js",) if "search" in config.outputs else ()
    return (*EAGER, *search, *((OFFLINE_MARK,) if config.offline else ()))


def _navigation(content: Content, addresses: Addresses) -> tuple[LinkView, ...]:
    outputs = content.config.outputs
    links = [LinkView(addresses.href(at.A_TO_Z), "Terms")]
    if has_topics(content):
        links.append(LinkView(addresses.href(at.TOPICS), "Topics"))
    if has_graph(content):
        links.append(LinkView(addresses.href(at.GRAPH), "Graph"))
    if content.datasets and "data" in outputs:
        links.append(LinkView(addresses.href(at.DATA), "Data"))
    if content.issues and "newsletter" in outputs:
        links.append(LinkView(addresses.href(at.NEWSLETTER), "Newsletter"))
    return tuple(links)


def has_topics(content: Content) -> bool:
    """Say whether any topic has a page."""
    return bool(content.config.topics) or any(term.topics for term in content.terms)


def has_graph(content: Content) -> bool:
    """Say whether the graph has a page: one term alone hangs together with nothing."""
    return len(content.terms) > 1 and "graph" in content.config.outputs


def has_changes(content: Content) -> bool:
    """Say whether any term says when it changed."""
    return any(term.updated is not None for term in content.terms)


def has_sources(content: Content) -> bool:
    """Say whether any term names a source, or there is a dataset, which always does."""
    return bool(content.datasets) or any(term.sources for term in content.terms)


def _newsletter(content: Content, addresses: Addresses, feed: str | None) -> NewsletterView | None:
    fields = content.config.newsletter
    if fields is None:
        return None
    has_pages = bool(content.issues) and "newsletter" in content.config.outputs
    latest = content.issues[0] if content.issues else None
    latest_href = addresses.href(at.issue_path(latest.slug)) if latest and has_pages else None
    return newsletter_view(
        fields,
        latest,
        latest_href=latest_href,
        archive_href=addresses.href(at.NEWSLETTER) if has_pages else None,
        feed_href=addresses.href(at.NEWSLETTER_FEED) if has_pages else feed,
        thanks_href=addresses.href(at.THANKS) if has_thanks(content) else None,
    )


def has_thanks(content: Content) -> bool:
    """Say whether there is a page of thanks: where a form is, a provider can lead back to it."""
    is_written = "newsletter" in content.config.outputs
    return is_written and contract(content.config.newsletter) is not None


def head_title(config: SiteFields, title: str) -> str:
    """Give a page's `<title>`."""
    return config.title if title == config.title else f"{title} · {config.title}"
