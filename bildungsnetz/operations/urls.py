from django.urls import path

from . import views

app_name = "operations"
urlpatterns = [path("gesundheit/", views.health, name="health")]
