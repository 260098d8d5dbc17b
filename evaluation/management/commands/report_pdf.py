"""A report from the command line: ``./run manage report_pdf --committee schulausschuss --out bericht.pdf``."""

import errno
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.db.models import Q
from django.utils import timezone

from evaluation import actions, freezing
from evaluation.forms.reports import next_meeting
from evaluation.models import ReportVariant
from evaluation.reports import KINDS, ReportKind, frame
from evaluation.reports.choices import LABELS, MISSING, possible
from evaluation.reports.rendering import render
from goals.models import Committee, ConsultationRole, PaperType, Period

REFUSED = {
    errno.ENOENT: "den Ordner gibt es nicht",
    errno.ENOTDIR: "der Ordner ist keiner",
    errno.EISDIR: "das ist ein Ordner",
    errno.EACCES: "dazu fehlt das Recht",
    errno.EPERM: "dazu fehlt das Recht",
    errno.EROFS: "der Datenträger kann nur gelesen werden",
    errno.ENOSPC: "der Datenträger ist voll",
    errno.ENAMETOOLONG: "der Name ist zu lang",
}
PAPER_KINDS = {"berichtsvorlage": PaperType.REPORT, "beschlussvorlage": PaperType.RESOLUTION}


class Command(BaseCommand):
    help = "Schreibt einen Bericht als PDF. Ohne --freeze ist es ein Entwurf, und die Datenbank bleibt, wie sie ist."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--committee", help="Kürzel des Gremiums, zum Beispiel schulausschuss")
        parser.add_argument("--out", help="Datei, in die das PDF geschrieben wird")
        parser.add_argument("--kind", default="sachstandsbericht", help="Art des Berichts (siehe --list)")
        parser.add_argument("--period", help="Zielperiode, zum Beispiel 2023-2027 (Vorgabe: die laufende)")
        parser.add_argument("--round", help="laufende Nummer der Bewertungsrunde (Vorgabe: die letzte abgeschlossene)")
        parser.add_argument("--goal", help="Nummer des Handlungsziels (Vorgabe: das erste, wo eines nötig ist)")
        parser.add_argument("--carry-over", help="Übertragung, zum Beispiel 2028-2032 (Vorgabe: die neueste)")
        parser.add_argument(
            "--with-profiles",
            action="store_true",
            help="Steckbriefe aller Maßnahmen als Anlage (Sachstandsbericht)",
        )
        parser.add_argument("--date", help="Sitzungstag JJJJ-MM-TT (Vorgabe: die nächste Sitzung, sonst heute)")
        parser.add_argument("--paper-kind", default=None, help="berichtsvorlage (Vorgabe) oder beschlussvorlage")
        parser.add_argument("--freeze", action="store_true", help="legt den Bericht an und schreibt ihn fest")
        parser.add_argument("--reason", default="", help="Grund der Berichtigung, ab der zweiten Fassung nötig")
        parser.add_argument("--list", action="store_true", help="nennt die Arten von Berichten, eine je Zeile")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.stdout.write("\n".join(KINDS))
            return
        for name in ("committee", "out"):
            if not options[name]:
                raise CommandError(f"Bitte geben Sie --{name} an.")
        for name, given in options.items():
            if isinstance(given, str) and not given.isprintable():
                raise CommandError(f"Die Angabe zu --{name.replace('_', '-')} enthält Zeichen, die es nicht gibt.")
        path = Path(options["out"])
        try_out(path)
        try:
            pdf = asked_pdf(options)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                "Die Datenbank ist nicht erreichbar oder nicht eingerichtet. „./run“ richtet die der Demo ein, "
                f"„./run manage migrate“ jede andere. ({error})"
            ) from error
        write(path, pdf)


def asked_pdf(options: dict[str, Any]) -> bytes:
    today = timezone.localdate()
    wanted = wanted_variant(options, today)
    return frozen_pdf(wanted, options["reason"], today) if options["freeze"] else draft_pdf(wanted, today)


def wanted_variant(options: dict[str, Any], today: date) -> ReportVariant:
    """The variant that the options describe: the stored one if there is one, else a new one that is not stored."""
    kind, committee = chosen_kind(options), chosen_committee(options)
    paper_type, session_on = chosen_paper_type(options), chosen_date(options)
    about = chosen_about(kind, options, today)
    period = next((about[name].period for name in (*kind.needs, *kind.takes) if name in about), None)
    period = period or chosen_period(options, today)
    stored = (
        ReportVariant.objects.filter(report__kind=kind.key, report__period=period, committee=committee)
        .filter(**{f"report__{name}": about.get(name) for name in kind.about})  # another annex is another report
        .select_related(*freezing.READ_WITH)
        .order_by("-report__serial")
        .first()
    )
    variant = stored or ReportVariant(report=actions.draft_report(kind.key, period, **about), committee=committee)
    if not stored:
        meeting = next_meeting(committee, today)
        variant.session_on = meeting.held_on if meeting else today
        variant.role = ConsultationRole.INFORMATION
    variant.session_on = session_on or variant.session_on
    variant.paper_type = paper_type or variant.paper_type
    return variant


