"""Every address of the site, one line a slice."""

from django.urls import include, path

from minutebook.firms.views import not_offered

urlpatterns = [
    # A user's e-mail address is their identity here: only an administrator changes it.
    path("accounts/email/", not_offered, name="address_change"),
    path("accounts/", include("allauth.urls")),
    path("", include("minutebook.office.urls")),
    path("", include("minutebook.companies.urls")),
    path("", include("minutebook.contacts.urls")),
    path("", include("minutebook.documents.urls")),
    path("", include("minutebook.jobs.urls")),
    path("", include("minutebook.practice_manager.urls")),
    path("", include("minutebook.mail.urls")),
    path("", include("minutebook.work.urls")),
    path("", include("minutebook.firms.urls")),
]
