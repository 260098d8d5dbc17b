from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("evaluation.urls")),
    path("", include("goals.urls")),
    path("", include("measures.urls")),
    path("", include("bildungsnetz.accounts.urls")),
    path("", include("bildungsnetz.history.urls")),
    path("", include("bildungsnetz.operations.urls")),
    path("anmelden/", include("allauth.urls")),
    path("verwaltung/", admin.site.urls),
]
