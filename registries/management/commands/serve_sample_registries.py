"""Serves the sample nation over the HTTP contract."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registries.sample_server import SampleServer


class Command(BaseCommand):
    """Both ends use REGISTRY_HTTP_TOKEN; point REGISTRY_HTTP_URL at the printed address."""

    help = "Serve docs/registries.openapi.yaml from the sample nation on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--port`, 0 for any free one."""
        parser.add_argument("--port", type=int, default=8090)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        """Serve until interrupted."""
        try:
            server = SampleServer(port, settings.REGISTRY_HTTP_TOKEN)
        except (ValueError, OSError) as error:
            raise CommandError(f"REGISTRY_HTTP_TOKEN or port: {error}") from error
        self.stdout.write(f"Sample registers at http://127.0.0.1:{server.server_port}")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        finally:
            server.server_close()
