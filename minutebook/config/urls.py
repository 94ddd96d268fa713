"""Every address of the site, one line a slice."""

from django.urls import include, path

from minutebook.firms.views.sign_in import not_offered, password_forgotten

urlpatterns = [
    # A user's e-mail address is their identity here: only an administrator changes it.
    path("accounts/email/", not_offered, name="address_change"),
    # By e-mail it would tell strangers who signs in here, and write to whomever they name.
    path("accounts/password/reset/", password_forgotten, name="password_forgotten"),
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
