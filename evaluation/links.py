"""The signed link to one rating sheet, for one person: looked up anew each time, so that it dies when it should.

The token names the sheet and the mail that brought it, or, on a letter, the actor it was printed for; no address
stands in it. Opening a link changes nothing.
A sheet that is handed in can still be read by its link as long as ratings are taken; changing it is for the office.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core import signing
from django.urls import reverse

from measures.links import LETTER, MAIL, Sender, Unusable, sender_by_letter, sender_by_mail
from measures.people import actors_of_address

from .models import EvaluationRound, RatingMail, RatingSheet, Voice
from .sheets import owed, refuse_ended

signer = signing.Signer(salt="evaluation.rating")


@dataclass(frozen=True)
class Link:
    sheet: RatingSheet
    sender: Sender

    @property
    def round(self) -> EvaluationRound:
        return self.sheet.rated.round

    def token_for(self, sheet: RatingSheet) -> str:
        """The same person's token for another sheet."""
        return sign(sheet, self.sender.mark)


def sign(sheet: RatingSheet, mark: str) -> str:
    return signer.sign(f"{sheet.pk}-{mark}")


def mail_token(sheet: RatingSheet, mail: RatingMail) -> str:
    return sign(sheet, f"{MAIL}{mail.pk}")


def letter_token(sheet: RatingSheet) -> str:
    """For a letter to the actor whose people fill in the sheet today."""
    return sign(sheet, f"{LETTER}{sheet.respondent.pk if sheet.respondent else ''}")


def address_of(token: str) -> str:
    """The full address for a mail or a QR code."""
    return settings.SITE_URL + reverse("evaluation:rate", args=[token])


def read(token: str, today: date) -> Link:
    """The link behind a token, if its round takes ratings on that day. Raises Unusable."""
    link = decode(token)
    refuse_ended(link.sheet, today)
    return link


def decode(token: str) -> Link:
    """The link behind a token, whether ratings are still taken or not. Raises Unusable."""
    unknown = Unusable("Diese Adresse ist unvollständig oder gehört zu keinem Bewertungsbogen.", status=404)
    try:
        pk, mark = signer.unsign(token).split("-")
        sheet = RatingSheet.objects.with_parts().exclude(voice=Voice.OFFICE).get(pk=int(pk))
    except (signing.BadSignature, RatingSheet.DoesNotExist, ValueError):
        raise unknown from None
    if sheet.respondent is None:
        raise unknown
    if mark.startswith(LETTER):
        return Link(sheet, sender_by_letter(sheet.respondent, mark))
    mail = RatingMail.objects.filter(pk=int(mark[1:]), round=sheet.rated.round_id).first()
    if mail is None:
        raise unknown
    return Link(sheet, sender_by_mail(mail.address, sheet.respondent, mark))


def others(link: Link) -> list[RatingSheet]:
    """What the same person still owes in the same round, by number."""
    address, own = link.sender.address, link.sheet.respondent
    rows = owed(link.round, actors_of_address(address) if address else [own.pk if own else 0])
    return [sheet for sheet in rows if sheet.pk != link.sheet.pk]
