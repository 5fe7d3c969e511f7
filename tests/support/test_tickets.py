"""A conversation with support: asking, answering, writing on, closing, and the limits of each."""

import io
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import AuditEntry
from core.references import damm
from core.refusals import RuleBroken
from messaging.models import Message, Sms
from support import rules, services
from support.models import Ticket, TicketAttachment, TicketPost
from support.states import MOVES, Side, TicketState
from tests.factories import CitizenFactory, StaffFactory, WorkingUnionFactory, account_of, board_of, photo
from tests.support.cases import ANSWER, TEXT, answer, ask, officer, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def author_of(ticket):
    return account_of(ticket.author)


def test_question_waits_for_support_under_a_number_one_can_read_out():
    ticket = ask()

    assert ticket.state == TicketState.OPEN
    assert ticket.waiting_since == ticket.created_at
    assert damm(ticket.number) == "0"
    assert len(ticket.number) == 9
    assert [post.text for post in ticket.posts.all()] == [TEXT]


def test_answer_reaches_the_box_of_the_author_and_no_phone():
    ticket = ask()

    answer(ticket)

    ticket.refresh_from_db()
    message = Message.objects.get(recipient=ticket.author, kind="M60")
    assert ticket.state == TicketState.ANSWERED
    assert ticket.waiting_since is None
    assert ANSWER in message.body
    assert ticket.shown_number in message.body
    assert "کد نمی‌رسد" in message.subject
    assert not Sms.objects.exists()


def test_subject_of_full_length_still_fits_the_subject_of_the_message():
    ticket = ask(subject="س" * 120)

    answer(ticket)

    assert len(Message.objects.get(kind="M60").subject) <= 160


@pytest.mark.parametrize("closed_before", [False, True])
def test_author_who_writes_on_waits_for_support_again(closed_before):
    ticket = ask()
    answer(ticket)
    if closed_before:
        services.close(ticket, by=author_of(ticket))

    say(ticket, author_of(ticket))

    ticket.refresh_from_db()
    assert ticket.state == TicketState.OPEN
    assert ticket.waiting_since == ticket.posts.last().at


def test_second_message_before_an_answer_keeps_the_place_in_the_queue():
    ticket = ask()

    say(ticket, author_of(ticket))

    since = ticket.waiting_since
    ticket.refresh_from_db()
    assert ticket.waiting_since == since


def test_only_the_written_moves_exist():
    allowed = {
        ("OPEN", "ANSWERED", "SUPPORT_STAFF"),
        ("OPEN", "CLOSED", "AUTHOR"),
        ("ANSWERED", "OPEN", "AUTHOR"),
        ("ANSWERED", "CLOSED", "AUTHOR"),
        ("ANSWERED", "CLOSED", "SUPPORT_STAFF"),
        ("CLOSED", "OPEN", "AUTHOR"),
    }

    found = {
        (str(state), str(to), str(side))
        for state in TicketState
        for to in TicketState
        for side in Side
        if rules.may_move(state, to, side)
    }

    assert found == allowed
    assert set(MOVES) == set(TicketState)


@pytest.mark.parametrize(
    ("state", "to", "side", "code"),
    [
        (TicketState.OPEN, TicketState.CLOSED, Side.SUPPORT_STAFF, "not_answered"),
        (TicketState.CLOSED, TicketState.ANSWERED, Side.SUPPORT_STAFF, "closed"),
        (TicketState.OPEN, TicketState.ANSWERED, Side.AUTHOR, "not_your_turn"),
        (TicketState.ANSWERED, TicketState.OPEN, Side.SUPPORT_STAFF, "not_your_turn"),
    ],
)
def test_move_that_is_not_written_is_refused_with_its_reason(state, to, side, code):
    assert refusal_of(rules.check_move, state, to, side) == code


def test_the_last_file_that_fits_is_taken_and_one_byte_more_is_not(settings):
    settings.UPLOAD_FILES, settings.UPLOAD_TOTAL_MEGABYTES = 3, 1
    full = [600_000, 1024 * 1024 - 600_007]

    rules.check_room(full, size=7)
    rules.check_room([1] * 2, size=1)
    assert refusal_of(rules.check_room, full, size=8) == "ticket_full"
    assert refusal_of(rules.check_room, [1] * 3, size=1) == "too_many_files"


def test_support_closes_only_what_it_has_answered():
    ticket, clerk = ask(), officer()

    assert refusal_of(services.close, ticket, by=clerk) == "not_answered"
    answer(ticket, clerk)
    services.take(ticket, by=clerk)
    closed = services.close(ticket, by=clerk)

    assert closed.state == TicketState.CLOSED
    assert closed.held_by is None
    assert refusal_of(answer, ticket, clerk) == "closed"
    assert refusal_of(services.take, ticket, by=clerk) == "closed"


