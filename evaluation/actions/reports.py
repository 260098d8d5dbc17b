"""Every write to reports. ``by`` is who acts; None is the system (a command). ``freezing`` is a module of its own."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from bildungsnetz import access
from bildungsnetz.accounts.models import User
from bildungsnetz.operations.models import Sequence
from evaluation.models import Report, ReportSection, ReportVariant
from evaluation.reports import KINDS, Texts
from goals.models import PaperType, Period


def require(by: User | None, action: str, subject: models.Model | type[models.Model]) -> None:
    if by is not None and not access.may(by, action, subject):
        raise PermissionDenied


def draft_report(kind: str, period: Period) -> Report:
    """A report of ``kind`` that is not stored yet."""
    return Report(kind=kind, period=period, title=KINDS[kind].subject(period))


def with_proposals(variant: ReportVariant, today: date, sections: Mapping[int, str] | None = None) -> Texts:
    """Puts the proposed wording into every empty text of ``variant``; what is written stays as it is.

    Returns the texts with the sections completed in the same way; nothing is stored.
    """
    kind, written = KINDS[variant.report.kind], dict(sections or {})
    variant.subject = variant.subject or kind.subject(variant.report.period)
    values = kind.figures(variant, today, written)
    if not variant.lead_department and values["resolution"]:
        variant.lead_department = values["resolution"]["lead_department"]
    proposed = kind.proposals(values)
    for name, text in proposed.fields.items():
        if not getattr(variant, name):
            setattr(variant, name, text)
    texts = {number: written.get(number) or text for number, text in proposed.sections.items()}
    return Texts({name: getattr(variant, name) for name in proposed.fields}, texts)


@transaction.atomic
def create_report(*, variant: ReportVariant, kind: str, period: Period, today: date, by: User | None) -> ReportVariant:
    """A new report with its first variant, worded as far as the data allow."""
    require(by, "add", Report)
    report = draft_report(kind, period)
    report.serial = Sequence.objects.next("report")
    report.save()
    return add_variant(report=report, variant=variant, today=today, by=by)


@transaction.atomic
def add_variant(*, report: Report, variant: ReportVariant, today: date, by: User | None) -> ReportVariant:
    """The report for one more committee."""
    require(by, "add", ReportVariant)
    variant.report = report
    texts = with_proposals(variant, today)
    variant.save()
    write_sections(variant, texts.sections)
    return variant


@transaction.atomic
def change_session(*, variant: ReportVariant, today: date, by: User | None) -> ReportVariant:
    """Stores committee, session and kind of paper. A kind of paper that has more texts gets proposals for them."""
    require(by, "edit", variant)
    if variant.paper_type == PaperType.RESOLUTION:
        with_proposals(variant, today, {section.goal.number: section.text for section in sections_of(variant)})
    variant.revision_no += 1
    variant.save()
    return variant


@transaction.atomic
def write_texts(*, variant: ReportVariant, sections: Mapping[int, str], by: User | None) -> ReportVariant:
    """Stores the texts of a variant; ``sections`` by number of the goal."""
    require(by, "edit", variant)
    variant.revision_no += 1
    variant.save()
    write_sections(variant, sections)
    return variant


def sections_of(variant: ReportVariant) -> list[ReportSection]:
    return list(variant.sections.select_related("goal"))


def write_sections(variant: ReportVariant, texts: Mapping[int, str]) -> None:
    """One row per goal of the period that has a text, or had one."""
    stored = {section.goal.number: section for section in sections_of(variant)}
    for goal in variant.report.period.goals.filter(number__in=texts):
        section = stored.get(goal.number) or ReportSection(variant=variant, goal=goal)
        if section.text != texts[goal.number]:
            section.text = texts[goal.number]
            section.save()


@transaction.atomic
def publish(*, variant: ReportVariant, public_from: date | None, by: User | None) -> ReportVariant:
    """From ``public_from`` on everybody reads the frozen versions; None takes them out of the public's sight."""
    require(by, "publish", variant)
    variant.public_from = public_from
    variant.revision_no += 1
    variant.save(update_fields=["public_from", "revision_no"])
    return variant
