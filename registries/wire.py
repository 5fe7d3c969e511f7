"""Facts as JSON and back, field by field, for the HTTP contract (docs/registries.openapi.yaml)."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

Facts = TypeVar("Facts")


def to_json(facts: Any) -> dict[str, object]:
    """The dataclass's own fields; dates in ISO form."""
    return {name: _plain(value) for name, value in asdict(facts).items()}


def from_json(kind: type[Facts], data: object) -> Facts:
    """A `kind` from `data`. Raises ValueError when a field is missing or of another type; new fields are
    ignored."""
    if not isinstance(data, Mapping):
        raise ValueError(f"{kind.__name__}: not an object")
    hints = get_type_hints(kind)
    values = {
        field.name: _value(hints[field.name], data.get(field.name), field.name)
        for field in fields(kind)  # type: ignore[arg-type]
    }
    return kind(**values)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _value(hint: Any, value: object, name: str) -> Any:
    """`value` as `hint` wants it. The message names the field and never the value."""
    options = get_args(hint)
    if type(None) in options:
        if value is None:
            return None
        (hint,) = (option for option in options if option is not type(None))
    if type(value) is not (int if hint is int else str):
        raise ValueError(f"{name}: wrong type")
    try:
        return date.fromisoformat(str(value)) if hint is date else hint(value)
    except ValueError:
        raise ValueError(f"{name}: not readable") from None