def chosen_kind(options: dict[str, Any]) -> ReportKind:
    key: str = options["kind"]
    if key not in KINDS:
        raise CommandError(f"Die Art „{key}“ gibt es nicht. Möglich: {', '.join(KINDS)}.")
    return KINDS[key]


def chosen_about(kind: ReportKind, options: dict[str, Any], today: date) -> dict[str, Any]:
    """What the report is about: what the options name, else, where its kind needs it, what is likeliest meant."""
    found: dict[str, Any] = {name: bool(options[name]) for name in kind.offers}
    for name in (*kind.needs, *kind.takes):
        key, rows = options[name], possible(name)
        if key is None and name in kind.takes:
            continue
        if name == "goal" or options["period"]:
            rows = rows.filter(period=chosen_period(options, today))
        found[name] = (rows.filter(KEYS[name](key)) if key else rows).first()
        if found[name] is None:
            raise CommandError(f"{LABELS[name]} „{key}“ gibt es nicht." if key else MISSING[name])
    return found


def number(name: str, key: str) -> Q:
    """Nothing is found by what is no number."""
    return Q(**{name: int(key)}) if key.isascii() and key.isdigit() and len(key) < 9 else Q(pk__in=[])


KEYS: dict[str, Callable[[str], Q]] = {
    "round": partial(number, "serial"),
    "goal": partial(number, "number"),
    "carry_over": lambda key: Q(key=key) | Q(period__key=key),
}


def chosen_period(options: dict[str, Any], today: date) -> Period:
    key = options["period"]
    period = Period.objects.filter(key=key).first() if key else Period.objects.current(today).first()
    if period is None:
        known = ", ".join(Period.objects.values_list("key", flat=True)) or "keine"
        raise CommandError(f"Die Zielperiode {key or 'von heute'} gibt es nicht. Vorhanden: {known}.")
    return period


def chosen_committee(options: dict[str, Any]) -> Committee:
    committee = Committee.objects.filter(key=options["committee"]).first()
    if committee is None:
        known = ", ".join(Committee.objects.values_list("key", flat=True)) or "keine"
        raise CommandError(f"Das Gremium „{options['committee']}“ gibt es nicht. Vorhanden: {known}.")
    return committee


def chosen_paper_type(options: dict[str, Any]) -> str | None:
    name = options["paper_kind"]
    if name is not None and name not in PAPER_KINDS:
        raise CommandError(f"Die Vorlage-Art „{name}“ gibt es nicht. Möglich: {', '.join(PAPER_KINDS)}.")
    return PAPER_KINDS[name] if name else None


def chosen_date(options: dict[str, Any]) -> date | None:
    try:
        return date.fromisoformat(options["date"]) if options["date"] else None
    except ValueError as error:
        raise CommandError(f"Das Datum „{options['date']}“ ist keines der Form 2026-12-10.") from error


def draft_pdf(variant: ReportVariant, today: date) -> bytes:
    """The draft, with the stored texts or, where there are none, the proposed ones."""
    return render(actions.proposed_values(variant, today, frame.stored_sections(variant) if variant.pk else {}))


def frozen_pdf(variant: ReportVariant, reason: str, today: date) -> bytes:
    """Stores what is not stored yet and freezes it."""
    try:
        if variant.pk:
            actions.change_session(variant=variant, today=today, by=None)
        else:
            report = variant.report
            about = {name: getattr(report, name) for name in KINDS[report.kind].about}
            actions.create_report(
                variant=variant, kind=report.kind, period=report.period, today=today, by=None, **about
            )
        return bytes(freezing.freeze(variant, reason=reason).pdf)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def try_out(path: Path) -> None:
    """Refuses a file that cannot be written before anything is set or frozen; one that is there keeps its contents."""
    try:
        is_new = not path.exists()
        with path.open("ab"):
            pass
        if is_new:
            path.unlink()
    except OSError as error:
        raise unwritable(path, error) from error


def write(path: Path, pdf: bytes) -> None:
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> CommandError:
    reason = REFUSED.get(error.errno or 0, error.strerror)
    return CommandError(f"Die Datei {path} kann nicht geschrieben werden: {reason}.")
