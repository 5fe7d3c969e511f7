"""Serve docs/registries.openapi.yaml from the sample nation on this machine: `python -m tools.serve_registers`.

Both ends use REGISTRY_HTTP_TOKEN; point REGISTRY_HTTP_URL at the printed address.
"""

import argparse
import os
import sys
from collections.abc import Sequence

import django
from django.conf import settings


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    port = parser.parse_args(arguments).port
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnaf.settings")
    django.setup()
    from tools.sample_registers import SampleServer  # reads tables, so Django comes first

    try:
        server = SampleServer(port, settings.REGISTRY_HTTP_TOKEN)
    except (ValueError, OSError) as error:
        sys.exit(f"REGISTRY_HTTP_TOKEN or port: {error}")
    print(f"Sample registers at http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("Stopped.")
    finally:
        server.server_close()


if __name__ == "__main__":
    main()
