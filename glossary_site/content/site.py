"""`site.yaml` to the configuration."""

import datetime as dt
from importlib.util import find_spec
from typing import Final

from msgspec.structs import replace

from glossary_site.content.validate import validate
from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import Diagnostic, Findings, Span, finding, quoted
from glossary_site.fields.site import Choice, SiteFields

DRAWING: Final = ("resvg_py", "fontTools", "font_source_serif_pro", "font_source_sans_pro")
"""Modules of the extra `cards`: what draws social cards."""
EXPIRES_SOON: Final = 30
"""Days before security.txt runs out on which it is told."""
STAND_IN: Final = SiteFields(title="Glossary")
"""Stands for a configuration that cannot be read, while the rest of the glossary is checked."""


def read_site(path: str, text: str, today: dt.date | None = None) -> tuple[SiteFields, Findings]:
    """Read the configuration.

    Args:
        path: For findings.
        text: What stands in it.
        today: The build date; None where nobody asks what has run out.

    Returns:
        What is right in it, so that a mistake here hides none elsewhere: the findings say whether
        the site may be published.
    """
    yaml, found = read_yaml(path, text)
    if yaml is None:
        return STAND_IN, found
    fields, invalid = validate(SiteFields, path, yaml)
    found += invalid
    if fields is None and isinstance(yaml.value, dict):
        titled = replace(yaml, value=yaml.value | {"title": STAND_IN.title})
        fields, _ = validate(SiteFields, path, titled)
    if fields is None:
        return STAND_IN, found
    found += _topic_findings(path, fields, yaml)
    if today is not None:
        found += _expiry(path, fields, yaml, today)
    usable, problems = _extensions(path, fields, yaml)
    found += problems
    if problems:
        markdown = fields.markdown.model_copy(update={"extensions": usable})
        fields = fields.model_copy(update={"markdown": markdown})
    outputs, problems = _drawable(path, fields, yaml)
    found += problems
    if problems:
        fields = fields.model_copy(update={"outputs": outputs})
    if fields.newsletter is not None and not _names_provider(yaml.value):
        span = Span(path, *yaml.keys.get("newsletter", (1, 1)))
        message = "the newsletter names no provider, so readers are offered its feed"
        hint = "write provider: none to choose that, or name a provider"
        found += (finding("no-provider", span, message, hint),)
    return fields, found


def _expiry(path: str, fields: SiteFields, yaml: Yaml, today: dt.date) -> Findings:
    """Say whether what security.txt promises has run out, or soon will."""
    if fields.security is None:
        return ()
    left = (fields.security.expires - today).days
    if left > EXPIRES_SOON:
        return ()
    span = Span(path, *yaml.values.get("security.expires", (1, 1)))
    message = f"security.txt runs out on {fields.security.expires}"
    if left <= 0:
        message = "security.txt has run out, so nobody may rely on it"
    hint = "see that all of it still holds, and write a later day"
    return (finding("stale-security", span, message, hint),)


def _names_provider(value: object) -> bool:
    """Say whether a provider was chosen, well or badly."""
    newsletter = value.get("newsletter") if isinstance(value, dict) else None
    return isinstance(newsletter, dict) and newsletter.get("provider") is not None


def _extensions(
    path: str, fields: SiteFields, yaml: Yaml
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Load each extension of Python-Markdown once: those that cannot be are named and left out."""
    if not fields.markdown.extensions:
        return (), ()
    from markdown import Markdown  # noqa: PLC0415 (most name none)

    usable: list[str] = []
    found: list[Diagnostic] = []
    for i, name in enumerate(fields.markdown.extensions):
        try:
            Markdown(extensions=[name])
        except Exception as error:  # noqa: BLE001 (whatever the extension's own code raises)
            span = Span(path, *yaml.values.get(f"markdown.extensions.{i}", (1, 1)))
            reason = str(error).partition("\n")[0] or type(error).__name__
            message = f"the Markdown extension {quoted(name)} cannot be loaded: {reason}"
            found.append(finding("bad-value", span, message, "install it, or remove the line"))
        else:
            usable.append(name)
    return tuple(usable), tuple(found)


def _drawable(
    path: str, fields: SiteFields, yaml: Yaml
) -> tuple[tuple[Choice, ...], tuple[Diagnostic, ...]]:
    """Leave out the family `cards` where what draws them is not installed, and say so."""
    if "cards" not in fields.outputs:
        return fields.outputs, ()
    missing = [name for name in DRAWING if find_spec(name) is None]
    if not missing:
        return fields.outputs, ()
    value = yaml.value.get("outputs") if isinstance(yaml.value, dict) else None
    place = value.index("cards") if isinstance(value, list) and "cards" in value else 0
    span = Span(path, *yaml.values.get(f"outputs.{place}", (1, 1)))
    message = f"social cards cannot be drawn: {missing[0]} is not installed"
    hint = "install glossary-site[cards]; until then every page shows the theme's picture"
    kept = tuple(name for name in fields.outputs if name != "cards")
    return kept, (finding("cards-unavailable", span, message, hint),)


def _topic_findings(path: str, fields: SiteFields, yaml: Yaml) -> Findings:
    seen: set[str] = set()
    found: list[Diagnostic] = []
    for i, topic in enumerate(fields.topics):
        if topic.id in seen:
            span = Span(path, *yaml.values.get(f"topics.{i}.id", (1, 1)))
            found.append(finding("bad-value", span, f"the topic {quoted(topic.id)} stands twice"))
        seen.add(topic.id)
    return tuple(found)
