"""Plain JSON to dataclasses and back, strictly: an unknown key or a wrong type is an error.

Kept apart because seeds, the kept file and the admin door all speak through it.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


_ATOMS = frozenset({str, int, bool, float, type(None)})
# what is shown of each kind of record, with defaults; and the resolved types: both are slow to find out
_SHOWN: dict[Any, tuple[list[str], list[Any]]] = {}
_HINTS: dict[Any, dict[str, Any]] = {}


class SeedError(ValueError):
    """The JSON does not fit the world; the message says where."""


def to_plain(value: Any, *, lean: bool = False) -> Any:
    """Turn records into JSON values in declared order; fields marked `repr=False` stay behind.

    `lean` leaves out what equals its default, for files that are written often.
    """
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is list:
        return [to_plain(item, lean=lean) for item in value]
    if kind is dict:
        return {key: to_plain(item, lean=lean) for key, item in value.items()}
    if kind is Decimal:
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else _record_to_plain(value, lean)


def from_plain(kind: type[Record], plain: Any) -> Record:
    """Build a record; raises SeedError for unknown keys, missing keys and wrong types."""
    if not isinstance(plain, dict):
        raise SeedError(f"{kind.__name__} must be an object, not {plain!r}")
    hints = _hints(kind)
    unknown = sorted(set(plain) - set(hints))
    if unknown:
        raise SeedError(f"{kind.__name__} has no field {', '.join(unknown)}")
    missing = [name for name in _required(kind) if name not in plain]
    if missing:
        raise SeedError(f"{kind.__name__} needs {', '.join(missing)}")
    return kind(**{name: _read(hints[name], item, f"{kind.__name__}.{name}") for name, item in plain.items()})


def set_field(record: Any, name: str, plain: Any) -> None:
    """Set one field of a record from JSON; raises SeedError like `from_plain`."""
    hints = _hints(type(record))
    if name not in hints:
        raise SeedError(f"{type(record).__name__} has no field {name}")
    setattr(record, name, _read(hints[name], plain, f"{type(record).__name__}.{name}"))


def _record_to_plain(record: Any, lean: bool) -> dict[str, Any]:
    names, defaults = _shown(type(record))
    values = [getattr(record, name) for name in names]
    shown = zip(names, values, defaults, strict=True)
    return {
        name: value if type(value) in _ATOMS else to_plain(value, lean=lean)
        for name, value, default in shown
        if not lean or value != default
    }


def _shown(kind: type[Any]) -> tuple[list[str], list[Any]]:
    if kind not in _SHOWN:
        shown = [f for f in fields(kind) if f.repr]
        _SHOWN[kind] = ([f.name for f in shown], [_default(f) for f in shown])
    return _SHOWN[kind]


def _default(one: Any) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def _hints(kind: type[Any]) -> dict[str, Any]:
    if kind not in _HINTS:
        hints = get_type_hints(kind)
        _HINTS[kind] = {f.name: hints[f.name] for f in fields(kind) if f.init}
    return _HINTS[kind]


def _required(kind: type[Any]) -> list[str]:
    given = (f for f in fields(kind) if f.init)
    return [f.name for f in given if f.default is MISSING and f.default_factory is MISSING]


def _read(hint: Any, plain: Any, where: str) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return None if plain is None else _read(get_args(hint)[0], plain, where)
    if get_origin(hint) is list:
        return _read_list(get_args(hint)[0], plain, where)
    if is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, plain)
    return _read_scalar(hint, plain, where)


def _read_list(hint: Any, plain: Any, where: str) -> list[Any]:
    if not isinstance(plain, list):
        raise SeedError(f"{where} must be a list, not {plain!r}")
    return [_read(hint, item, where) for item in plain]


def _read_scalar(hint: Any, plain: Any, where: str) -> Any:
    try:
        if hint is Decimal and not isinstance(plain, bool):
            return Decimal(str(plain))
        if hint is datetime and isinstance(plain, str):
            return _in_utc(datetime.fromisoformat(plain))
        if hint is date and isinstance(plain, str):
            return date.fromisoformat(plain)
    except (ValueError, InvalidOperation):
        raise SeedError(f"{where} cannot be {plain!r}") from None
    if hint is float and type(plain) is int:
        return float(plain)
    wanted = get_origin(hint) or hint
    if wanted is not Any and type(plain) is not wanted:
        raise SeedError(f"{where} must be {wanted.__name__}, not {plain!r}")
    return plain


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
