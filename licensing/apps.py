from django.apps import AppConfig


class LicensingConfig(AppConfig):
    name = "licensing"
    verbose_name = "پروانه‌ها"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.signals import person_named, staff_account_changed
        from deadlines.signals import deadline_moved
        from licensing.billing import turns as billing
        from licensing.cases import turns
        from licensing.cases.signals import ended_without_licence
        from licensing.cases.states import Status
        from licensing.decisions import turns as decisions
        from licensing.inquiries import turns as inquiries
        from licensing.papers import turns as papers
        from licensing.receivers import (
            book_refund,
            follow_moved_deadlines,
            follow_new_name,
            free_files_of_whoever_left,
        )
        from organizations.signals import role_withdrawn

        turns.QUESTIONS |= {
            Status.CONDITIONAL: (decisions.of_needs,),
            Status.IN_PROGRESS: (
                papers.of_missing,
                decisions.of_open_return,
                papers.of_unseen,
                inquiries.of_unanswered,
            ),
            Status.AWAITING_PAYMENT: (billing.of_slips,),
        }
        ended_without_licence.connect(book_refund, dispatch_uid="licensing.book_refund")
        deadline_moved.connect(follow_moved_deadlines, dispatch_uid="licensing.follow_moved_deadlines")
        person_named.connect(follow_new_name, dispatch_uid="licensing.follow_new_name")
        for left in (role_withdrawn, staff_account_changed):
            left.connect(free_files_of_whoever_left, dispatch_uid="licensing.free_files_of_whoever_left")
