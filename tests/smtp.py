"""A mail server on this machine that speaks SMTP over a real socket and can misbehave."""

import email
import email.policy
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class Post:
    """What the server got, and how it behaves towards the next mail.

    ``answers`` gives its reply to an address instead of "250 OK"; ``after_data`` replaces its
    reply to a whole mail: a line, or "drop" to take the mail and hang up without a word.
    """

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    to_everyone: str = ""
    after_data: str = ""
    pause: float = 0.0
    hang_up_at_once: bool = False

    def taken_by(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.taken if mail["To"] == address]


class _Dialogue(socketserver.StreamRequestHandler):
    post: Post

    def handle(self) -> None:
        try:
            self._talk()
        except (ConnectionError, ValueError, TimeoutError):
            return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _talk(self) -> None:
        if self.post.hang_up_at_once:
            return
        time.sleep(self.post.pause)
        self._say("220 loopback ESMTP")
        while line := self.rfile.readline():
            words = line.decode().strip()
            verb = words[:4].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "RCPT":
                self._say(self._reply_to(words))
            elif verb == "DATA":
                if not self._take():
                    return
            else:
                self._say("250 OK")

    def _reply_to(self, words: str) -> str:
        address = words.split("<", 1)[1].split(">", 1)[0]
        return self.post.answers.get(address, self.post.to_everyone or "250 OK")

    def _take(self) -> bool:
        """Take one mail; whether the dialogue goes on."""
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.post.after_data and self.post.after_data != "drop":
            self._say(self.post.after_data)
            return True
        self.post.taken.append(
            email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        )
        if self.post.after_data == "drop":
            return False
        self._say("250 taken")
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[Post]:
    """A running server; its port is ``post.port``."""
    post = Post()
    handler = type("Dialogue", (_Dialogue,), {"post": post})
    with _Server(("127.0.0.1", 0), handler) as server:
        post.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()
