from django.urls import path

from . import job_views, views

app_name = "operations"
urlpatterns = [
    path("auftraege/<int:pk>/", job_views.job, name="job"),
    path("auftraege/<int:pk>/abbrechen/", job_views.cancel_job, name="job_cancel"),
    path("gesundheit/", views.health, name="health"),
]
