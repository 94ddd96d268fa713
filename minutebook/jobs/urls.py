"""Addresses of this slice."""

from django.urls import path

from .views import (
    attention,
    book,
    clients,
    corrections,
    costs,
    exports,
    guide,
    jobs,
    numbers,
    presets,
    putting_right,
    template_costs,
)

SETTINGS = "settings/standard-jobs/"

urlpatterns = [
    path("attention/", attention.attention, name="attention"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/clients/options/", clients.client_options, name="client_options"),
    path("jobs/clients/state/", clients.client_state, name="client_state"),
    path("jobs/export/", jobs.job_export, name="job_export"),
    path("jobs/clients/open-jobs/", clients.client_open_jobs, name="client_open_jobs"),
    path("jobs/sheet/", exports.job_sheet, name="job_sheet"),
    path("jobs/hand-over/", book.jobs_hand_over, name="jobs_hand_over"),
    path("jobs/import/", exports.jobs_import, name="jobs_import"),
    path("jobs/import/files/", exports.import_files, name="import_files"),
    path("jobs/<int:pk>/hand-over/", book.job_hand_over, name="job_hand_over"),
    path("jobs/<int:pk>/import-undo/", exports.job_import_undo, name="job_import_undo"),
    path("jobs/<int:pk>/", jobs.job_page, name="job_page"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("jobs/<int:pk>/costs/", costs.job_costs, name="job_costs"),
    path("jobs/<int:pk>/correction/", corrections.job_correction, name="job_correction"),
    path(
        "jobs/<int:pk>/template-costs/<int:cost>/",
        template_costs.template_cost_decision,
        name="template_cost_decision",
    ),
    path("jobs/<int:pk>/billing/look/", putting_right.job_billing_look, name="job_billing_look"),
    path("jobs/<int:pk>/billing/", putting_right.job_billing, name="job_billing"),
    path("jobs/<int:pk>/cancellation/", putting_right.job_cancellation, name="job_cancellation"),
    path("jobs/<int:pk>/cancellation/end/", putting_right.job_cancellation_end, name="job_cancellation_end"),
    path("jobs/<int:pk>/replacement/", putting_right.job_replacement, name="job_replacement"),
    path("jobs/<int:pk>/state/", jobs.job_state, name="job_state"),
    path("jobs/<int:pk>/questions/<int:step>/", jobs.job_answer, name="job_answer"),
    path("settings/job-numbers/", numbers.job_numbers, name="job_numbers"),
    path("settings/practice-manager/templates/", guide.template_guide, name="template_guide"),
    path(SETTINGS, presets.preset_list, name="preset_list"),
    path(f"{SETTINGS}<str:kind>/", presets.preset_edit, name="preset_edit"),
]
