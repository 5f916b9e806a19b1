"""`site.yaml` to the configuration."""

from collections.abc import Iterator

from markdown import Markdown

from glossary_site.content.validate import validate
from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import Diagnostic, Findings, Span, finding, quoted
from glossary_site.fields.site import SiteFields


def read_site(path: str, text: str) -> tuple[SiteFields | None, Findings]:
    """Read the configuration; None if it has a mistake."""
    yaml, found = read_yaml(path, text)
    if yaml is None:
        return None, found
    fields, invalid = validate(SiteFields, path, yaml)
    found += invalid
    if fields is None:
        return None, found
    found += _topic_findings(path, fields, yaml) + tuple(_extension_findings(path, fields, yaml))
    if fields.newsletter is not None and fields.newsletter.provider is None:
        span = Span(path, *yaml.keys.get("newsletter", (1, 1)))
        message = "the newsletter names no provider, so readers are offered its feed"
        hint = "write provider: none to choose that, or name a provider"
        found += (finding("no-provider", span, message, hint),)
    return fields, found


def _extension_findings(path: str, fields: SiteFields, yaml: Yaml) -> Iterator[Diagnostic]:
    """Load each extension of Python-Markdown once, so that one that cannot be is named."""
    for i, name in enumerate(fields.markdown.extensions):
        try:
            Markdown(extensions=[name])
        except Exception as error:  # noqa: BLE001 (whatever the extension's own code raises)
            span = Span(path, *yaml.values.get(f"markdown.extensions.{i}", (1, 1)))
            reason = str(error).partition("\n")[0] or type(error).__name__
            message = f"the Markdown extension {quoted(name)} cannot be loaded: {reason}"
            yield finding("bad-value", span, message, "install it, or remove the line")


def _topic_findings(path: str, fields: SiteFields, yaml: Yaml) -> Findings:
    seen: set[str] = set()
    found: list[Diagnostic] = []
    for i, topic in enumerate(fields.topics):
        if topic.id in seen:
            span = Span(path, *yaml.values.get(f"topics.{i}.id", (1, 1)))
            found.append(finding("bad-value", span, f"the topic {quoted(topic.id)} stands twice"))
        seen.add(topic.id)
    return tuple(found)
