"""The list server's own process: Django, its tables in SQLite, its pages behind TLS.

Arguments: the folder of its files, and the port of the SMTP server.  It tells its port in a line on
standard output, sends an issue for a line `{"send": TITLE}`, and ends with its standard input.
"""

import json
import ssl
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from tests.newsletter.list_server import SLUG


def configure(folder: Path, smtp_port: int) -> None:
    """Set Django up: what django-newsletter asks for, and no more."""
    applications = ("contenttypes", "auth", "sites", "sessions", "messages")
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "list.sqlite3",
                "OPTIONS": {"timeout": 20},
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=smtp_port,
        INSTALLED_APPS=[
            *(f"django.contrib.{name}" for name in applications), "sorl.thumbnail", "newsletter",
        ],
        # The form comes from another site, so nothing may ask for a token of this one.
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        # Tables are made at once, without the history of how they came to be.
        MIGRATION_MODULES={**dict.fromkeys(applications), "newsletter": None, "thumbnail": None},
        NEWSLETTER_THUMBNAIL="sorl-thumbnail",
        NEWSLETTER_USE_HTTPS=True,
        ROOT_URLCONF="tests.newsletter.list_server.urls",
        SECRET_KEY="for tests alone",  # noqa: S106
        SITE_ID=1,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [folder / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        USE_I18N=False,
        USE_TZ=True,
    )  # fmt: skip
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


class Server(ThreadingMixIn, WSGIServer):
    """Answers each request in a thread, behind TLS."""

    daemon_threads = True

    def get_request(self):  # type: ignore[no-untyped-def]  # noqa: ANN201, D102
        connection, address = super().get_request()
        connection.settimeout(20)
        return self.tls.wrap_socket(connection, server_side=True), address

    tls: ssl.SSLContext


def main(folder: Path, smtp_port: int) -> None:
    """Serve until standard input ends."""
    configure(folder, smtp_port)
    from django.contrib.sites.models import Site  # noqa: PLC0415 (models load after the settings)
    from newsletter.models import Message, Newsletter, Submission  # noqa: PLC0415

    server = Server(("127.0.0.1", 0), WSGIRequestHandler)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(folder / "server.pem")
    server.set_app(get_wsgi_application())
    Site.objects.filter(pk=1).update(domain=f"127.0.0.1:{server.server_port}")
    newsletter = Newsletter.objects.create(
        title="AI Economy Pulse", slug=SLUG, email="pulse@lists.example", sender="AI Economy Pulse"
    )
    newsletter.site.set(Site.objects.all())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(json.dumps({"port": server.server_port}) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        title = json.loads(line)["send"]
        slug = f"issue-{Message.objects.count()}"  # a title may be used twice
        message = Message.objects.create(title=title, slug=slug, newsletter=newsletter)
        Submission.from_message(message).submit()
        sys.stdout.write(json.dumps({"sent": title}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
