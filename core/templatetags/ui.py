"""What the component templates need beyond Django's own tags: icons, widgets, geometry of charts.

Nothing here knows the trade, the database or the request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms, template
from django.contrib.messages import ERROR
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from core import restored_input
from core.bidi import keep_order
from core.middleware import current_request_id
from core.page_faults import is_faulty
from core.templatetags.ui_icons import ICONS

register = template.Library()

#: A text input never grows beyond this many characters; shorter limits make shorter boxes.
LONGEST_SIZED_INPUT = 22
#: A label that is a whole sentence is cut in the error summary.
LONGEST_NAME = 70
LATIN_INPUT_MODES = frozenset({"numeric", "tel", "decimal", "email", "url"})
LATIN_INPUT_TYPES = frozenset({"tel", "email", "url", "number", "password"})
#: Units of the drawing of a column chart (SVG user units).
COLUMN_HEIGHT = 120
FACT = '<div class="facts__row"><dt>{}</dt><dd>{}</dd>{}</div>'
FACT_ACTION = '<dd class="facts__action"><a href="{}">{}<span class="sr"> {}</span></a></dd>'


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the inline SVG of the icon `name`, hidden from screen readers; KeyError for an unknown name."""
    return ICONS[name]


@register.filter
def paired(row: Iterable[Any], columns: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Pair each cell of a table row with its column, so that the cell can name its column on a phone."""
    return list(zip(row, columns, strict=True))


@register.filter
def is_mapping(value: object) -> bool:
    """Say whether a table cell is a mapping (text, url, tone…) and not plain text."""
    return isinstance(value, Mapping)


@register.filter
def field_kind(field: BoundField) -> str:
    """Name the component that draws `field`.

    A widget may say so itself with an attribute `component`; otherwise its class decides.
    """
    widget = field.field.widget
    named = getattr(widget, "component", None)
    if isinstance(named, str):
        return named
    if widget.is_hidden:
        return "hidden"
    if any(cls.__name__ == "BaseCaptchaTextInput" for cls in type(widget).__mro__):
        return "captcha"
    if isinstance(widget, forms.MultiWidget) and len(widget.widgets) == 3:
        return "date"
    if widget.attrs.get("autocomplete") == "one-time-code":
        return "code"
    return _kind_by_class(widget)


@register.filter
def says_optional(field: BoundField) -> bool:
    """Whether «(اختیاری)» stands beside the label: not in forms whose every field may wait or be left out."""
    return not field.field.required and getattr(field.form, "marks_optional", True)


def _kind_by_class(widget: forms.Widget) -> str:
    """Name the component of a widget of Django's own; "text" for anything typed on one line."""
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.RadioSelect, "choices"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
        (forms.Textarea, "textarea"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "text")


@register.filter
def focus_id(field: BoundField) -> str:
    """Return the id of the control that a link of the error summary should move to."""
    kind = field_kind(field)
    if kind == "captcha":
        return f"{field.auto_id}_1"
    if kind in {"choices", "date"}:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def naming(error: str, field: BoundField) -> str:
    """Return a line of the error summary with the name of its field, which stands before a message without it."""
    label = str(field.label or "").rstrip(" :؟?.")
    if not label or label in error:
        return error
    return f"{Truncator(label).chars(LONGEST_NAME)}: {error}"


@register.filter
def choice_hint(field: BoundField, value: object) -> str:
    """Return the hint of one choice from the form field's optional mapping `choice_hints`."""
    hints = cast("Mapping[str, str]", getattr(field.field, "choice_hints", {}))
    return hints.get(str(value), "")


@register.simple_tag
def kept_here(action: str) -> bool:
    """Say whether the form sent to `action` is the one that was being filled in when the session ended."""
    return restored_input.restored_values(action, "") is not None


@register.simple_tag
def kept_value(action: str, name: str) -> str:
    """Return what was typed under `name` in a hand-written form sent to `action` when the session ended."""
    return next(iter(restored_input.restored_values(action, name) or ()), "")


@register.simple_tag
def kept_choice(action: str, name: str, value: object, at_first: bool = False) -> bool:
    """Say whether `value` was chosen there; `at_first` while nothing was kept."""
    chosen = restored_input.restored_values(action, name)
    return at_first if chosen is None else str(value) in chosen


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Draw the bare control of `field` with direction and width that fit what is typed in it."""
    control = field.field.widget
    attrs: dict[str, Any] = {}
    if isinstance(control, forms.TextInput) and "dir" not in control.attrs and _types_latin(control):
        attrs["dir"] = "ltr"
    longest = getattr(field.field, "max_length", None) or control.attrs.get("maxlength")
    if isinstance(control, forms.TextInput) and longest and int(longest) <= LONGEST_SIZED_INPUT:
        attrs.setdefault("size", str(int(longest) + 2))
    return field.as_widget(attrs=attrs)


def _types_latin(control: forms.TextInput) -> bool:
    """Say whether the control takes codes and numbers, which read left to right inside Persian."""
    return control.attrs.get("inputmode") in LATIN_INPUT_MODES or control.input_type in LATIN_INPUT_TYPES


@register.simple_tag
def captcha_parts(field: BoundField) -> dict[str, Any]:
    """Make a new captcha for `field` and return image, audio and refresh addresses, key and names."""
    control = cast(Any, field.field.widget)
    control.fetch_captcha_store(field.html_name, None, {"id": field.auto_id}, control.generator)
    key = control._value[0]
    return {
        "image": control.image_url(),
        "audio": control.audio_url(),
        "refresh": control.refresh_url(),
        "key": key,
        "name": field.html_name,
        "id": field.auto_id,
    }


@register.simple_tag
def date_parts(field: BoundField) -> list[SafeString]:
    """Draw the three controls day, month, year of a date field, each with its own name and state."""
    control = cast("forms.MultiWidget", field.field.widget)
    described = field.aria_describedby
    base: dict[str, Any] = {"id": field.auto_id}
    if described:
        base["aria-describedby"] = described
    if field.errors:
        base["aria-invalid"] = "true"
    context = control.get_context(field.html_name, field.value(), base)
    parts: Sequence[dict[str, Any]] = context["widget"]["subwidgets"]
    drawn = (field.form.renderer.render(part["template_name"], {"widget": part}) for part in parts)
    # The HTML comes from a form template, which escaped it.
    return [SafeString(html) for html in drawn]  # nosec B703


@register.filter
def bars(items: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Give each (label, value) of a chart its length in percent of the largest value."""
    rows = list(items)
    largest = max((value for _, value in rows), default=0) or 1
    return [
        {"label": label, "value": value, "share": round(100 * value / largest, 1)} for label, value in rows
    ]


@register.filter
def columns(items: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Place the columns of a column chart from right to left: x, y, height and the middle of each."""
    drawn = bars(items)
    step = 360 / max(len(drawn), 1)
    for index, bar in enumerate(drawn):
        height = round(COLUMN_HEIGHT * bar["share"] / 100, 1)
        bar["height"] = str(height)
        bar["y"] = str(round(COLUMN_HEIGHT - height + 18, 1))
        bar["x"] = str(round(360 - step * (index + 0.8), 1))
        bar["middle"] = str(round(360 - step * (index + 0.5), 1))
        bar["above"] = str(round(COLUMN_HEIGHT - height + 13, 1))
        bar["width"] = str(round(step * 0.6, 1))
    return drawn


@register.simple_tag
def facts_list(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """Draw components/summary_list.html: a third of what the same list costs as template tags (ADR 12)."""
    drawn = ((_fact(row),) for row in rows)
    return format_html('<dl class="facts">{}</dl>', format_html_join("", "{}", drawn))


def _fact(row: Mapping[str, Any]) -> SafeString:
    key, value = row["key"], row.get("value")
    if row.get("tone"):
        shown = format_html('<span class="chip chip--{}">{}</span>', row["tone"], _in_order(value))
    elif row.get("ltr"):
        shown = format_html('<bdi dir="ltr">{}</bdi>', value or "—")
    else:
        shown = conditional_escape(_in_order(value or "—"))
    if row.get("note"):
        shown = format_html('{} <span class="chip chip--warning">{}</span>', shown, _in_order(row["note"]))
    if not row.get("url"):
        return format_html(FACT, key, shown, "")
    action = format_html(FACT_ACTION, row["url"], row.get("action") or "ویرایش", key)
    return format_html(FACT, key, shown, action)


def _in_order(value: Any) -> Any:
    """Plain text with its codes in their order; HTML and numbers as they are."""
    return keep_order(value) if isinstance(value, str) and not isinstance(value, SafeString) else value


@register.simple_tag
def bar_svg(share: float) -> SafeString:
    """Draw one horizontal bar of `share` percent, growing from the right edge."""
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar__all" width="100" height="10"/><rect x="{}" width="{}" height="10"/></svg>',
        str(round(100 - share, 1)),
        str(share),
    )


@register.simple_tag(takes_context=True)
def error_prefix(context: Mapping[str, Any]) -> str:
    """Return «خطا: » for the title of a page that shows a faulty form or a refusal, an empty text otherwise."""
    refused = any(message.level >= ERROR for message in context.get("messages") or ())
    return "خطا: " if refused or is_faulty() else ""


@register.simple_tag
def request_id() -> str:
    """Return the number of the request being answered, "-" outside one; needs no context."""
    return current_request_id()
