"""What people type about accounts."""

from django import forms
from django.contrib.auth import password_validation

from bildungsnetz.web.forms import Form, ModelForm

from .models import OfficeRole, User
from .rules import givable_roles


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


class NameForm(ModelForm):
    class Meta:
        model = User
        fields = ("display_name",)
        help_texts = {"display_name": "So sehen andere die Person. Eine Funktion genügt, zum Beispiel „Redaktion VHS“."}


class FilterForm(Form):
    """What narrows the list of accounts."""

    role = forms.ChoiceField(label="Rolle", required=False, choices=[("", "alle"), *OfficeRole.choices])
    state = forms.ChoiceField(
        label="Zustand", required=False, choices=[("", "alle"), ("active", "aktiv"), ("disabled", "gesperrt")]
    )


class RolesForm(Form):
    roles = forms.MultipleChoiceField(
        label="Rollen",
        choices=OfficeRole.choices,
        required=False,
        help_text="Rechte für einen einzelnen Akteur vergeben Sie auf der Seite des Akteurs.",
    )


class InviteForm(Form):
    """Whom to invite, with the roles that the inviting person may give."""

    email = forms.EmailField(label="E-Mail-Adresse", help_text="Dorthin geht der Link. Er gilt 14 Tage und nur einmal.")
    display_name = forms.CharField(
        label="Anzeigename", max_length=120, required=False, help_text="Kann die eingeladene Person noch ändern."
    )
    roles = forms.MultipleChoiceField(label="Rollen", required=False)

    def __init__(self, *args, by: User, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        givable = givable_roles(by)
        field = self.fields["roles"]
        field.choices = [(role.value, role.label) for role in givable]  # type: ignore[attr-defined]
        if by.committee_office and not (by.coordination_office or by.operator):
            field.required, field.initial = True, [role.value for role in givable]
