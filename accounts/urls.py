from django.urls import path, re_path

from accounts.views import captcha, mobiles, sessions, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-in/resend/", sign_in.resend_code, name="resend_code"),
    path("sign-in/lost-sim/", mobiles.lost_sim, name="lost_sim"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("session/keep/", sign_in.keep_session, name="keep_session"),
    path("panel/mobile/", mobiles.change_mobile, name="change_mobile"),
    path("panel/mobile/code/", mobiles.change_mobile_code, name="change_mobile_code"),
    path("panel/mobile/resend/", mobiles.resend_mobile_code, name="resend_mobile_code"),
    path("panel/sessions/", sessions.my_sessions, name="my_sessions"),
    path("panel/sessions/end/", sessions.end_session, name="end_session"),
    path("panel/sessions/end-others/", sessions.end_other_sessions, name="end_other_sessions"),
    # Before the library's own addresses of the same name (asnaf/urls.py): longer pictures, limits on the sound.
    path("captcha/refresh/", captcha.refresh),
    re_path(r"^captcha/audio/(?P<key>\w+)\.wav$", captcha.audio),
]
