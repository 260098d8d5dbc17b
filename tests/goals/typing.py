"""What a browser would send from a form page, with some of it typed anew."""

from typing import Any
from urllib.parse import urlencode


def typed(response: Any, **changes: Any) -> dict[str, Any]:
    """The data of the form on the page ``response``; ``changes`` name its fields, a row's as ``values-0-note``."""
    form = response.context["form"]
    record = response.context.get("stored") or response.context.get("object")
    data: dict[str, Any] = {}
    if getattr(record, "revision_no", None):
        data["revision_no"] = str(record.revision_no)
    row_sets = getattr(form, "row_sets", [])
    for one in [form, *(rows.management_form for rows in row_sets), *(row for rows in row_sets for row in rows.forms)]:
        data |= sent(one)
    return data | {name: value for name, value in changes.items() if value is not None}


def sent(form: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False or value == "":
            continue
        shown = "on" if value is True else bound.field.widget.format_value(bound.field.prepare_value(value))
        values[bound.html_name] = shown[0] if isinstance(shown, list) else shown
    return values


def new_row(rows: str, place: int, **fields: Any) -> dict[str, Any]:
    """One more row behind ``place`` stored ones."""
    cells = {f"{rows}-{place}-{name}": value for name, value in fields.items()}
    return {f"{rows}-TOTAL_FORMS": str(place + 1), **cells}


def post_bytes(browser: Any, path: str, data: dict[str, str]) -> Any:
    """Sends what no browser would: text with half of a surrogate pair."""
    body = urlencode(data, encoding="utf-8", errors="surrogatepass")
    return browser.post(path, body, content_type="application/x-www-form-urlencoded")


def errors_of(response: Any) -> dict[str, list[str]]:
    """All errors of a form page by the name of the field they stand at; "" for what stands at none."""
    form = response.context["form"]
    found = {name: list(messages) for name, messages in form.errors.items()}
    for rows in getattr(form, "row_sets", []):
        for row in rows.forms:
            found |= {f"{row.prefix}-{name}": list(messages) for name, messages in row.errors.items()}
        if rows.non_form_errors():
            found[rows.prefix] = list(rows.non_form_errors())
    return found
