"""What people notice while a part of the house is away or has too much to do.

    python -m benchmarks.outages [database] [redis] [codes] [overload]

Each scene starts a whole portal of its own (benchmarks/site.py), with a gateway that takes a tenth of a second for a
message, and prints its figures beside the bar. Exits with 1 when a bar is missed.
"""

import argparse
import itertools
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import psycopg2

from benchmarks.site import Site, running

#: The bars: seconds back after the database has returned, of a code's way, log lines a second in a storm.
BACK_SECONDS, CODE_SECONDS, LINES_A_SECOND = 1.0, 10.0, 4.0
WAITING, CODES = 10_000, 60
HTTPS = {"X-Forwarded-Proto": "https"}
SESSION = "__Host-sessionid"
PEOPLE = 120


@dataclass
class Visitor:
    """Somebody who asks for one page again and again, with what came of each try: moment, seconds, status (0: none)."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    stamped: bool = False
    told: list[tuple[float, float, int]] = field(default_factory=list)

    def go_on(self, enough: threading.Event, pause: float) -> None:
        """Ask until it is enough."""
        with httpx.Client(timeout=30, headers=HTTPS | self.headers) as client:
            while not enough.wait(pause):
                began = time.time()
                stamp = (
                    {"X-Request-Start": f"t={began:.3f}", "X-Forwarded-For": "10.1.2.3"}
                    if self.stamped
                    else {}
                )
                try:
                    status = client.get(self.url, headers=stamp).status_code
                except httpx.HTTPError:
                    status = 0
                self.told.append((began, time.time() - began, status))


def asking(visitors: list[Visitor], *, pause: float) -> Callable[[], None]:
    """Let all visitors ask from now on; returns what ends it."""
    enough = threading.Event()
    threads = [threading.Thread(target=one.go_on, args=(enough, pause), daemon=True) for one in visitors]
    for thread in threads:
        thread.start()

    def end() -> None:
        enough.set()
        for thread in threads:
            thread.join()

    return end


def wait_for(site: Site, path: str) -> None:
    """Until the page answers, at the start."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(site.url + path, timeout=10, headers=HTTPS).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit(f"{path} never answered")


