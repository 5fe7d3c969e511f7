"""People and their accounts, licences and units, messages and the audit trail."""

from benchmarks.nation.plan import BASE, FIRST_NAMES, LAST_NAMES, pick, searched
from benchmarks.nation.writer import Writer
from core.qr import qr_svg


def accounts(writer: Writer) -> None:
    """People, each with an account, some signed in."""
    name = f"{pick('g', FIRST_NAMES)} || ' ' || {pick('g', LAST_NAMES)} || ' ' || g"
    writer.insert(
        "accounts.Person",
        f"generate_series(1, {writer.people}) g",
        id=f"{BASE} + g",
        national_code="lpad((2000000000 + g)::text, 10, '0')",
        first_name=pick("g", FIRST_NAMES),
        last_name=f"{pick('g', LAST_NAMES)} || ' ' || g",
        mobile="'0913' || lpad(g::text, 7, '0')",
        name_sort="md5(g::text)",
        name_search=searched(name),
    )
    writer.insert(
        "accounts.User",
        f"generate_series(1, {writer.people}) g",
        id=f"{BASE} + g",
        password="'!' || md5(g::text)",
        username=f"'citizen-' || ({BASE} + g)",
        person_id=f"{BASE} + g",
    )
    writer.insert(
        "accounts.Session",
        f"generate_series(1, {writer.people // 10}) g",
        session_key="md5(g::text)",
        session_data="''",
        expire_date="now() + interval '1 day'",
        user_id=f"{BASE} + g",
    )


def licences(writer: Writer) -> None:
    """The licence of every request that came to one."""
    writer.insert(
        "licensing.Licence",
        f"licensing_licencerequest r JOIN accounts_person p ON p.id = r.applicant_id WHERE r.id > {BASE}"
        " AND r.status IN ('ISSUED', 'DELIVERED')",
        id="r.id",
        number="'P' || r.id",
        guild_id="lpad((2000000000 + r.id)::text, 10, '0')",
        token="'L' || lpad(r.id::text, 11, '0') || substr(md5(r.id::text), 1, 12)",
        case_id="r.id",
        holder_id="r.applicant_id",
        holder_name="p.first_name || ' ' || p.last_name",
        search="r.search || ' p' || r.id || ' ' || (2000000000 + r.id)",
        union_id="r.union_id",
        category_id="r.category_id",
        county_id="r.county_id",
        unit_name="r.unit_name",
        address="r.address",
        postal_code="r.postal_code",
        term="r.term",
        issued_on="(r.submitted_at + interval '35 days')::date",
        valid_to="(r.submitted_at + interval '1861 days')::date",
        qr_svg=_drawing(writer, "r.id"),
        document="'licences/' || r.id || '.pdf'",
        document_at="r.submitted_at + interval '35 days'",
        label="'labels/' || r.id || '.pdf'",
        label_at="r.submitted_at + interval '35 days'",
        created_at="r.submitted_at + interval '35 days'",
    )


