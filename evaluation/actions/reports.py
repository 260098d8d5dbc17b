"""Every write to reports. ``by`` is who acts; None is the system (a command). ``freezing`` is a module of its own."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.operations.models import Sequence
from evaluation.models import Report, ReportSection, ReportVariant
from evaluation.reports import KINDS, frame
from evaluation.reports.kind import COLUMNS, Values
from goals.models import PaperType, Period


def require(by: User | None, action: str, subject: models.Model | type[models.Model]) -> None:
    if by is not None and not access.may(by, action, subject):
        raise PermissionDenied


def draft_report(kind: str, period: Period, **about: Any) -> Report:
    """A report of ``kind`` that is not stored yet; ``about`` fills the fields that the kind needs or takes."""
    report = Report(kind=kind, period=period, **about)
    report.title = KINDS[kind].subject(report)
    return report


def with_proposals(variant: ReportVariant, today: date, sections: Mapping[str, str] | None = None) -> dict[str, str]:
    """Puts the proposed wording into every empty text of ``variant``; what is written stays as it is.

    Returns ``sections`` completed in the same way; nothing is stored.
    """
    texts = proposed_values(variant, today, sections)["texts"]
    return {key: text for key, text in texts.items() if key not in COLUMNS}


def proposed_values(variant: ReportVariant, today: date, sections: Mapping[str, str] | None = None) -> Values:
    """The same; returns the values of the paper as it would be with these texts, read once."""
    kind, texts = KINDS[variant.report.kind], dict(sections or {})
    variant.subject = variant.subject or kind.subject(variant.report)
    values = frame.figures(variant, today, texts)
    if not variant.lead_department and values["resolution"]:
        variant.lead_department = values["resolution"]["lead_department"]
    for one in kind.written(values):
        if one.key not in COLUMNS:
            texts[one.key] = texts.get(one.key) or one.proposal
        elif not getattr(variant, one.key):
            setattr(variant, one.key, one.proposal)
    return frame.reworded(values, variant, texts)


@transaction.atomic
def start_report(
    *, variants: Iterable[ReportVariant], kind: str, period: Period, today: date, by: User | None, **about: Any
) -> Report:
    """A new report with a variant for each committee, worded as far as the data allow.

    ``about`` fills the fields of the report that its kind needs or takes; ValidationError where one is missing.
    """
    require(by, "add", Report)
    if any(about.get(name) is None for name in KINDS[kind].needs):
        raise ValidationError("Zu dieser Art von Bericht fehlt, worüber berichtet wird.")
    report = draft_report(kind, period, **about)
    report.serial = Sequence.objects.next("report")
    report.save()
    for variant in variants:
        add_variant(report=report, variant=variant, today=today, by=by)
    return report


def create_report(
    *, variant: ReportVariant, kind: str, period: Period, today: date, by: User | None, **about: Any
) -> ReportVariant:
    """The same for one committee."""
    start_report(variants=[variant], kind=kind, period=period, today=today, by=by, **about)
    return variant


@transaction.atomic
def add_variant(*, report: Report, variant: ReportVariant, today: date, by: User | None) -> ReportVariant:
    """The report for one more committee."""
    require(by, "add", ReportVariant)
    variant.report = report
    texts = with_proposals(variant, today)
    variant.save()
    write_sections(variant, texts)
    return variant


@transaction.atomic
def change_annexes(*, report: Report, by: User | None) -> Report:
    """Stores what a report brings along, for all its committees. Frozen versions keep what they have."""
    require(by, "edit", report)
    report.revision_no += 1
    report.save()
    return report


@transaction.atomic
def change_session(*, variant: ReportVariant, today: date, by: User | None) -> ReportVariant:
    """Stores committee, session and kind of paper. A kind of paper that has more texts gets proposals for them."""
    require(by, "edit", variant)
    if variant.paper_type == PaperType.RESOLUTION:
        with_proposals(variant, today, frame.stored_sections(variant))
    variant.revision_no += 1
    variant.save()
    return variant


@transaction.atomic
def write_texts(*, variant: ReportVariant, sections: Mapping[str, str], by: User | None) -> ReportVariant:
    """Stores the texts of a variant; ``sections`` by their keys."""
    require(by, "edit", variant)
    variant.revision_no += 1
    variant.save()
    write_sections(variant, sections)
    return variant


@transaction.atomic
def take_texts(*, variant: ReportVariant, source: ReportVariant, by: User | None) -> ReportVariant:
    """Words ``variant`` like ``source``, another variant of its report, but for what is resolved and signed."""
    require(by, "edit", variant)
    for name in set(COLUMNS) - {"proposed_resolution", "signature"}:
        setattr(variant, name, getattr(source, name))
    variant.subject, variant.lead_department = source.subject, source.lead_department
    return write_texts(variant=variant, sections=frame.stored_sections(source), by=by)


def write_sections(variant: ReportVariant, texts: Mapping[str, str]) -> None:
    """One row per key that has a text, or had one."""
    stored = {section.key: section for section in variant.sections.all()}
    for key, text in texts.items():
        section = stored.get(key) or ReportSection(variant=variant, key=key)
        if section.text != text:
            section.text = text
            section.save()


@transaction.atomic
def publish(*, variant: ReportVariant, public_from: date | None, by: User | None) -> ReportVariant:
    """From ``public_from`` on everybody reads the frozen versions; None takes them out of the public's sight."""
    require(by, "publish", variant)
    variant.public_from = public_from
    variant.revision_no += 1
    variant.save(update_fields=["public_from", "revision_no"])
    return variant
