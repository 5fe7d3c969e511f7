"""What may be done with a row, as data: its words, its form, when it is offered, and the service that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from accounts.models import User
from core.refusals import RuleBroken
from core.restored_input import restored_fields, restored_values

#: Words, or what makes them of the row and the person.
Words = str | Callable[[Any, User], str]


def always(row: Any, user: User) -> bool:
    """Offered to everybody who sees the row."""
    return True


def never_closed(row: Any, user: User) -> str:
    """Nothing stands in the way."""
    return ""


def nothing(row: Any, user: User) -> Mapping[str, Any]:
    """A form that begins empty."""
    return {}


#: What a step calls with the row, or with a part of it.
_OF_THE_ROW = ("service", "title", "hint", "initial", "offered", "why", "values", "goes_to")


def _of_part(call: Callable[..., Any], part: Any, row: Any, *given: Any, **told: Any) -> Any:
    return call(part, *given, **told)


def _form_of_part(form: Callable[..., Any], part: Any, *sent: Any, row: Any, **told: Any) -> Any:
    return form(*sent, row=part, **told)


@dataclass(frozen=True)
class Step:
    """One thing to do with a row, or the way a row is added.

    Attributes:
        name: of its address below the row's; other pages find it as `admin:<app>_<model>_<name>`.
        service: called with the row, `by`, and what the form's `arguments` say (its clean values when it has none);
            without a form with what `reads` says. A step that adds is called without a row.
        button: words on the button.
        done: said afterwards; a callable gets what the service returned. Nothing is said when empty.
        form: a class or function that takes data, files, `row`, `user`, `initial`, `auto_id`; None for a mere button,
            whose refusal is said on top of the row's page.
        title: heading over the form; the button's words when empty.
        hint: a sentence below the heading.
        initial: what the form begins with.
        offered: whether this person may do it with this row at all.
        why: why it is not open now, to somebody it is offered to; the button is then not drawn.
        kind: of the button: primary, secondary, danger.
        own_page: the form stands on a page of its own at the step's address.
        template: drawn between hint and form, or the whole page when `own_page`; gets `values`.
        values: what the template needs besides row, offer and form.
        is_panel: whether it stands in the column of the steps; False when a card draws it.
        preview: says what the clean values and the act would do; the form is a `PreviewedForm` and comes twice.
        warning: said as a warning after it was done, of what the service returned.
        goes_to: address to go on to, of row and result; the row's page when None.
        anchor: of the part of the row's page that is shown again after it.
        path: address below the row's, when it is not the name; converters in it are handed to `reads`.
        reads: what a mere button sends along, of the posted values.
        part: finds the part of the row that the converters of `path` name; whatever the step calls gets it in place of
            the row. Such a step is offered by the card that draws the part. Raises Http404.
    """

    name: str
    service: Callable[..., Any]
    button: str
    done: str | Callable[[Any], str] = ""
    form: Callable[..., Any] | None = None
    title: Words = ""
    hint: Words = ""
    initial: Callable[[Any, User], Mapping[str, Any]] = nothing
    offered: Callable[[Any, User], bool] = always
    why: Callable[[Any, User], str] = never_closed
    kind: str = "primary"
    own_page: bool = False
    template: str = ""
    values: Callable[[Any, User, Any], Mapping[str, Any]] | None = None
    is_panel: bool = True
    preview: Callable[[Mapping[str, Any], Callable[[], object]], str] | None = None
    warning: Callable[[Any], str] | None = None
    goes_to: Callable[[Any, Any], str] | None = None
    anchor: str = ""
    path: str = ""
    reads: Callable[..., Mapping[str, Any]] | None = None
    part: Callable[..., Any] | None = None

    @property
    def address(self) -> str:
        """Below the row's own address."""
        return f"{self.path or self.name}/"

    def about(self, part: Any) -> "Step":
        """This step for one part of the row."""
        calls = {name: getattr(self, name) for name in _OF_THE_ROW}
        form = self.form and partial(_form_of_part, self.form, part)
        instead: dict[str, Any] = {
            name: partial(_of_part, call, part) for name, call in calls.items() if callable(call)
        }
        return replace(self, form=form, **instead)

    def make_form(self, row: Any, user: User, data: Any = None, files: Any = None, *, url: str = "") -> Any:
        """The form, empty or with what was sent; None when there is none.

        `url` is where it is sent to: what a person had typed when their session ended comes back into the form that
        was sent there, and into no other of the page.
        """
        if self.form is None:
            return None
        initial = dict(self.initial(row, user))
        if hasattr(row, "version"):
            initial = {"seen_version": row.version} | initial
        form = self.form(
            data,
            files,
            row=row,
            user=user,
            initial=initial,
            auto_id="id_%s" if row is None or self.own_page else f"{self.name}_%s",
        )
        if url and restored_fields() is not None and restored_values(url, "") is None:
            form.never_restored = tuple(form.fields)
        return form

    def run(self, row: Any, user: User, form: Any, sent: QueryDict, **parts: Any) -> Any:
        """Call the service with what was sent.

        Raises:
            RuleBroken: the service refuses.
            ValidationError: a column does not take a value.
        """
        if form is not None:
            arguments = form.arguments() if hasattr(form, "arguments") else form.cleaned_data
        else:
            arguments = self.reads(sent, **parts) if self.reads else {}
        about = () if row is None else (row,)
        return self.service(*about, by=user, **arguments)

    def said(self, result: Any) -> str:
        """What is said when it is done."""
        return self.done(result) if callable(self.done) else self.done


@dataclass(frozen=True)
class Offer:
    """A step as one person finds it on the page of one row."""

    step: Step
    url: str
    title: str
    hint: str
    why: str
    form: Any
    preview: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came of a posted step: done with a result, to be previewed, refused, or (none of them) wrongly typed."""

    is_done: bool = False
    result: Any = None
    preview: str = ""
    refusal: RuleBroken | ValidationError | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the row changed after the page of the form was drawn."""
        return isinstance(self.refusal, RuleBroken) and self.refusal.code == "stale"


def perform(step: Step, row: Any, user: User, form: Any, sent: QueryDict, **parts: Any) -> Outcome:
    """Do a step with what was sent, or show beforehand what it would do: then the service is run and taken back, so
    that a refusal is known and nothing is written."""
    if form is not None and not form.is_valid():
        return Outcome()

    def run() -> Any:
        return step.run(row, user, form, sent, **parts)

    try:
        if step.preview is None or form.is_previewed:
            return Outcome(is_done=True, result=run())
        with transaction.atomic():
            run()
            transaction.set_rollback(True)
        words = step.preview(form.cleaned_data, run)
    except (RuleBroken, ValidationError) as refusal:
        return Outcome(refusal=refusal)
    form.show_previewed()
    return Outcome(preview=words)


def in_words(words: Words, row: Any, user: User) -> str:
    """Words for this row and person."""
    return words(row, user) if callable(words) else words
