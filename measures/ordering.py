"""The orders in which measures can be listed. Each has an index of its own, made from the same expression."""

from datetime import date, datetime

from django.db.models import DateField, F, Func, SmallIntegerField

from bildungsnetz.web.keyset import Order, whole


class EndOrLast(Func):
    """The planned end; measures without one come last. A literal, because an index cannot match a parameter."""

    template = "COALESCE(%(expressions)s, '9999-12-31')"
    output_field = DateField()


class ConfirmedOrFirst(Func):
    """The day of the last confirmation; what nobody ever confirmed comes first."""

    template = "COALESCE(%(expressions)s, '0001-01-01')"
    output_field = DateField()


class Urgency(Func):
    """The status as a rank: what needs attention first, what is over last."""

    template = (
        "CASE %(expressions)s WHEN 'delayed' THEN 1 WHEN 'at_risk' THEN 2 WHEN 'paused' THEN 3"
        " WHEN 'planned' THEN 4 WHEN 'on_track' THEN 5 WHEN 'done' THEN 6 ELSE 7 END"
    )
    output_field = SmallIntegerField()


PLANNED_END = EndOrLast(F("planned_end_on"))
LAST_CONFIRMED = ConfirmedOrFirst(F("last_confirmed_on"))
URGENCY = Urgency(F("status"))


def moment(text: str) -> datetime:
    """An aware moment; ValueError for anything else."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value


# key in the address: how to sort, and what people read
ORDERS = {
    "number": Order("serial", whole, unique=True),
    "title": Order("sort_key", str),
    "status": Order(URGENCY, whole),
    "end": Order(PLANNED_END, date.fromisoformat),
    "confirmed": Order(LAST_CONFIRMED, date.fromisoformat),
    "updated": Order("updated_at", moment),
}
ORDER_LABELS = {
    "number": "Nummer",
    "-number": "Nummer, neueste zuerst",
    "title": "Titel A–Z",
    "-title": "Titel Z–A",
    "status": "Handlungsbedarf zuerst",
    "-status": "Handlungsbedarf zuletzt",
    "end": "geplantes Ende, früheste zuerst",
    "-end": "geplantes Ende, späteste zuerst",
    "confirmed": "am längsten nicht bestätigt",
    "-confirmed": "zuletzt bestätigt",
    "-updated": "zuletzt geändert",
    "updated": "am längsten nicht geändert",
}
