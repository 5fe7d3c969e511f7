"""Which request is whose, of which union, in which state, sent when; and the words everything is made of."""

from datetime import datetime, timedelta

from benchmarks.nation.writer import Writer
from core.jalali import TEHRAN, day_of
from deadlines.services import clock

#: Rows of the sample stand below this key, rows of the seeder above it.
BASE = 10_000_000
UNIONS = 2000
#: How long ago the oldest request under way was sent, in days.
OLDEST_OPEN = 100
FIRST_NAMES = ("علی", "مریم", "رضا", "زهرا", "حسین", "فاطمه", "محمد", "سارا")
LAST_NAMES = ("احمدی", "رضایی", "کریمی", "محمدی", "حسینی", "مرادی", "جعفری")
SHOPS = ("فروشگاه", "نانوایی", "تعمیرگاه", "رستوران", "آرایشگاه", "کارگاه")
SHOP_NAMES = ("امید", "بهار", "پارسا", "آسمان", "نگین", "سپهر", "دریا")
#: State → its share in thousandths. The rest of a thousand is DELIVERED.
SHARES = {
    "ISSUED": 30, "REJECTED": 50, "REFUSED": 40, "LAPSED": 50, "WITHDRAWN": 50, "DRAFT": 40, "SUBMITTED": 6,
    "UNDER_REVIEW": 9, "CONDITIONAL": 10, "IN_PROGRESS": 40, "DOCS_COMPLETE": 5, "INTERVIEW": 1, "AWAITING_PAYMENT": 7,
    "READY": 2,
}  # fmt: skip
#: State → the term that runs in it.
RUNS = {
    "SUBMITTED": "T1_UNION_ANSWER", "UNDER_REVIEW": "T1_UNION_ANSWER", "CONDITIONAL": "T2_DOCUMENTS",
    "IN_PROGRESS": "T2_DOCUMENTS", "DOCS_COMPLETE": "T3_ISSUE", "INTERVIEW": "T3_ISSUE", "READY": "T3_ISSUE",
    "AWAITING_PAYMENT": "T22_PAYMENT",
}  # fmt: skip
#: State → since how many days, at least and at most, its term runs.
SINCE = {
    "SUBMITTED": (0, 10), "UNDER_REVIEW": (1, 18), "CONDITIONAL": (2, 84), "IN_PROGRESS": (2, 84),
    "DOCS_COMPLETE": (0, 13), "INTERVIEW": (0, 13), "READY": (0, 13), "AWAITING_PAYMENT": (0, 84),
}  # fmt: skip


def unions(writer: Writer) -> None:
    """The unions that take part, the one of `union-board` first, with one trade and county of each."""
    writer.cursor.execute(f"""
        CREATE TEMP TABLE t_union AS
        SELECT row_number() OVER (ORDER BY x.union_id <> coalesce((SELECT min(m.body_id) FROM organizations_membership m
            JOIN accounts_user u ON u.id = m.user_id WHERE u.username = 'union-board'), 0), x.union_id)::int AS n, x.*
        FROM (SELECT DISTINCT ON (v.union_id) v.union_id, v.category_id, v.county_id, s.id AS special_id,
                b.name AS union_name, c.isic_code, c.name AS category_name, k.code AS county_code
            FROM organizations_unioncoverage v
            JOIN organizations_specialconditions s ON s.union_id = v.union_id AND s.published_at IS NOT NULL
            JOIN organizations_body b ON b.id = v.union_id JOIN organizations_category c ON c.id = v.category_id
            JOIN organizations_county k ON k.id = v.county_id
            WHERE v.is_active ORDER BY v.union_id, v.category_id, v.county_id) x
        LIMIT {UNIONS}""")
    writer.cursor.execute("ALTER TABLE t_union ADD PRIMARY KEY (n)")
    writer.cursor.execute("ANALYZE t_union")


def due_moments(writer: Writer) -> None:
    """When each term ends that began on one of the last days: by the portal's own calendar."""
    noon = datetime.now(TEHRAN).replace(hour=10, minute=0, second=0, microsecond=0)
    writer.cursor.execute(
        "CREATE TEMP TABLE t_due (key text, ago int, at timestamptz, due timestamptz, term bigint,"
        " amount int, owner text)"
    )
    for key in sorted(set(RUNS.values())):
        for ago in range(OLDEST_OPEN):
            at = noon - timedelta(days=ago)
            term = clock.term_in_force(key, on=day_of(at))
            row = (key, ago, at, clock.due_if_begun(key, at=at), term.pk, term.amount, term.owner)
            writer.cursor.execute("INSERT INTO t_due VALUES (%s, %s, %s, %s, %s, %s, %s)", row)


def plan(writer: Writer) -> None:
    """Which request is whose, of which union, in which state, sent when."""
    bounds, cases = 0, []
    for state, share in SHARES.items():
        bounds += share
        cases.append(f"WHEN a < {bounds} THEN '{state}'")
    writer.cursor.execute(f"""
        CREATE TEMP TABLE t_request AS
        SELECT g, {BASE} + 1 + mod(g * 7919::bigint, {writer.people}) AS person, r,
            1 + floor((SELECT count(*) FROM t_union) * power(random(), 3))::int AS u,
            CASE {" ".join(cases)} ELSE 'DELIVERED' END AS state, t
        FROM (SELECT g, random() * 1000 AS a, random() AS r, random() AS t FROM generate_series(1, {writer.n}) g) x""")
    days = " ".join(
        f"WHEN '{state}' THEN {first} + floor(t * {last - first})" for state, (first, last) in SINCE.items()
    )
    keys = " ".join(f"WHEN '{state}' THEN '{key}'" for state, key in RUNS.items())
    writer.cursor.execute(f"""
        CREATE TEMP TABLE t_case AS
        SELECT x.g, x.person, x.state, x.u, d.key, d.due, d.at AS runs_since, d.term, d.amount, d.owner,
            CASE WHEN state IN ('SUBMITTED', 'UNDER_REVIEW') THEN d.at + interval '1 second' * mod(x.g, 3600)
                 WHEN d.at IS NOT NULL THEN d.at - interval '12 days' - interval '1 second' * mod(x.g, 86400)
                 WHEN state = 'DRAFT' THEN now() - interval '20 days' * t
                 ELSE now() - interval '40 days' - interval '1400 days' * r END AS sent
        FROM (SELECT *, CASE state {keys} END AS runs, (CASE state {days} END)::int AS ago FROM t_request) x
        LEFT JOIN t_due d ON d.key = x.runs AND d.ago = x.ago""")
    writer.cursor.execute("ANALYZE t_case")


def pick(number: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"(ARRAY[{listed}])[1 + mod(({number})::int, {len(words)})]"


def searched(name: str) -> str:
    """What `core.text.search_key` makes of the names above, in SQL."""
    return f"translate({name}, 'آ ', 'ا')"
