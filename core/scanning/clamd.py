"""The daemon of ClamAV over a socket, by its INSTREAM command.

The file goes as chunks, each behind its length in four bytes, big end first; a chunk of length zero ends it. The
answer is one line: `stream: OK`, `stream: NAME FOUND`, or anything else that is no verdict.
"""

import socket
import time

from django.conf import settings

from core.scanning.port import ScannerAway, Verdict
from core.transactions import refuse_inside_transaction

CONNECT_SECONDS = 3.0
SECONDS = 20.0
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
_OK, _FOUND, _HEAD = "stream: OK", " FOUND", "stream: "


class ClamdScanner:
    """Asks the daemon at CLAMD_ADDRESS, `host:port` or the path of a socket."""

    holds = True

    def __init__(self) -> None:
        self._address: str = settings.CLAMD_ADDRESS

    def scan(self, content: bytes) -> Verdict:
        """See `Scanner.scan`. One connection a file, 20 seconds at most."""
        refuse_inside_transaction("A virus scan")
        until = time.monotonic() + SECONDS
        try:
            with self._connect() as line:
                line.settimeout(SECONDS)
                line.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), CHUNK):
                    piece = content[start : start + CHUNK]
                    line.sendall(len(piece).to_bytes(4, "big") + piece)
                line.sendall((0).to_bytes(4, "big"))
                return _verdict(_answer(line, until))
        except (OSError, ValueError) as error:
            raise ScannerAway(type(error).__name__) from error

    def _connect(self) -> socket.socket:
        if self._address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CONNECT_SECONDS)
            try:
                line.connect(self._address)
            except OSError:
                line.close()
                raise
            return line
        host, _, port = self._address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)


def _answer(line: socket.socket, until: float) -> str:
    """The line of the answer, which ends with a zero byte; cut off when it does not come in time."""
    read = bytearray()
    while not read.endswith(b"\0"):
        left = until - time.monotonic()
        if left <= 0 or len(read) > LONGEST_ANSWER:
            raise TimeoutError
        line.settimeout(left)
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            raise ConnectionError
        read += piece
    return read[:-1].decode("utf-8", "replace").strip()


def _verdict(answer: str) -> Verdict:
    if answer == _OK:
        return Verdict()
    if answer.startswith(_HEAD) and answer.endswith(_FOUND):
        return Verdict(answer.removeprefix(_HEAD).removesuffix(_FOUND).strip()[:80] or "?")
    raise ScannerAway(answer[:80])
