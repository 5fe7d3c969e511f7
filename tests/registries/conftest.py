"""The same questions go to the sample back end and, through a real server, to the HTTP back end."""

from threading import Thread

import pytest

from registries.backends import http, sample
from tests.registries.nation import settle
from tools.sample_registers import SampleServer

TOKEN = "a-token-for-the-tests-only"


@pytest.fixture
def nation(transactional_db):
    """Sample rows that other threads can see."""
    settle()


@pytest.fixture
def server(nation, settings):
    """The contract, served from the sample rows on a free port."""
    running = SampleServer(0, TOKEN)
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.REGISTRY_HTTP_URL = f"http://127.0.0.1:{running.server_port}"
    settings.REGISTRY_HTTP_TOKEN = TOKEN
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture(params=["sample", "http"])
def backend(request, nation):
    """One module of back ends after the other."""
    if request.param == "sample":
        yield sample
        return
    request.getfixturevalue("server")
    yield http


@pytest.fixture
def ask(backend):
    """Open a register by its class name, and close its connections afterwards."""
    opened = []

    def register(name):
        opened.append(getattr(backend, name)())
        return opened[-1]

    yield register
    for client in opened:
        if isinstance(client, http._HttpRegister):
            client.close()
