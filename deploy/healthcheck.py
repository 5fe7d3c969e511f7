"""Ask the web process of this container for /healthz, as a visitor who came through the proxy would."""

import os
import urllib.request

request = urllib.request.Request(
    "http://127.0.0.1:8000/healthz",
    headers={
        "Host": os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip("."),
        "X-Forwarded-Proto": "https",
    },
)
with urllib.request.urlopen(request, timeout=4) as response:
    response.read()
