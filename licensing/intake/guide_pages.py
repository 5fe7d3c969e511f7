"""The way into a request: province, county, trade, the union found, its conditions (R60–R63, annexes 2–5)."""

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import citizen_required
from accounts.models import User
from core.refusals import RuleBroken
from core.rials import format_rials
from core.text import normalise, to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import Row
from licensing.intake import condition_rows, guide, texts
from licensing.intake import rows as intake_rows
from licensing.intake import services as intake
from licensing.intake.answer_times import answer_times
from licensing.intake.forms import AcceptForm
from licensing.intake.guide import Offer
from organizations.categories import search
from organizations.categories.models import Category
from organizations.categories.search import MOST_FOUND, Found
from organizations.categories.search_rules import Fit
from organizations.categories.states import BranchOfTrade
from organizations.places.models import County, Province
from organizations.tariffs.rows import BILL_COLUMNS, bill_rows

LONGEST_SEARCH = 80


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen_required
def new_request(request: HttpRequest) -> HttpResponse:
    """One page for each choice still missing; every choice stands in the address, so «back» always works."""
    typed = request.POST if request.method == "POST" else request.GET
    county = County.objects.select_related("province").filter(code=_code(typed, "county")).first()
    if county is None:
        return _choose_place(request, typed)
    category = Category.objects.filter(is_active=True, isic_code=_code(typed, "category")).first()
    if category is None:
        return _choose_category(request, county, typed)
    try:
        found = guide.offer(county, category)
    except RuleBroken as refusal:
        return _refused(request, county, category, refusal)
    if request.method == "POST":
        return _accept(request, found)
    if typed.get("step") == "conditions":
        return _conditions(request, found, AcceptForm(initial=_seen(found)))
    return _union(request, found)


