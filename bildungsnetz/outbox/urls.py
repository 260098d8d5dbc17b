from django.urls import path

from . import choice_views, views

app_name = "outbox"
urlpatterns = [
    path("benachrichtigungen/<path:token>/", choice_views.choices, name="choices"),
    path("konto/benachrichtigungen/", choice_views.own_choices, name="own_choices"),
    path("postausgang/", views.MailListView.as_view(), name="mail_list"),
    path("postausgang/<int:pk>/erneut-versuchen/", views.retry, name="mail_retry"),
    path("postausgang/adressen/", views.AddressesView.as_view(), name="addresses"),
    path("postausgang/adressen/<int:pk>/freigeben/", views.clear, name="address_clear"),
]
