"""What each newsletter provider has to be told, as `site.yaml` has it.

Settings are what a provider's own interface shows.  Whoever pastes more than is asked for, such as
the whole address of a form, is told which part of it to write.
"""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from glossary_site.fields.codes import Code, Home
from glossary_site.fields.common import Fields, Line, Listed, SecureAddress

_DIGITS: Final = r"[0-9]{1,20}"
_EMBED: Final = "copy it from the form’s address in the HTML that the provider shows for embedding"


class ButtondownProvider(Fields):
    """A list at Buttondown."""

    username: Annotated[
        str,
        AfterValidator(
            Code(
                r"[A-Za-z0-9_-]{1,64}",
                "is no user name",
                "copy it from the newsletter’s address, https://buttondown.com/USERNAME",
                r"^https?://buttondown\.(?:com|email)/(?:api/emails/embed-subscribe/)?([\w-]+)/?$",
            )
        ),
    ]
    """The newsletter's name in its Buttondown address."""
    tags: Annotated[tuple[Line, ...], Listed] = ()
    """Tags that new subscribers get."""
    metadata: dict[str, Line] = {}
    """Notes kept with new subscribers, by their keys."""


class MailchimpProvider(Fields):
    """An audience at Mailchimp."""

    account: Annotated[
        str,
        AfterValidator(
            Code(
                r"[a-z0-9][a-z0-9-]{0,62}",
                "is no account",
                "copy ACCOUNT from the form’s address, https://ACCOUNT.us1.list-manage.com/…",
                r"^(?:https?:)?//([a-z0-9-]+)\.[a-z]{2}[0-9]+\.list-manage\.com",
            )
        ),
    ]
    """The first part of the form's host."""
    data_center: Annotated[
        str,
        AfterValidator(
            Code(
                r"[a-z]{2}[0-9]{1,3}",
                "is no data center",
                "copy the second part of the form’s host, for instance us1",
                r"(?:^(?:https?:)?//|\.)([a-z]{2}[0-9]{1,3})\.(?:list-manage|admin)",
            )
        ),
    ]
    """The second part of the form's host, for instance `us1`."""
    u: Annotated[
        str,
        AfterValidator(
            Code(
                r"[0-9a-f]{25}",
                "is not what stands behind u=",
                "copy the 25 signs behind u= in the form’s address",
                r"[?&;]u=([0-9a-f]{25})(?![0-9a-f])",
            )
        ),
    ]
    """What stands behind `u=` in the form's address."""
    id: Annotated[
        str,
        AfterValidator(
            Code(
                r"[0-9a-f]{10}",
                "is not what stands behind id=",
                "copy the 10 signs behind &id= in the form’s address; it is not the API key",
                r"[?&;]id=([0-9a-f]{10})(?![0-9a-f])",
            )
        ),
    ]
    """What stands behind `id=` in the form's address: the audience."""
    f_id: (
        Annotated[
            str,
            AfterValidator(
                Code(
                    r"[0-9a-f]{10}",
                    "is not what stands behind f_id=",
                    "copy the 10 signs behind &f_id= in the form’s address, or leave it out",
                    r"[?&;]f_id=([0-9a-f]{10})(?![0-9a-f])",
                )
            ),
        ]
        | None
    ) = None
    """What stands behind `f_id=` in the address of newer forms."""


class KitProvider(Fields):
    """A form at Kit, earlier called ConvertKit."""

    form: Annotated[
        str,
        AfterValidator(
            Code(
                _DIGITS,
                "is no form’s number",
                "in Kit, open the form, then Embed and HTML: it stands in action=…/forms/NUMBER/…",
                r"/forms/([0-9]+)",
            )
        ),
    ]
    """The form's number."""
    tags: Annotated[
        tuple[
            Annotated[
                str,
                AfterValidator(
                    Code(
                        _DIGITS,
                        "is no tag’s number",
                        "in Kit, open the tag: its address ends in it",
                    )
                ),
            ],
            ...,
        ],
        Listed,
    ] = ()
    """Numbers of the tags that new subscribers get."""


