"""allauth's pages under German addresses; the names are allauth's own, by which its views find each other."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import path, re_path

urlpatterns = [
    path("", account.login, name="account_login"),
    path("code/", account.request_login_code, name="account_request_login_code"),
    path("code/eingeben/", account.confirm_login_code, name="account_confirm_login_code"),
    path("abmelden/", account.logout, name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("neues-konto/", account.signup, name="account_signup"),
    path("bestaetigen/", account.reauthenticate, name="account_reauthenticate"),
    path("e-mail/", account.email, name="account_email"),
    path("e-mail/gesendet/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^e-mail/bestaetigen/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("passwort/aendern/", account.password_change, name="account_change_password"),
    path("passwort/festlegen/", account.password_set, name="account_set_password"),
    path("passwort/vergessen/", account.password_reset, name="account_reset_password"),
    path("passwort/vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    path("passwort/neu/fertig/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("zweiter-faktor/", mfa.index, name="mfa_index"),
    path("zweiter-faktor/eingeben/", mfa.authenticate, name="mfa_authenticate"),
    path("zweiter-faktor/bestaetigen/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("zweiter-faktor/einrichten/", totp.activate_totp, name="mfa_activate_totp"),
    path("zweiter-faktor/abschalten/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("zweiter-faktor/notfallcodes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "zweiter-faktor/notfallcodes/neu/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "zweiter-faktor/notfallcodes/laden/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("sitzungen/", sessions.list_usersessions, name="usersessions_list"),
]
