"""The form that issues a licence."""

from licensing.cases.desk_forms import MinuteForm


class IssueForm(MinuteForm):
    """The issue, with its minute."""