def ask_for_code(site: Site, mobile: str, national_code: str) -> float:
    """Fill in the sign-in page as a person would; returns the moment it was sent off."""
    with httpx.Client(base_url=site.url, timeout=30) as client, psycopg2.connect(site.database.url) as link:
        page = client.get("/sign-in/").text
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|captcha_0)"[^>]*value="([^"]*)"', page))
        with link.cursor() as cursor:
            cursor.execute(
                "SELECT response FROM captcha_captchastore WHERE hashkey = %s", [fields["captcha_0"]]
            )
            fields["captcha_1"] = cursor.fetchone()[0]
        sent = time.time()
        answer = client.post("/sign-in/", data=fields | {"mobile": mobile, "national_code": national_code})
        if answer.status_code != 302:
            raise SystemExit(f"The sign-in page answered {answer.status_code}")
    return sent


def citizens(site: Site) -> Iterator[tuple[str, str]]:
    """Number and national code of people of the sample nation, each once."""
    text = site.run("sample_accounts")
    yield from dict.fromkeys(re.findall(r"(09\d{9})\D+(\d{10})", text))


def database_away() -> bool:
    """PostgreSQL is cut off for eight seconds while twenty people ask, half of them with a session."""
    with running(("web",), production=True) as site:
        wait_for(site, "/")
        visitors = [
            Visitor(site.url + "/", {"Cookie": f"{SESSION}=nobody{n}"} if n % 2 else {}) for n in range(20)
        ]
        end = asking(visitors, pause=0.1)
        time.sleep(3)
        before, cut = site.lines(), time.time()
        site.database.cut()
        time.sleep(8)
        lines, mended = site.lines() - before, time.time()
        site.database.mend()
        time.sleep(5)
        end()
        told = sorted(one for visitor in visitors for one in visitor.told)
        during = Counter(status for began, _, status in told if cut + 0.2 < began < mended - 0.2)
        back = min(began + took for began, took, status in told if began > mended and status == 200) - mended
        print(
            f"database away: {dict(during)} while away, log lines a second {lines / 8:.1f}, back after {back:.2f} s"
        )
        return set(during) <= {200, 503} and back < BACK_SECONDS and lines / 8 < LINES_A_SECOND


def redis_away() -> bool:
    """Redis is cut off; people ask for a code at the sign-in page."""
    with running(("web", "worker", "beat", "codes")) as site:
        wait_for(site, "/")
        site.redis.cut()
        seconds = []
        for mobile, national_code in itertools.islice(citizens(site), 5):
            sent = ask_for_code(site, mobile, national_code)
            until = time.time() + 30
            while mobile not in site.gateway.came and time.time() < until:
                time.sleep(0.05)
            seconds.append(site.gateway.came.get(mobile, time.time()) - sent)
        print(f"Redis away: codes at the gateway after {', '.join(f'{one:.1f}' for one in seconds)} s")
        return bool(seconds) and max(seconds) < CODE_SECONDS


def codes_first() -> bool:
    """Sixty codes in half a minute while ten thousand other messages wait."""
    with running(("worker", "beat", "codes")) as site:
        told = site.run(
            "shell",
            "--no-imports",
            "--verbosity",
            "0",
            "-c",
            WRITE_MESSAGES.format(others=WAITING, codes=CODES),
        )
        written = {mobile: float(moment) for mobile, moment in re.findall(r"(09\d{9}) ([\d.]+)", told)}
        time.sleep(CODE_SECONDS)
        ways = [site.gateway.came.get(mobile, time.time()) - at for mobile, at in written.items()]
        share = sum(way <= CODE_SECONDS for way in ways) / len(ways)
        others = sum(mobile.startswith("0910") for mobile in site.gateway.came)
        print(
            f"codes first: median {statistics.median(ways):.1f} s, slowest {max(ways):.1f} s, {share:.0%} within"
            f" {CODE_SECONDS:.0f} s, while {others} of {WAITING} others left"
        )
        return share >= 0.95


#: Runs inside the portal: ten thousand texts at once, then a code every half second, its moment on a line of its own.
WRITE_MESSAGES = """
import time
from datetime import timedelta
from django.utils import timezone
from messaging import services
from messaging.models import Sms
Sms.objects.bulk_create([Sms(mobile=f"0910{{n:07}}", kind="M1", text="hello") for n in range({others})])
for n in range({codes}):
    moment = time.time()
    until = timezone.now() + timedelta(minutes=5)
    services.send_sms(mobile=f"0935{{n:07}}", text="123456", kind="CODE", secret=True, expires_at=until)
    print(f"0935{{n:07}}", moment)
    time.sleep(0.5)
"""


def overload() -> bool:
    """More people than one web process can answer, who came through the server in front."""
    with running(("web",), production=True, CLIENT_ADDRESS_HEADER="X-Forwarded-For") as site:
        wait_for(site, "/")
        inside = {"Cookie": f"{SESSION}=somebody"}
        groups = {
            "newcomers": [Visitor(site.url + "/unions/", stamped=True) for _ in range(PEOPLE)],
            "inside": [Visitor(site.url + "/unions/", inside, stamped=True) for _ in range(PEOPLE // 4)],
            "codes": [Visitor(site.url + "/sign-in/", stamped=True) for _ in range(PEOPLE // 8)],
        }
        end = asking([one for group in groups.values() for one in group], pause=0.0)
        time.sleep(20)
        end()
        answered = {}
        for name, group in groups.items():
            told = [one for visitor in group for one in visitor.told]
            took = sorted(seconds for _, seconds, status in told if status == 200)
            answered[name] = len(took) / len(told)
            slowest = took[int(len(took) * 0.95)] if took else 0.0
            print(
                f"overload, {name}: {len(told)} asked, {answered[name]:.0%} answered, 95 % of them in {slowest:.1f} s"
            )
        return (
            answered["codes"] >= max(0.99, answered["inside"]) and answered["inside"] >= answered["newcomers"]
        )


SCENES = {"database": database_away, "redis": redis_away, "codes": codes_first, "overload": overload}


def main() -> int:
    """Play the scenes asked for, all of them by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*", choices=[*SCENES, []], default=[])
    missed = [name for name in parser.parse_args().scenes or SCENES if not SCENES[name]()]
    if missed:
        print(f"Below the bar: {', '.join(missed)}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
