"""The virus scanner: ClamAV's INSTREAM command against a small daemon that speaks it, and what is no verdict."""

import contextlib
import socket
import threading

import pytest
from django.db import transaction

from core.scanning import ScannerAway, Verdict, clamd, get_scanner
from core.scanning.none import NoScanner

# The harmless test string of the anti-virus trade, in two halves so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon:
    """Answers one connection after another as clamd does; `says` replaces its answer."""

    def __init__(self, family=socket.AF_INET, address=("127.0.0.1", 0), says=None):
        self.line = socket.socket(family, socket.SOCK_STREAM)
        self.line.bind(address)
        self.line.listen()
        self.says, self.seen, self.chunks = says, b"", []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self):
        found = self.line.getsockname()
        return found if isinstance(found, str) else f"{found[0]}:{found[1]}"

    def _serve(self):
        while True:
            try:
                peer, _ = self.line.accept()
            except OSError:
                return
            with peer, contextlib.suppress(OSError):
                self._answer(peer)

    def _answer(self, peer):
        if self.says == "hang up":
            return
        assert self._read(peer, 10) == b"zINSTREAM\0"
        self.seen, self.chunks = b"", []
        while length := int.from_bytes(self._read(peer, 4), "big"):
            self.chunks.append(length)
            self.seen += self._read(peer, length)
        if self.says == "silence":
            threading.Event().wait(5)
            return
        found = b"stream: Eicar-Signature FOUND" if EICAR in self.seen else b"stream: OK"
        peer.sendall((found if self.says is None else self.says.encode()) + b"\0")

    @staticmethod
    def _read(peer, count):
        read = b""
        while len(read) < count:
            piece = peer.recv(count - len(read))
            if not piece:
                raise ConnectionError
            read += piece
        return read


@pytest.fixture
def daemon(settings):
    """Start a daemon and point the setting at it."""
    started = []

    def start(**kwargs):
        started.append(Daemon(**kwargs))
        settings.CLAMD_ADDRESS = started[-1].address
        settings.SCANNER_BACKEND = "core.scanning.clamd.ClamdScanner"
        return started[-1]

    yield start
    for one in started:
        one.line.close()


def test_clean_file_arrives_whole_and_in_chunks(daemon):
    clam = daemon()
    content = bytes(range(256)) * 700

    assert get_scanner().scan(content) == Verdict()

    assert clam.seen == content
    assert len(clam.chunks) == 3
    assert max(clam.chunks) == clamd.CHUNK


def test_infected_file_is_named(daemon):
    daemon()

    verdict = get_scanner().scan(b"%PDF-1.7 " + EICAR)

    assert verdict.is_infected
    assert verdict.found == "Eicar-Signature"


def test_daemon_is_reached_by_the_path_of_its_socket_too(daemon, tmp_path):
    daemon(family=socket.AF_UNIX, address=str(tmp_path / "clamd"))

    assert get_scanner().scan(EICAR).is_infected


@pytest.mark.parametrize(
    "answer",
    ["INSTREAM size limit exceeded. ERROR", "UNKNOWN COMMAND", "", "stream: OK FOUND? no", "hang up"],
)
def test_anything_but_a_verdict_is_no_verdict(daemon, answer):
    daemon(says=answer)

    with pytest.raises(ScannerAway):
        get_scanner().scan(b"content")


def test_daemon_that_stays_silent_is_not_waited_for_without_end(daemon, monkeypatch):
    monkeypatch.setattr(clamd, "SECONDS", 0.3)
    daemon(says="silence")

    with pytest.raises(ScannerAway):
        get_scanner().scan(b"content")


def test_answer_without_end_is_cut_off(daemon):
    daemon(says="x" * 20_000)

    with pytest.raises(ScannerAway):
        get_scanner().scan(b"content")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/no/such/socket", "nonsense"])
def test_daemon_that_is_not_there_is_away(settings, address):
    settings.SCANNER_BACKEND, settings.CLAMD_ADDRESS = "core.scanning.clamd.ClamdScanner", address

    with pytest.raises(ScannerAway):
        get_scanner().scan(b"content")


@pytest.mark.django_db
def test_nothing_is_scanned_inside_a_transaction(daemon):
    daemon()

    with transaction.atomic(), pytest.raises(RuntimeError):
        get_scanner().scan(b"content")


def test_without_a_scanner_nothing_is_held_and_nothing_found():
    assert isinstance(get_scanner(), NoScanner)
    assert not get_scanner().holds
    assert not get_scanner().scan(EICAR).is_infected
