"""PDFs: a new document is made of what the pages draw; everything else falls away.

Actions, scripts, links, outlines, destinations, attachments, properties and author are left behind, not searched
for: only keys that draw are kept. What a form or a stamp shows is drawn into its page first.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from core.uploads.reader.drawing_keys import CATEGORIES, DRAWS, LAYERS, LAYERS_SEEN, PAGE
from core.uploads.reader.limits import Limits, Refused
from core.uploads.reader.side_data import plain_jp2, plain_jpeg

DRAWN_OBJECTS = {"/Image", "/Form"}
TYPED_FIELDS = {"/Tx", "/Ch"}
DEEPEST_FIELD = 20


def read_document(content: bytes, limits: Limits) -> bytes:
    """The pages of a PDF in a document of their own.

    Raises:
        Refused: "password", "pages", "form" when what was filled in is drawn nowhere, "portfolio" when the document
            is a wrapper of other files, "unreadable".
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as given:
            return _rewritten(given, limits)
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError, RuntimeError) as error:
        raise Refused("unreadable") from error


def _rewritten(given: Any, limits: Limits) -> bytes:
    if len(given.pages) == 0:
        raise Refused("unreadable")
    if len(given.pages) > limits.pages:
        raise Refused("pages")
    if "/Collection" in given.Root:
        raise Refused("portfolio")
    _draw_annotations(given)
    for page in given.pages:
        _keep_keys(page.obj, PAGE)
    written = pikepdf.new()
    written.pages.extend(given.pages)
    _keep_what_draws(written, [page.obj for page in written.pages] + _layers(given, written))
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def _layers(given: Any, written: Any) -> list[Any]:
    """Take over which layers are seen; returns what is still to be gone through."""
    layers = given.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary) or not isinstance(layers.get("/D"), Dictionary):
        return []
    _keep_keys(layers, LAYERS)
    _keep_keys(layers.D, LAYERS_SEEN)
    written.Root.OCProperties = kept = written.copy_foreign(given.make_indirect(layers))
    return [kept.get("/OCGs"), kept.D.get("/ON"), kept.D.get("/OFF")]


# Forms and notes


def _draw_annotations(given: Any) -> None:
    """Draw what forms, stamps and notes show on a screen into their pages."""
    form = given.Root.get("/AcroForm")
    stale = isinstance(form, Dictionary) and _is_true(form, "/NeedAppearances")
    drawn, undrawn = [], False
    for annotation in _annotations(given):
        has_picture = "/AP" in annotation
        typed = _typed(annotation)
        if typed and (stale or not has_picture):
            if not typed.isascii():  # a picture made here would know no Persian letters
                raise Refused("form")
            undrawn = True
        elif has_picture:
            drawn.append((annotation, annotation.AP))
        elif annotation.get("/Subtype") == Name.FreeText and "/Contents" in annotation:
            raise Refused("form")
    if _is_true(given.Root, "/NeedsRendering") or (undrawn and not isinstance(form, Dictionary)):
        raise Refused("form")
    if undrawn:
        for annotation, _ in drawn:
            del annotation.AP
        form.NeedAppearances = True
        given.generate_appearance_streams()
        for annotation, picture in drawn:
            annotation.AP = picture
    given.flatten_annotations("screen")


def _annotations(given: Any) -> Iterator[Any]:
    for page in given.pages:
        found = page.obj.get("/Annots")
        if isinstance(found, Array):
            yield from (one for one in found if isinstance(one, Dictionary))


def _is_true(found: Any, key: str) -> bool:
    return found.get(key) is True


def _typed(annotation: Any) -> str:
    if annotation.get("/Subtype") != Name.Widget or str(_inherited(annotation, "/FT")) not in TYPED_FIELDS:
        return ""
    value = _inherited(annotation, "/V")
    if isinstance(value, Array):
        return " ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _inherited(field: Any, key: str) -> Any:
    for _ in range(DEEPEST_FIELD):
        if not isinstance(field, Dictionary):
            return None
        if key in field:
            return field[key]
        field = field.get("/Parent")
    return None


# What draws


def _keep_what_draws(written: Any, begin: list[Any]) -> None:
    """Drop every key that does not draw from all that is reached, and side data from its pictures."""
    waiting, seen = begin, set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, Array):
            waiting.extend(found)
        if not isinstance(found, Dictionary | Stream) or found.objgen in seen:
            continue
        if found.is_indirect:
            seen.add(found.objgen)
        _keep_keys(found, DRAWS)
        for key in found.keys():  # noqa: SIM118  # a stream's keys are not its iterator
            if key == "/Resources":
                waiting.extend(_resources(found[key]))
            elif key == "/CharProcs":
                waiting.extend(_values(found[key]))
            elif key != "/Parent":
                waiting.append(found[key])
        if isinstance(found, Stream):
            _plain_picture(written, found)


def _resources(resources: Any) -> Iterator[Any]:
    if not isinstance(resources, Dictionary):
        return
    _keep_keys(resources, CATEGORIES)
    for category, named in resources.items():
        if not isinstance(named, Dictionary):
            continue
        for name, value in named.items():
            if category == "/XObject" and str(value.get("/Subtype")) not in DRAWN_OBJECTS:
                del named[name]
            elif category == "/Properties" and str(value.get("/Type")) not in {"/OCG", "/OCMD"}:
                named[name] = Dictionary()
            else:
                yield value


def _values(named: Any) -> list[Any]:
    return list(named.values()) if isinstance(named, Dictionary) else []


def _keep_keys(found: Any, kept: frozenset[str]) -> None:
    for key in set(found.keys()) - kept:
        del found[key]


def _plain_picture(written: Any, stream: Any) -> None:
    """Place, device and author also stand in the pictures of a document."""
    filters = _listed(stream.get("/Filter"))
    if not filters or filters[-1] not in {Name.DCTDecode, Name.JPXDecode}:
        return
    settings = _listed(stream.get("/DecodeParms"))
    content = stream.read_raw_bytes()
    if len(filters) > 1:
        outer = written.make_stream(content)
        outer.Filter, outer.DecodeParms = Array(filters[:-1]), Array(settings[: len(filters) - 1])
        content = outer.read_bytes()
    plain = plain_jpeg(content).content if filters[-1] == Name.DCTDecode else plain_jp2(content)
    last = settings[len(filters) - 1] if len(settings) == len(filters) else None
    stream.write(plain, filter=filters[-1], decode_parms=last if isinstance(last, Dictionary) else None)


def _listed(found: Any) -> list[Any]:
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]
