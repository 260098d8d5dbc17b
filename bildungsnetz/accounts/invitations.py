"""The link of an invitation: signed for one address, looked up anew each time, so that it dies when it should."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from .models import Invitation, User

brings: list[str] = []  # what apps hang on an invitation, as relations to fetch along with a list of them

signer = signing.Signer(salt="bildungsnetz.accounts.invitation")  # how long it is valid stands in the row


class Unusable(Exception):  # noqa: N818  an outcome that has a page, not a fault
    """Why a link leads nowhere: ``status`` is the HTTP status, the message a German sentence for the page."""

    def __init__(self, message: str, status: int = 410) -> None:
        super().__init__(message)
        self.status = status


def token_of(invitation: Invitation) -> str:
    return signer.sign_object({"pk": invitation.pk, "email": invitation.email})


def link_to(invitation: Invitation) -> str:
    """The full address for a mail."""
    return settings.SITE_URL + reverse("accounts:invitation", args=[token_of(invitation)])


def read_token(token: str) -> Invitation:
    """The open invitation of a link. Raises Unusable."""
    try:
        signed = signer.unsign_object(token)
        invitation = Invitation.objects.select_related("invited_by", "user").get(pk=signed["pk"])
    except (signing.BadSignature, Invitation.DoesNotExist, KeyError, TypeError, ValueError):
        raise Unusable("Diese Adresse ist unvollständig oder gehört zu keiner Einladung.", status=404) from None
    if signed["email"] != invitation.email:
        raise Unusable("Diese Einladung gilt inzwischen für eine andere E-Mail-Adresse.")
    refuse_unusable(invitation)
    return invitation


def refuse_unusable(invitation: Invitation) -> None:
    """Raises Unusable where the invitation can no longer be accepted, with the reason."""
    if invitation.accepted_at:
        raise Unusable("Diese Einladung wurde schon angenommen. Melden Sie sich einfach an.")
    if invitation.revoked_at:
        raise Unusable("Diese Einladung wurde zurückgezogen.")
    if invitation.expires_at <= timezone.now():
        raise Unusable("Diese Einladung ist abgelaufen. Bitten Sie um eine neue.")
    account = account_of(invitation)
    if account is None:
        return
    if account.email != invitation.email:
        raise Unusable("Diese Einladung gilt für eine E-Mail-Adresse, die das Konto nicht mehr hat.")
    if not account.is_active:
        raise Unusable("Das Konto zu dieser E-Mail-Adresse ist gesperrt.")


def account_of(invitation: Invitation) -> User | None:
    """The account that the invitation was sent to or that its address has got since."""
    return invitation.user or User.objects.filter(email=invitation.email).first()
