from django.urls import path

from . import views

app_name = "accounts"

urlpatterns = [
    path("einladung/<path:token>/", views.invitation, name="invitation"),
]
