from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("anmelden/", include("allauth.urls")),
    path("verwaltung/", admin.site.urls),
]
