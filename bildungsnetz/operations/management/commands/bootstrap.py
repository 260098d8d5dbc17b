from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from bildungsnetz.accounts.models import User, normalise_email


class Command(BaseCommand):
    """The first operator cannot be invited by anybody. Can be repeated: it never makes a second account."""

    help = "Legt das erste Betriebskonto an und druckt den Link, unter dem das Passwort gesetzt wird."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="Adresse der Person, die das System betreibt")
        parser.add_argument("--name", default="", help="Anzeigename")

    def handle(self, *, email: str, name: str, **options: object) -> None:
        try:
            validate_email(normalise_email(email))
        except ValidationError as error:
            raise CommandError(f"{email}: keine gültige E-Mail-Adresse.") from error
        user = make_operator(email, name)
        self.stdout.write(f"Betriebskonto: {user.email}")
        self.stdout.write(f"Passwort setzen (Link gilt 3 Tage, einmal): {settings.SITE_URL}{password_path(user)}")


def make_operator(email: str, name: str) -> User:
    """The account of this address, made an operator if it was not one."""
    user = User.objects.filter(email=normalise_email(email)).first()
    if user is None:
        return User.objects.create_user(email, display_name=name, operator=True)
    if not (user.operator and user.is_active):
        user.operator = user.is_active = True
        user.save()
    return user


def password_path(user: User) -> str:
    """Where the owner of the account chooses a password; dies as soon as it is set."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)