def test_closing_what_is_closed_changes_nothing():
    ticket = ask()
    services.close(ticket, by=author_of(ticket))

    assert services.close(ticket, by=author_of(ticket)).state == TicketState.CLOSED
    assert AuditEntry.objects.filter(action="closed").count() == 1


def test_stranger_and_other_offices_have_no_word_in_a_ticket():
    ticket, stranger = ask(), CitizenFactory()
    board = board_of(WorkingUnionFactory())

    assert refusal_of(say, ticket, stranger) == "not_your_turn"
    assert refusal_of(services.close, ticket, by=stranger) == "not_your_turn"
    for act in (services.take, services.release, services.close):
        assert refusal_of(act, ticket, by=board) == "not_your_turn"
    assert refusal_of(answer, ticket, board) == "not_your_turn"
    assert refusal_of(ask, StaffFactory()) == "not_your_turn"
    assert Ticket.objects.visible_to(stranger).count() == 0
    assert Ticket.objects.visible_to(board).count() == 0
    assert TicketAttachment.objects.visible_to(board).count() == 0


def test_account_that_was_shut_sees_nothing():
    ticket = ask(content=photo())
    user = author_of(ticket)
    user.is_active = False

    assert not Ticket.objects.visible_to(user).exists()
    assert not TicketAttachment.objects.visible_to(user).exists()


def test_officer_has_no_word_in_their_own_ticket():
    ticket = ask()
    clerk = officer(person=ticket.author)

    assert refusal_of(answer, ticket, clerk) == "own_ticket"
    for act in (services.take, services.release, services.close):
        assert refusal_of(act, ticket, by=clerk) == "own_ticket"
    assert not Message.objects.exists()


def test_ticket_in_somebody_elses_hands_is_taken_over_only_by_who_saw_that():
    ticket, first, second = ask(), officer(), officer()
    services.take(ticket, by=first)
    services.take(ticket, by=first)

    assert refusal_of(services.take, ticket, by=second) == "held"
    assert refusal_of(services.release, ticket, by=second) == "held"
    assert services.take(ticket, by=second, from_holder=first.pk).held_by == second
    assert services.release(ticket, by=second).held_by is None
    assert services.release(ticket, by=second).held_by is None
    assert refusal_of(services.take, ticket, by=second, from_holder=first.pk) == "held"


def test_form_sent_twice_opens_one_ticket_and_another_text_under_its_key_is_refused():
    user, key = CitizenFactory(), uuid.uuid4()
    ticket = ask(user, form_key=key)

    assert ask(user, form_key=key) == ticket
    assert refusal_of(ask, user, form_key=key, text="چیز دیگری") == "form_used"
    assert Ticket.objects.count() == TicketPost.objects.count() == 1


def test_message_sent_twice_stands_once_on_both_sides():
    ticket, clerk, key = ask(), officer(), uuid.uuid4()

    assert say(ticket, author_of(ticket), form_key=key) == say(ticket, author_of(ticket), form_key=key)
    assert answer(ticket, clerk, form_key=key) == answer(ticket, clerk, form_key=key)
    assert refusal_of(say, ticket, author_of(ticket), text="دیگر", form_key=key) == "form_used"
    assert ticket.posts.count() == 3
    assert Message.objects.filter(kind="M60").count() == 1


def test_number_that_was_given_is_not_given_again(monkeypatch):
    drawn = iter([11, 11, 12])
    monkeypatch.setattr(services.secrets, "randbelow", lambda most: next(drawn))

    first, second = ask(), ask()

    assert first.number[:8] == "00000011"
    assert second.number[:8] == "00000012"


def test_person_with_many_waiting_tickets_is_asked_to_wait_until_one_is_answered(settings):
    settings.SUPPORT_OPEN_TICKETS = 2
    user = CitizenFactory()
    first, _ = ask(user), ask(user)

    assert refusal_of(ask, user) == "too_many_tickets"
    ask()  # another person's are their own
    answer(first)
    ask(user)


def test_person_who_writes_too_often_may_go_on_an_hour_later(settings, monkeypatch):
    settings.SUPPORT_POSTS_PER_HOUR = 2
    ticket = ask()
    user = author_of(ticket)
    say(ticket, user)

    assert refusal_of(say, ticket, user) == "too_many_posts"
    assert refusal_of(ask, user) == "too_many_posts"
    assert Ticket.objects.count() == 1
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(services.timezone, "now", lambda: later)
    say(ticket, user)


