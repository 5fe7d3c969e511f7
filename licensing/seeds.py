"""First rows of the reference data of licensing: reasons, papers, bodies that are asked.

What an office has changed at the desk stays; only what is missing is written.
"""

from typing import Any

from django.apps.registry import Apps

from organizations import data_files

#: Papers the list gives to everybody, whatever its remark says.
ALWAYS = {"IDENTITY_BOOKLET", "NATIONAL_CARD", "PREMISES_TITLE", "NO_ADDICTION", "NO_CRIMINAL_RECORD"}
NEEDED = {
    "SCHOOL_CERTIFICATE": "WAIVER_AGE",
    "NOTARISED_UNDERTAKING": "PRIVATE_DEED",
    "DEPOSIT_SLIPS": "WITH_BILL",
}
#: The portal itself has this: it is the request. The training certificate is waived by age and by some counties.
CASE = {"REQUEST_FORM", "TRAINING_CERTIFICATE"}


def seed(apps: Apps) -> None:
    """Everything the first migration enters; `apps` holds the models as the migration knows them."""
    seed_reasons(apps.get_model("licensing", "Reason"), apps.get_model("licensing", "ReasonPlace"))
    seed_document_types(apps.get_model("licensing", "DocumentType"))
    seed_inquiry_bodies(apps.get_model("licensing", "InquiryBody"))


def seed_reasons(model: Any, place_model: Any) -> None:
    """Write the coded reasons that are missing, with the parts they may rest on; rows the secretariat changed stay.

    Args:
        model, place_model: `Reason` and `ReasonPlace`, or their historical versions in a migration.
    """
    for row in data_files.rows("reasons.csv"):
        places = [place.split(":") for place in row.pop("places").split()]
        reason, is_new = model.objects.get_or_create(code=row["code"], defaults=row)
        for source, part in places if is_new else ():
            place_model.objects.create(reason=reason, source=source, part=part)


def seed_document_types(model: Any) -> None:
    """Add the papers of the list that are missing; what an office has changed stays."""
    for position, row in enumerate(data_files.rows("required_documents.csv")):
        model.objects.get_or_create(
            code=row["code"],
            defaults={
                "title": row["title"],
                "applies": row["applies"],
                "needed": _needed(row),
                "condition": row["condition"],
                "basis": row["basis"],
                "position": position,
            },
        )


def seed_inquiry_bodies(model: Any) -> None:
    """Add the bodies of annexes 15–20 and the others that are missing; what an office has changed stays."""
    for row in data_files.rows("inquiry_bodies.csv"):
        model.objects.get_or_create(
            code=row["code"],
            defaults={
                "form_no": int(row["form_no"]) if row["form_no"] else None,
                "name": row["body"],
                "title": row["title"],
                "needed_when": row["needed_when"],
                "basis": row["basis"],
            },
        )


def _needed(row: dict[str, str]) -> str:
    code = row["code"]
    if code in NEEDED:
        return NEEDED[code]
    if code in ALWAYS or (not row["condition"] and code not in CASE):
        return "ALWAYS"
    return "CASE"
