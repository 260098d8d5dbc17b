"""What people type about accounts."""

from django import forms
from django.contrib.auth import password_validation

from bildungsnetz.web.forms import Form

from .models import User


class AcceptForm(Form):
    """A newcomer's name and, if wanted, a password: without one, signing in goes by a code in a mail."""

    display_name = forms.CharField(
        label="Anzeigename",
        max_length=120,
        help_text="So sehen andere Sie. Eine Funktion genügt, zum Beispiel „Redaktion VHS“.",
    )
    password = forms.CharField(
        label="Passwort",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Mindestens 12 Zeichen. Ohne Passwort melden Sie sich mit einem Code an, den wir Ihnen mailen.",
    )

    def __init__(self, *args, email: str, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str | None:
        password = self.cleaned_data["password"]
        if password:
            account = User(email=self.email, display_name=self.cleaned_data.get("display_name", ""))
            password_validation.validate_password(password, account)
        return password or None