class TestFiles:
    def test_picture_is_kept_with_its_small_one_under_names_nobody_guesses(self, tmp_path):
        ticket = ask(content=photo())

        attachment = TicketAttachment.objects.get(post__ticket=ticket)
        assert len(kept(tmp_path)) == 2
        assert len(Path(attachment.file.name).stem) >= 24
        assert str(attachment) == f"پیوست {attachment.post_id}"

    def test_pdf_is_kept_without_a_small_picture(self, tmp_path):
        document, written = pikepdf.new(), io.BytesIO()
        document.add_blank_page()
        document.save(written)

        ticket = ask(content=written.getvalue())

        assert not TicketAttachment.objects.get(post__ticket=ticket).thumbnail
        assert [path.suffix for path in kept(tmp_path)] == [".pdf"]

    def test_form_sent_twice_keeps_its_file_once(self, tmp_path):
        user, key = CitizenFactory(), uuid.uuid4()

        ask(user, form_key=key, content=photo())
        ask(user, form_key=key, content=photo())

        assert len(kept(tmp_path)) == 2

    @pytest.mark.parametrize(
        ("limit", "value", "code"),
        [
            ("UPLOAD_FILES", 1, "too_many_files"),
            ("UPLOAD_TOTAL_MEGABYTES", 0, "ticket_full"),
            ("UPLOAD_FILES_A_DAY", 1, "day_full"),
            ("UPLOAD_MEGABYTES_A_DAY", 0, "day_full"),
        ],
    )
    def test_file_beyond_a_limit_leaves_nothing_behind(self, tmp_path, settings, limit, value, code):
        ticket = ask(content=photo())
        before = sorted(kept(tmp_path))
        setattr(settings, limit, value)

        assert refusal_of(say, ticket, author_of(ticket), content=photo()) == code
        assert sorted(kept(tmp_path)) == before
        assert ticket.posts.count() == 1

    def test_file_that_is_none_is_refused_before_anything_is_written(self, tmp_path):
        assert refusal_of(ask, content=b"<script>") == "kind"
        assert kept(tmp_path) == []
        assert not Ticket.objects.exists()

    def test_officers_file_counts_for_the_ticket(self, settings):
        ticket = ask()
        answer(ticket, content=photo())
        settings.UPLOAD_FILES = 1

        assert refusal_of(answer, ticket, content=photo()) == "too_many_files"

    def test_full_disk_keeps_no_row_and_no_file(self, tmp_path, monkeypatch):
        from django.core.files.storage import FileSystemStorage

        def full(self, name, content):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "_save", full)

        assert refusal_of(ask, content=photo()) == "no_space"
        assert kept(tmp_path) == []
        assert not Ticket.objects.exists()


class TestDatabase:
    @pytest.mark.parametrize("change", [{"text": "هیچ"}, None])
    def test_what_was_written_cannot_be_changed_or_deleted(self, change):
        post = ask().posts.get()
        rows = TicketPost.objects.filter(pk=post.pk)

        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change) if change else rows._raw_delete("default")

        assert TicketPost.objects.get().text == TEXT

    def test_attachment_cannot_be_exchanged(self):
        ask(content=photo())

        with pytest.raises(IntegrityError), transaction.atomic():
            TicketAttachment.objects.update(file="other.jpg")

    @pytest.mark.parametrize(
        "change",
        [
            {"waiting_since": None},
            {"state": "ANSWERED"},
            {"held_at": datetime(2024, 3, 20, tzinfo=UTC)},
            {"number": "12"},
            {"subject": ""},
        ],
    )
    def test_half_written_ticket_is_refused(self, change):
        ticket = ask()

        with pytest.raises(IntegrityError), transaction.atomic():
            Ticket.objects.filter(pk=ticket.pk).update(**change)


def test_each_step_stands_in_the_trail_with_its_person():
    ticket, clerk = ask(), officer()
    services.record_view(ticket, by=clerk)
    services.take(ticket, by=clerk)
    answer(ticket, clerk)
    say(ticket, author_of(ticket))
    services.release(ticket, by=clerk)
    services.close(ticket, by=author_of(ticket))

    trail = AuditEntry.objects.filter(subject_type="support.ticket", subject_id=str(ticket.pk)).order_by(
        "at", "pk"
    )
    assert [entry.action for entry in trail] == [
        "opened", "viewed", "taken", "answered", "written to", "handed back", "closed",
    ]  # fmt: skip
    assert {entry.actor_id for entry in trail} == {clerk.pk, author_of(ticket).pk}
    assert TEXT not in str(list(trail.values()))
