"""Requests, and what hangs on them: events, papers, inquiries, bills, clocks."""

from benchmarks.nation.plan import BASE, SHOP_NAMES, SHOPS, pick, searched
from benchmarks.nation.writer import Writer

#: Who has seen, answered and billed.
STAFF = "(SELECT id FROM accounts_user WHERE username = 'union-board')"


def requests(writer: Writer) -> None:
    """The requests."""
    shop = f"{pick('c.g', SHOPS)} || ' ' || {pick('c.g / 7', SHOP_NAMES)} || ' ' || c.g"
    sent = "CASE WHEN c.state <> 'DRAFT' THEN"
    writer.insert(
        "licensing.LicenceRequest",
        "t_case c JOIN t_union u ON u.n = c.u JOIN accounts_person p ON p.id = c.person ORDER BY c.sent",
        id=f"{BASE} + c.g",
        tracking_code=f"{sent} lpad((7000000000000000 + c.g)::text, 16, '0') END",
        receipt_number=f"{sent} {BASE} + c.g END",
        status="c.state",
        version="3",
        applicant_id="c.person",
        created_by_id="c.person",
        county_id="u.county_id",
        category_id="u.category_id",
        union_id="u.union_id",
        general_conditions_id="(SELECT max(id) FROM organizations_generalconditions WHERE published_at IS NOT NULL)",
        special_conditions_id="u.special_id",
        unit_name=shop,
        search=f"{searched(shop)} || ' ' || p.name_search",
        tenure="'OWN'",
        area_m2="20 + mod(c.g, 80)",
        address="'خیابان آزادی، پلاک ' || c.g",
        postal_code="lpad((1000000000 + c.g)::text, 10, '0')",
        undertaking_at=f"{sent} c.sent END",
        created_at="c.sent - interval '1 hour'",
        submitted_at=f"{sent} c.sent END",
        due_at="c.due",
        touched_at="c.sent",
    )


def events(writer: Writer) -> None:
    """What happened to each request, and a paper of each."""
    writer.insert(
        "licensing.CaseEvent",
        "t_case c, generate_series(1, 2) k WHERE c.state <> 'DRAFT'",
        case_id=f"{BASE} + c.g",
        at="c.sent + interval '1 day' * k",
        from_status="'DRAFT'",
        to_status="c.state",
        text="'گام پرونده'",
    )
    writer.insert(
        "licensing.RequestDocument",
        "t_case c WHERE c.state <> 'DRAFT'",
        case_id=f"{BASE} + c.g",
        type_id="(SELECT min(id) FROM licensing_documenttype) + mod(c.g, 4)",
        channel="'UPLOAD'",
        file="'papers/' || md5(c.g::text) || '.jpg'",
        scan="'CLEAN'",
        sent_at="c.sent",
        state="CASE WHEN c.key IS NOT NULL THEN 'SENT' ELSE 'ACCEPTED' END",
        checked_at="CASE WHEN c.key IS NULL THEN c.sent END",
        checked_by_id=f"CASE WHEN c.key IS NULL THEN {STAFF} END",
    )


def inquiries(writer: Writer) -> None:
    """An inquiry about every second request that was accepted, some of them at the post register."""
    writer.insert(
        "licensing.Inquiry",
        f"t_case c JOIN licensing_licencerequest r ON r.id = {BASE} + c.g"
        " WHERE c.state IN ('IN_PROGRESS', 'ISSUED', 'DELIVERED') AND mod(c.g, 2) = 0",
        id=f"{BASE} + c.g",
        case_id=f"{BASE} + c.g",
        union_id="r.union_id",
        search="lower(to_hex(c.g)) || 'k ' || r.tracking_code || ' ' || r.search",
        body_id="(SELECT min(id) FROM licensing_inquirybody) + mod(c.g, 5)",
        code="upper(to_hex(c.g)) || 'K'",
        channel="'UNION_POST'",
        state="CASE WHEN c.state = 'IN_PROGRESS' THEN 'DELIVERED' ELSE 'POSITIVE' END",
        sent_at="c.sent + interval '14 days'",
        delivered_at="c.sent + interval '15 days'",
        due_at="now() + interval '12 days'",
        answered_at="CASE WHEN c.state <> 'IN_PROGRESS' THEN c.sent + interval '20 days' END",
        answered_by_id=f"CASE WHEN c.state <> 'IN_PROGRESS' THEN {STAFF} END",
        scan="'CLEAN'",
    )
    writer.insert(
        "licensing.PostalCheck",
        f"licensing_inquiry q WHERE q.id > {BASE} AND mod(q.id, 4) = 0",
        inquiry_id="q.id",
        state="'CONFIRMED'",
        answered_at="q.delivered_at",
        address="'خیابان آزادی'",
    )


