"""Previewing and freezing a report: from live data to bytes that never change again."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from secrets import choice

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from bildungsnetz.accounts.models import OfficeRole

from .models import (
    ReportPreview,
    ReportVariant,
    ReportVersion,
    Statement,
    StatementRequest,
    WordPreview,
    WordTemplate,
)
from .reports import Values, frame, values_hash
from .reports.rendering import is_long, is_nearly_set, render
from .reports.word import render_word
from .snapshot import snapshot

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike in print
CHANGED = (
    "Während der Ausfertigung haben sich Daten oder Texte geändert. Es wurde nichts festgeschrieben. Bitte sehen Sie "
    "die Vorschau noch einmal an und wiederholen Sie den Schritt."
)


READ_WITH = ("report__period", "report__round", "report__goal", "report__carry_over", "committee", "paper")


def new_code() -> str:
    """A random code of sixteen letters and digits in groups of four; nobody guesses one of 10^23."""
    return "-".join("".join(choice(CODE_LETTERS) for _ in range(4)) for _ in range(4))


def normal_code(typed: str) -> str:
    """The code as it is stored, from what somebody typed: case, blanks and hyphens do not count."""
    letters = "".join(char for char in typed.upper() if char.isascii() and char.isalnum())
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def code_address(code: str) -> str:
    return settings.SITE_URL + reverse("evaluation:verify_code", args=[code])


def load(variant_id: int) -> ReportVariant:
    """The variant with all that its values are read from."""
    return ReportVariant.objects.select_related(*READ_WITH).get(pk=variant_id)


def current_values(variant: ReportVariant, reference: date) -> Values:
    return frame.figures(variant, reference)


def is_big(values: Values, limit: int) -> bool:
    """Whether the paper tells of more than ``limit`` measures, or of as much in words."""
    return is_long(values, limit)


def is_quick(values: Values, limit: int) -> bool:
    """Whether a draft is set while its page waits: up to ``limit`` measures, or one of which little has changed."""
    return not is_long(values, limit) or is_nearly_set(values)


def stored_preview(variant: ReportVariant, values: Values) -> ReportPreview | None:
    """The last rendering, if it shows ``values``."""
    return ReportPreview.objects.filter(variant=variant, values_sha256=values_hash(values)).first()


def preview(variant: ReportVariant, reference: date) -> ReportPreview:
    """The draft as it would look now, rendered only if a value that it shows has changed since the last time."""
    values = current_values(variant, reference)
    stored = stored_preview(variant, values)
    if stored is not None:
        return stored
    fresh = {"values_sha256": values_hash(values), "pdf": render(values), "rendered_at": timezone.now()}
    return ReportPreview.objects.update_or_create(variant=variant, defaults=fresh)[0]


def stored_word(variant: ReportVariant, values: Values, template: bytes | None) -> WordPreview | None:
    """The Word file that a worker has made, if it shows ``values`` in the look of ``template``."""
    return WordPreview.objects.filter(variant=variant, made_from=word_hash(values, template)).first()


def word_hash(values: Values, template: bytes | None) -> str:
    return sha256(values_hash(values).encode() + (template or b"")).hexdigest()


def keep_word(variant: ReportVariant, reference: date) -> None:
    """Writes the draft as it is now as a Word file, and keeps it in place of the last one."""
    values, template = current_values(variant, reference), look()
    fresh = {"docx": render_word(values, template), "rendered_at": timezone.now()}
    WordPreview.objects.update_or_create(variant=variant, defaults={**fresh, "made_from": word_hash(values, template)})


@dataclass(frozen=True)
class Prepared:
    """A version that is rendered but not stored: its values, its bytes, and what they were made from."""

    values: Values
    made_from: str  # hash of the values without the version's own data
    reference: date
    pdf: bytes
    docx: bytes


def look() -> bytes | None:
    """The offices' own look for Word files, if they have uploaded one."""
    content = WordTemplate.objects.values_list("content", flat=True).first()
    return bytes(content) if content is not None else None


def prepare(variant_id: int, *, reference: date, reason: str, now: datetime) -> Prepared:
    """First step: captures the values in one read and renders them with a new code."""
    with snapshot():
        variant = load(variant_id)
        values = current_values(variant, reference)
        number = next_number(variant)
        template = look()
    if number > 1 and not reason.strip():
        raise ValidationError({"reason": "Eine Berichtigung braucht einen Grund."})
    code = new_code()
    version = {
        "number": number,
        "reason": reason.strip() if number > 1 else "",
        "code": code,
        "address": code_address(code),
        "frozen_at": now.isoformat(timespec="seconds"),
    }
    complete = {**values, "version": version}
    return Prepared(complete, values_hash(values), reference, render(complete), render_word(complete, template))


def next_number(variant: ReportVariant) -> int:
    last = variant.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def store(variant_id: int, prepared: Prepared) -> ReportVersion:
    """Second step, one short transaction: writes the version if nothing it shows has changed meanwhile.

    Raises ValidationError, with nothing written, where something has: the paper would not say what the data say.
    """
    try:
        with snapshot(to_write=True, holding=(StatementRequest, Statement)):
            variant = load(variant_id)
            same = values_hash(current_values(variant, prepared.reference)) == prepared.made_from
            if not same or next_number(variant) != prepared.values["version"]["number"]:
                raise ValidationError(CHANGED)
            return write_version(variant, prepared)
    except IntegrityError as error:  # somebody else froze the same number in the same moment
        raise ValidationError(CHANGED) from error


def write_version(variant: ReportVariant, prepared: Prepared) -> ReportVersion:
    version = prepared.values["version"]
    return ReportVersion.objects.create(
        variant=variant,
        number=version["number"],
        reason=version["reason"],
        frozen_at=datetime.fromisoformat(version["frozen_at"]),
        frozen_by=OfficeRole.COMMITTEE_OFFICE.label,
        code=version["code"],
        values=prepared.values,
        pdf=prepared.pdf,
        size=len(prepared.pdf),
        sha256=sha256(prepared.pdf).hexdigest(),
        docx=prepared.docx,
        docx_sha256=sha256(prepared.docx).hexdigest(),
    )


def freeze(variant: ReportVariant, *, reason: str = "", now: datetime | None = None) -> ReportVersion:
    """Both steps: the paper as the data are now, kept for ever as the next version."""
    moment = now or timezone.now()
    prepared = prepare(variant.pk, reference=timezone.localdate(moment), reason=reason, now=moment)
    return store(variant.pk, prepared)
