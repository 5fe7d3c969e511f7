"""The staff's desk: lists, pages of rows and what may be done there, for every app.

To let the staff do one thing more with a row, write its service, a form, and one row of steps:

    class CloseForm(DeskForm):
        note = forms.CharField(label="علت", max_length=200)

    @admin.register(PayeeAccount)
    class AccountDesk(Desk):
        steps = (
            Step("close", close_account, "بستن", done="حساب بسته شد.", form=CloseForm, offered=keeps_account),
        )

`Desk` (`pages.py`) gives the step its address `<pk>/close/` and its place on the row's page. A post finds the row in
the person's scope, checks the form, calls `close_account(row, by=user, note=…)`, and leads back with what is said when
it is done. A refusal stands beside what was typed; a form that somebody overtook shows what changed (`stale.py`).

A desk says besides which columns its list has (`columns`, `cells`), what stands on a row's page (`facts`, `cards`,
`links`), and how a row is added (`adds`, a step without a row). Who may look is said by roles (`scope.py`).
"""