def bills(writer: Writer) -> None:
    """Bills of one line, and who has read which file."""
    writer.insert(
        "licensing.Invoice",
        "t_case c WHERE c.state IN ('AWAITING_PAYMENT', 'READY', 'ISSUED')"
        " OR c.state = 'DELIVERED' AND mod(c.g, 2) = 0",
        id=f"{BASE} + c.g",
        case_id=f"{BASE} + c.g",
        billed_by_id=STAFF,
    )
    writer.insert(
        "licensing.InvoiceLine",
        f"licensing_invoice i WHERE i.id > {BASE}",
        invoice_id="i.id",
        fee_id="(SELECT min(id) FROM organizations_feeitem)",
        paid_into_id="(SELECT min(id) FROM organizations_payeeaccount)",
        title="'حق عضویت'",
        amount="1500000",
    )
    writer.insert(
        "licensing.Reading",
        "t_case c WHERE c.state <> 'DRAFT' AND mod(c.g, 3) = 0",
        user_id=f"CASE WHEN c.u = 1 THEN {STAFF} ELSE {BASE} + mod(c.g, 1000) END",
        case_id=f"{BASE} + c.g",
        version="3",
    )


def clocks(writer: Writer) -> None:
    """The union's time to answer, met or running, and the other terms that run now; each with its turn."""
    columns = {
        "subject_type": "'licensing.licencerequest'",
        "subject_id": f"{BASE} + c.g",
        "body_id": "u.union_id",
        "county_id": "u.county_id",
    }
    writer.insert(
        "deadlines.Deadline",
        "t_case c JOIN t_union u ON u.n = c.u JOIN t_due d ON d.key = 'T1_UNION_ANSWER' AND d.ago = 0"
        " WHERE c.state <> 'DRAFT' AND c.key IS DISTINCT FROM d.key",
        id=f"{BASE} + c.g",
        key="d.key",
        term_id="d.term",
        amount="d.amount",
        owner="d.owner",
        state="'MET'",
        started_at="c.sent",
        due_at="c.sent + interval '22 days'",
        closed_at="c.sent + interval '12 days'",
        **columns,
    )
    writer.insert(
        "deadlines.Deadline",
        "t_case c JOIN t_union u ON u.n = c.u WHERE c.key IS NOT NULL",
        id=f"{2 * BASE} + c.g",
        key="c.key",
        term_id="c.term",
        amount="c.amount",
        owner="c.owner",
        state="'OPEN'",
        started_at="c.runs_since",
        due_at="c.due",
        **columns,
    )
    writer.insert(
        "deadlines.DeadlineInterval",
        f"deadlines_deadline d WHERE d.id > {BASE}",
        deadline_id="d.id",
        owner="d.owner",
        reason="'درخواست ثبت شد'",
        started_at="d.started_at",
        ended_at="d.closed_at",
        body_id="d.body_id",
    )


def warnings(writer: Writer) -> None:
    """What was said already of terms near their end: the timetable has been running all the time."""
    near = "deadlines_deadline d, unnest(ARRAY[60, 30, 7]) AS level(days) WHERE d.state = 'OPEN'"
    writer.insert(
        "licensing.LapseWarning",
        f"{near} AND d.id > {BASE} AND d.key IN ('T2_DOCUMENTS', 'T22_PAYMENT')"
        " AND d.due_at < now() + interval '1 day' * (level.days + 1)",
        case_id="d.subject_id",
        deadline_id="d.id",
        days_left="level.days",
    )
    writer.insert(
        "licensing.SilenceWarning",
        f"{near.replace('60, 30, 7', '5, 2, 0')} AND d.id > {BASE} AND d.key = 'T1_UNION_ANSWER'"
        " AND d.due_at < now() + interval '20 days'",
        case_id="d.subject_id",
        days_left="level.days",
    )
