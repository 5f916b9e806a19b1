"""How each service that sends mail writes the address to unsubscribe at."""

from collections.abc import Mapping
from typing import Final

from glossary_site.fields.newsletter import Provider

UNSUBSCRIBE: Final[Mapping[Provider, str]] = {
    "buttondown": "{{ unsubscribe_url }}",
    "mailchimp": "*|UNSUB|*",
    "kit": "{{ unsubscribe_url }}",
    "mailerlite": "{$unsubscribe}",
    "brevo": "{{ unsubscribe }}",
    "listmonk": "{{ UnsubscribeURL }}",
}
"""From a service to its tag."""
BY_ITSELF: Final[frozenset[Provider]] = frozenset({"ghost", "beehiiv", "substack"})
"""Services that put the link under every mail themselves."""