def units(writer: Writer) -> None:
    """Every second licence registered as a unit, with its code, a scan and two people at work."""
    writer.insert(
        "guild_units.GuildUnit",
        f"licensing_licence l JOIN t_case c ON {BASE} + c.g = l.id JOIN t_union u ON u.n = c.u WHERE mod(c.g, 2) = 0",
        id="l.id",
        owner_id="l.holder_id",
        source="'PORTAL'",
        licence_id="l.id",
        licence_number="l.number",
        guild_id="l.guild_id",
        unit_name="l.unit_name",
        category_isic="u.isic_code",
        category_name="u.category_name",
        category_id="u.category_id",
        union_name="u.union_name",
        union_id="u.union_id",
        county_code="u.county_code",
        county_id="u.county_id",
        address="l.address",
        postal_code="l.postal_code",
        issued_on="l.issued_on",
        valid_to="l.valid_to",
        employment_form="'SELF_EMPLOYED'",
        registered_at="l.created_at + interval '4 days'",
    )
    units = f"guild_units_guildunit u WHERE u.id > {BASE}"
    writer.insert(
        "guild_units.QrCode",
        units,
        id="u.id",
        unit_id="u.id",
        token="'Q' || lpad(u.id::text, 11, '0') || substr(md5(u.id::text), 1, 12)",
        svg=_drawing(writer, "u.id"),
        issued_at="u.registered_at",
        poster="'posters/' || u.id || '.pdf'",
        poster_at="u.registered_at",
    )
    writer.insert(
        "guild_units.ScanLog", units, qr_id="u.id", at="now() - interval '1 second' * mod(u.id, 8000000)"
    )
    writer.insert(
        "personnel.Personnel",
        units.replace(" u WHERE", " u, generate_series(1, 2) k WHERE"),
        unit_id="u.id",
        national_code="lpad((3000000000 + u.id * 3 + k)::text, 10, '0')",
        first_name="'مریم'",
        last_name="'رضایی ' || k",
        name_sort="md5((u.id * 3 + k)::text)",
        source="'MANUAL'",
    )


def traffic(writer: Writer) -> None:
    """Messages and SMS."""
    every, at = _every(writer), _since(writer)
    person = _somebody(writer)
    writer.insert(
        "messaging.Message",
        every,
        recipient_id=person,
        kind="'M3'",
        subject="'پیام ' || g",
        body="'" + "متن پیام " * 20 + "'",
        created_at=at,
        read_at="CASE WHEN mod(g, 14) > 0 THEN now() END",
    )
    writer.insert(
        "messaging.Sms",
        every,
        mobile="'0913' || lpad(mod(g, 10000000)::text, 7, '0')",
        kind="'M3'",
        status="'SENT'",
        key="gen_random_uuid()",
        queued_at=at,
        next_try_at=at,
        sent_at=at,
        tries="1",
    )


def desks(writer: Writer) -> None:
    """Conversations with support, and the audit trail."""
    person = _somebody(writer)
    writer.insert(
        "support.Ticket",
        f"generate_series(1, {max(writer.n // 10, 1000)}) g JOIN accounts_person p ON p.id = {person}",
        id=f"{BASE} + g",
        number="lpad((500000000 + g)::text, 9, '0')",
        author_id=person,
        subject="'پرسش ' || g",
        search="'پرسش' || g || ' ' || p.name_search",
        topic="'LICENCE'",
        state="CASE WHEN mod(g, 50) = 0 THEN 'OPEN' ELSE 'CLOSED' END",
        waiting_since="CASE WHEN mod(g, 50) = 0 THEN now() END",
        form_key="gen_random_uuid()",
    )
    writer.insert(
        "core.AuditEntry",
        _every(writer),
        shard="mod(g, 16)",
        sequence="1000000000 + g",
        at=_since(writer),
        subject_type="'licensing.licencerequest'",
        subject_id=f"({BASE} + g)::text",
        action="'moved'",
        hash="md5(g::text)",
    )


def _every(writer: Writer) -> str:
    return f"generate_series(1, {writer.n}, {5 if writer.lean else 1}) g"


def _since(writer: Writer) -> str:
    """A moment of the last 400 days, later for higher numbers."""
    return f"now() - interval '400 days' * (1 - g::float / {writer.n})"


def _somebody(writer: Writer) -> str:
    return f"{BASE} + 1 + mod(g * 7919::bigint, {writer.people})"


def _drawing(writer: Writer, key: str) -> str:
    """A real drawing, the same for all; of a lean nation only some have one."""
    drawing = f"'{qr_svg('https://example.ir/q/AAAAAAAAAAAAAAAAAAAAAAAA', title='QR')}'"
    return (
        f"CASE WHEN {key} > {BASE + writer.n - 1000} THEN {drawing} ELSE '' END" if writer.lean else drawing
    )
