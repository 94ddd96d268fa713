"""Addresses of this slice."""

from django.urls import path

from .views import clients, corrections, costs, jobs, presets

SETTINGS = "settings/standard-jobs/"

urlpatterns = [
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/clients/options/", clients.client_options, name="client_options"),
    path("jobs/clients/state/", clients.client_state, name="client_state"),
    path("jobs/export/", jobs.job_export, name="job_export"),
    path("jobs/<int:pk>/", jobs.job_page, name="job_page"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("jobs/<int:pk>/costs/", costs.job_costs, name="job_costs"),
    path("jobs/<int:pk>/correction/", corrections.job_correction, name="job_correction"),
    path("jobs/<int:pk>/state/", jobs.job_state, name="job_state"),
    path("jobs/<int:pk>/questions/<int:step>/", jobs.job_answer, name="job_answer"),
    path(SETTINGS, presets.preset_list, name="preset_list"),
    path(f"{SETTINGS}<str:kind>/", presets.preset_edit, name="preset_edit"),
]
