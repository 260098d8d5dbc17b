"""Filling in forms as a browser does: everything the page showed goes back, with some fields changed."""

from typing import Any

from django.test import Client


def values_of(form: Any) -> dict[str, Any]:
    """What a browser would send for one form: empty boxes are left out, empty fields are sent empty."""
    typed: dict[str, Any] = {}
    for bound in form:
        if bound.widget_type == "checkbox":
            typed |= {bound.html_name: "on"} if bound.value() else {}
            continue
        value = bound.field.widget.format_value(bound.value()) if hasattr(bound.field.widget, "format_value") else None
        if value in (None, [], [""], False):
            if bound.field.widget.__class__.__name__ not in ("CheckboxSelectMultiple", "RadioSelect"):
                typed[bound.html_name] = ""
        else:
            typed[bound.html_name] = value
    return typed


def page_form(client: Client, url: str) -> tuple[dict[str, Any], Any]:
    """The data that the form at ``url`` would send unchanged, and the response that showed it."""
    shown = client.get(url)
    assert shown.status_code == 200, shown.status_code
    form = shown.context["form"]
    typed = values_of(form)
    for rows in getattr(form, "row_sets", ()):
        typed |= values_of(rows.management_form)
        for row in rows.forms:
            typed |= values_of(row)
    if (subject := shown.context.get("object")) is not None and hasattr(subject, "revision_no"):
        typed["revision_no"] = str(subject.revision_no)
    return typed | dict(shown.context.get("carried") or {}), shown


def send(client: Client, url: str, **changes: Any) -> Any:
    """Opens the form at ``url``, changes some fields and sends it; None takes a field out."""
    typed, _ = page_form(client, url)
    typed |= changes
    return client.post(url, {name: value for name, value in typed.items() if value is not None})


def row(prefix: str, place: int, **fields: Any) -> dict[str, Any]:
    """A new row of a formset, with its count."""
    return {f"{prefix}-TOTAL_FORMS": place + 1, **{f"{prefix}-{place}-{name}": value for name, value in fields.items()}}


def errors(response: Any, field: str) -> list[str]:
    """What the page says at ``field``."""
    assert response.status_code == 200, response.status_code
    return list(response.context["form"].errors.get(field, []))
