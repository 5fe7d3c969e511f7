"""Everything signing in writes, one file per noun."""

from accounts.services.codes import captcha_is_hard, clear_expired, request_code, verify_code, watch_codes
from accounts.services.mobiles import (
    ask_after_lost_sim,
    confirm_identity,
    expire_changes,
    finish_own_change,
    refuse_change,
    show_to_checker,
    start_own_change,
)
from accounts.services.people import (
    check_number_on_paper,
    citizen_of,
    citizen_person,
    person_on_paper,
    record_identity,
)
from accounts.services.sessions import (
    OwnSession,
    end_other_sessions,
    end_session,
    end_sessions_of,
    own_sessions,
    sign_in,
)
from accounts.services.staff import (
    change_password,
    confirm_second_factor,
    reset_second_factor,
    second_factor_to_set_up,
    sign_in_staff,
    staff_credentials,
)

__all__ = [
    "OwnSession",
    "ask_after_lost_sim",
    "captcha_is_hard",
    "change_password",
    "check_number_on_paper",
    "citizen_of",
    "citizen_person",
    "clear_expired",
    "confirm_identity",
    "confirm_second_factor",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "expire_changes",
    "finish_own_change",
    "own_sessions",
    "person_on_paper",
    "record_identity",
    "refuse_change",
    "request_code",
    "reset_second_factor",
    "second_factor_to_set_up",
    "show_to_checker",
    "sign_in",
    "sign_in_staff",
    "staff_credentials",
    "start_own_change",
    "verify_code",
    "watch_codes",
]
