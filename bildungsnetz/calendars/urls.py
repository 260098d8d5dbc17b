from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("kalender/<str:token>.ics", views.feed, name="feed"),
    path("konto/kalender/", views.subscriptions, name="subscriptions"),
    path("konto/kalender/abonnieren/", views.subscribe, name="subscribe"),
    path("konto/kalender/<int:pk>/erneuern/", views.renew, name="renew"),
    path("konto/kalender/<int:pk>/beenden/", views.revoke, name="revoke"),
]
