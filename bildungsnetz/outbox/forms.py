"""What people type about addresses."""

from django import forms

from bildungsnetz.web.forms import Form

from .models import MailStatus, Recipient


class MarkForm(Form):
    """An address that somebody knows to be dead: the mail server took the mail, and it came back later."""

    address = forms.EmailField(label="E-Mail-Adresse", max_length=Recipient._meta.get_field("address").max_length)
    reason = forms.CharField(
        label="Grund",
        max_length=200,
        help_text="Zum Beispiel „kam am 4. Mai zurück“ oder „arbeitet nicht mehr dort“.",
    )


class StateForm(Form):
    """``state`` in the address of the outbox."""

    state = forms.ChoiceField(choices=MailStatus, required=False)