class MailerliteProvider(Fields):
    """A form at MailerLite."""

    account: Annotated[
        str,
        AfterValidator(
            Code(
                _DIGITS,
                "is no account’s number",
                _EMBED + ", …/jsonp/ACCOUNT/…",
                r"/jsonp/([0-9]+)/",
            )
        ),
    ]
    """The account's number."""
    form: Annotated[
        str,
        AfterValidator(
            Code(
                _DIGITS,
                "is no form’s number",
                _EMBED + ", …/forms/FORM/subscribe",
                r"/forms/([0-9]+)",
            )
        ),
    ]
    """The form's number."""


class BrevoProvider(Fields):
    """A form at Brevo, earlier called Sendinblue."""

    subdomain: Annotated[
        str,
        AfterValidator(
            Code(
                r"[a-z0-9-]{1,63}",
                "is no subdomain",
                "copy it from the form’s address, https://SUBDOMAIN.sibforms.com/serve/…",
                r"^https?://([a-z0-9-]+)\.sibforms\.com",
            )
        ),
    ]
    """The first part of the form's host."""
    form: Annotated[
        str,
        AfterValidator(
            Code(
                r"[A-Za-z0-9_-]{20,500}={0,2}",
                "is no form’s token",
                "copy what stands behind /serve/ in the form’s address, to its end",
                r"/serve/([A-Za-z0-9_-]{20,500}={0,2})",
            )
        ),
    ]
    """What stands behind `/serve/` in the form's address."""
    locale: Annotated[
        str,
        AfterValidator(
            Code(
                r"[a-z]{2}(-[a-z]{2})?",
                "is no language",
                "write en, fr, de, es, it or pt, as in the form’s field locale",
            )
        ),
    ] = "en"
    """The language in which Brevo answers."""


class ListmonkProvider(Fields):
    """Lists of a listmonk server."""

    url: Annotated[SecureAddress, AfterValidator(Home(("/subscription", "/admin", "/api")))]
    """The server's address, listmonk's own *root URL*."""
    lists: Annotated[
        tuple[
            Annotated[
                str,
                AfterValidator(
                    Code(
                        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                        "is no list’s UUID",
                        "in listmonk, open Lists, then Forms: it is the value of the field l",
                    )
                ),
            ],
            ...,
        ],
        Field(min_length=1),
    ]
    """UUIDs of the public lists that a reader joins."""
    next: SecureAddress | None = None
    """Where listmonk leads to afterwards. It must be among its *trusted URLs*, sign for sign."""


class GhostProvider(Fields):
    """Members of a site made with Ghost."""

    url: Annotated[SecureAddress, AfterValidator(Home(("/ghost", "/members")))]
    """The site's address."""
    labels: Annotated[tuple[Line, ...], Listed] = ()
    """Labels that new members get."""


class FormspreeProvider(Fields):
    """A form at Formspree, which only collects addresses."""

    form: Annotated[
        str,
        AfterValidator(
            Code(
                r"[A-Za-z0-9]{6,32}",
                "is no form’s id",
                "in Formspree, open the form: its endpoint is https://formspree.io/f/ID",
                r"formspree\.io/(?:f|forms)/([A-Za-z0-9]{6,32})",
            )
        ),
    ]
    """The form's id."""
    subject: Line | None = None
    """The subject of the mails that Formspree sends you."""


class NetlifyProvider(Fields):
    """A form of Netlify, which only collects addresses, on a site that Netlify hosts."""

    form: Annotated[
        str,
        AfterValidator(
            Code(r"[A-Za-z0-9_-]{1,64}", "is no form’s name", "use letters, digits, hyphens and _")
        ),
    ] = "newsletter"
    """The name under which Netlify lists what it collects."""


class BeehiivProvider(Fields):
    """A publication at beehiiv, which takes sign-ups on its own pages only."""

    url: Annotated[
        SecureAddress,
        AfterValidator(Home(("/subscribe", "/p/", "/archive", "/v1"), "embeds.beehiiv.com")),
    ]
    """The publication's address."""


class SubstackProvider(Fields):
    """A publication at Substack, which takes sign-ups on its own pages only."""

    url: Annotated[
        SecureAddress, AfterValidator(Home(("/subscribe", "/embed", "/p/", "/archive", "/api")))
    ]
    """The publication's address."""
