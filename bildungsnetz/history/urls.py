from django.urls import path

from . import views

app_name = "history"

urlpatterns = [
    path("verlauf/<slug:app_label>/<slug:model>/<int:pk>/", views.history, name="history"),
    path("verlauf/<slug:app_label>/<slug:model>/<int:pk>/wiederherstellen/", views.restore, name="restore"),
]
