from django.urls import path

from . import own_views, user_views, views

app_name = "accounts"

urlpatterns = [
    path("einladung/<path:token>/", views.invitation, name="invitation"),
    path("konto/", own_views.profile, name="profile"),
    path("konto/bearbeiten/", own_views.NameView.as_view(), name="profile_edit"),
    path("konto/daten.json", own_views.export, name="export"),
    path("konto/loeschen/", own_views.erase, name="erase_own"),
    path("konten/", user_views.UserListView.as_view(), name="user_list"),
    path("konten/einladen/", user_views.InviteView.as_view(), name="invite"),
    path("konten/einladungen/", user_views.InvitationListView.as_view(), name="invitation_list"),
    path("konten/einladungen/<int:pk>/erneuern/", user_views.renew, name="invitation_renew"),
    path("konten/einladungen/<int:pk>/zurueckziehen/", user_views.revoke, name="invitation_revoke"),
    path("konten/<int:pk>/", user_views.UserView.as_view(), name="user"),
    path("konten/<int:pk>/bearbeiten/", user_views.UserUpdateView.as_view(), name="user_edit"),
    path("konten/<int:pk>/rollen/", user_views.RolesView.as_view(), name="user_roles"),
    path("konten/<int:pk>/sperren/", user_views.disable, name="user_disable"),
    path("konten/<int:pk>/entsperren/", user_views.enable, name="user_enable"),
    path("konten/<int:pk>/zweiter-faktor/", user_views.reset_second_factor, name="user_reset_second_factor"),
    path("konten/<int:pk>/loeschen/", user_views.erase, name="user_erase"),
]
