"""A real list server for tests: django-newsletter behind TLS, and a real SMTP server for its mail.

The server runs in a process of its own, since Django's settings are one for a whole process.  It
ends when its standard input does, so that it cannot outlive the test that started it.
"""

import asyncio
import json
import sqlite3
import ssl
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from queue import Queue
from typing import Final

import trustme
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.program import ROOT, environment

SLUG: Final = "pulse"
"""The newsletter's name in the server's addresses."""
PATIENCE: Final = 30.0
"""Seconds: only a machine that stands still needs more."""


class Mailbox:
    """An SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.port = 0
        self._mails: defaultdict[str, Queue[EmailMessage]] = defaultdict(Queue)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take a mail."""
        content = envelope.original_content
        assert content is not None
        mail = BytesParser(policy=policy.default).parsebytes(content)
        assert isinstance(mail, EmailMessage)
        for address in envelope.rcpt_tos:
            self._mails[address].put(mail)
        return "250 OK"

    def take(self, address: str) -> EmailMessage:
        """Wait for a mail to an address."""
        return self._mails[address].get(timeout=PATIENCE)

    def is_empty(self, address: str) -> bool:
        """Say whether no mail to an address lies here."""
        return self._mails[address].empty()


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Receive mail on a free port of this machine, in a thread: Playwright's loop runs in ours."""
    box, loop = Mailbox(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_listen(box), loop).result(PATIENCE)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(box: Mailbox) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(box, loop=loop, enable_SMTPUTF8=True), "127.0.0.1", 0
    )


async def _close(server: asyncio.Server) -> None:
    """Stop listening, and end the conversations that are still open."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass(frozen=True)
class ListServer:
    """A running list server."""

    origin: str
    """`https://127.0.0.1:PORT`."""
    database: Path
    """Its SQLite file."""
    templates: Path
    """A folder of its templates: those of mails lie under `newsletter/message/pulse/`."""
    mail: Mailbox
    """Where its mail arrives."""
    process: "subprocess.Popen[str]"
    """The server."""

    def address(self, view: str) -> str:
        """Give the address of one of the newsletter's views, for instance `subscribe`."""
        return f"{self.origin}/newsletter/{SLUG}/{view}/"

    def rows(self, address: str) -> list[tuple[bool, bool]]:
        """Read from the database what is known of an address: subscribed, unsubscribed."""
        query = "SELECT subscribed, unsubscribed FROM newsletter_subscription WHERE email = ?"
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            found = database.execute(query, (address,)).fetchall()
        return [(bool(is_in), bool(is_out)) for is_in, is_out in found]

    def send(self, title: str) -> None:
        """Send an issue to all who have subscribed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"send": title}) + "\n")
        self.process.stdin.flush()
        assert json.loads(self.process.stdout.readline()) == {"sent": title}


@contextmanager
def list_server(folder: Path) -> Iterator[ListServer]:
    """Run a list server whose files lie in `folder`, until the block ends."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    issued = authority.issue_cert("127.0.0.1", "localhost")
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    (folder / "templates").mkdir()
    with mailbox() as box:
        command = [sys.executable, "-m", "tests.newsletter.list_server", str(folder), str(box.port)]
        with (folder / "server.log").open("w") as log, subprocess.Popen(
            command, cwd=ROOT, env=environment(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        ) as process:  # fmt: skip
            try:
                yield _ready(process, folder, box)
            finally:
                process.kill()


def _ready(process: "subprocess.Popen[str]", folder: Path, box: Mailbox) -> ListServer:
    """Wait until the server listens, with a certificate that stands up to being checked."""
    assert process.stdout is not None
    told = process.stdout.readline()
    assert told, (folder / "server.log").read_text()
    port = json.loads(told)["port"]
    ssl.get_server_certificate(
        ("127.0.0.1", port), ca_certs=str(folder / "authority.pem"), timeout=PATIENCE
    )
    origin = f"https://127.0.0.1:{port}"
    return ListServer(origin, folder / "list.sqlite3", folder / "templates", box, process)