def _choose_place(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    """Steps 1 and 2: the province, then its counties."""
    province = Province.objects.filter(code=_code(typed, "province")).first()
    rows: Iterable[Province | County]
    chosen: list[Row]
    if province is None:
        rows, key, title = Province.objects.all(), "province", "محل کسب شما در کدام استان است؟"
        current, chosen = texts.STEP_PROVINCE, []
    else:
        rows, key = County.objects.filter(province=province), "county"
        title = f"کدام شهرستان استان {province.name}؟"
        current, chosen = texts.STEP_COUNTY, [{"label": f"استان {province.name}", "url": _address()}]
    links = [{"label": row.name, "url": _address(**{key: row.code})} for row in rows]
    unknown = typed.get(key, "") or (key == "province" and typed.get("county", ""))
    context = {"title": title, "links": links, "notice": texts.NO_SUCH_PLACE if unknown else ""}
    return _draw(request, "place", current, chosen, context)


def _choose_category(request: HttpRequest, county: County, typed: QueryDict) -> HttpResponse:
    """Step 3: the trade, searched for by any name people use, or picked under its branch; the list always stays."""
    sought = typed.get("q", "")[:LONGEST_SEARCH].strip()
    found = search.search_categories(sought)
    every = Category.objects.filter(is_active=True)
    context = {
        "county": county,
        "q": sought,
        "found": [
            _category_row(county, one.category) | {"known_as": to_persian_digits(one.known_as)}
            for one in found
        ],
        "found_title": _found_title(sought, found),
        "groups": _branches([_category_row(county, category) for category in every]),
        "asked": guide.body_to_ask(county),
        "not_listed_title": texts.NOT_LISTED_TITLE,
        "not_listed": texts.NOT_LISTED,
        "notice": texts.NO_SUCH_PLACE if typed.get("category") else "",
    }
    return _draw(request, "category", texts.STEP_CATEGORY, _chosen(county), context)


def _found_title(sought: str, found: list[Found]) -> str:
    if not found:
        words = texts.NOTHING_FOUND
    elif found[0].fit == Fit.SLIP:
        words = texts.SLIPS_FOUND
    else:
        words = texts.MANY_FOUND if len(found) == MOST_FOUND else texts.FOUND
    return words.format(sought=to_persian_digits(sought), count=to_persian_digits(str(len(found))))


def _category_row(county: County, category: Category) -> Row:
    return {
        "label": category.name,
        "code": to_persian_digits(category.isic_code),
        "branch": category.branch_of_trade,
        "url": _address(county=county.code, category=category.isic_code),
    }


def _branches(rows: list[Row]) -> list[dict[str, Any]]:
    return [
        {"title": branch.label, "rows": [row for row in rows if row["branch"] == branch]}
        for branch in BranchOfTrade
    ]


def _refused(request: HttpRequest, county: County, category: Category, refusal: RuleBroken) -> HttpResponse:
    """The portal cannot take this request: why, and who helps."""
    context = {
        "refusal": str(refusal),
        "asked": guide.body_to_ask(county, category),
        "again_url": _address(county=county.code),
    }
    return _draw(request, "refused", texts.STEP_UNION, _chosen(county, category), context)


def _union(request: HttpRequest, found: Offer) -> HttpResponse:
    """Step 4: the union that follows from the choices, its term, charges and papers."""
    context = {
        "offer": found,
        "postal_code": to_persian_digits(found.special.union_postal_code),
        "term": intake_rows.answer_term(),
        "times": intake_rows.answer_times(answer_times(found.union)),
        "fee_columns": BILL_COLUMNS,
        "fee_rows": bill_rows(found.bill),
        "fee_total": format_rials(found.bill.known_total),
        "no_bill": str(found.bill.refusal or ""),
        "open_url": _open_request_url(request, found),
        "open_text": texts.OPEN_ELSEWHERE,
        "go_on_url": _address(county=found.county.code, category=found.category.isic_code, step="conditions"),
    }
    return _draw(request, "union", texts.STEP_UNION, _chosen(found.county, found.category), context)


def _open_request_url(request: HttpRequest, found: Offer) -> str:
    """The page of the person's newest open request for this trade in this county, or nothing."""
    mine = LicenceRequest.objects.visible_to(cast(User, request.user)).open()
    newest = mine.filter(county=found.county, category=found.category).order_by("-pk").first()
    return newest.get_absolute_url() if newest else ""


def _accept(request: HttpRequest, found: Offer) -> HttpResponse:
    """Step 5, sent: the versions read are accepted and the draft opens."""
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _conditions(request, found, form)
    seen = (form.cleaned_data["general"], form.cleaned_data["special"])
    user = cast(User, request.user)
    try:
        draft = intake.start_request(county=found.county, category=found.category, by=user, seen=seen)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return _conditions(request, found, AcceptForm(initial=_seen(found)))
    messages.success(request, texts.DRAFT_OPENED)
    return redirect(draft)


def _conditions(request: HttpRequest, found: Offer, form: AcceptForm) -> HttpResponse:
    """Step 5: both texts in full, with their versions, and the acceptance."""
    context = {
        "offer": found,
        "form": form,
        "general": condition_rows.articles(found.general),
        "special": condition_rows.articles(found.special),
        "preamble": found.general.content.get("preamble", ""),
        "back_url": _address(county=found.county.code, category=found.category.isic_code),
    }
    return _draw(request, "conditions", texts.STEP_CONDITIONS, _chosen(found.county, found.category), context)


def _code(typed: QueryDict, name: str) -> str:
    return normalise(typed.get(name, ""))[:10]


def _seen(found: Offer) -> dict[str, int]:
    return {"general": found.general.pk, "special": found.special.pk}


def _draw(
    request: HttpRequest, page: str, current: int, chosen: list[Row], context: dict[str, Any]
) -> HttpResponse:
    frame = {"steps": texts.STEPS, "current": current, "chosen": chosen}
    return render(request, f"licensing/new_{page}.html", frame | context)


def _address(**choices: str) -> str:
    base = reverse("new_request")
    return f"{base}?{urlencode(choices)}" if choices else base


def _chosen(county: County, category: Category | None = None) -> list[Row]:
    """What was chosen so far, each with the way back to its page."""
    province = county.province
    rows = [
        {"label": f"استان {province.name}", "url": _address()},
        {"label": f"شهرستان {county.name}", "url": _address(province=province.code)},
    ]
    if category is not None:
        rows.append({"label": category.name, "url": _address(county=county.code)})
    return rows
