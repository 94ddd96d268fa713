"""Addresses of this slice."""

from django.urls import path

from .views import consent, integration, links, settings

SETTINGS = "settings/practice-manager/"

urlpatterns = [
    path(SETTINGS, settings.settings_page, name="practice_manager_settings"),
    path(f"{SETTINGS}consent/", consent.connect, name="practice_manager_consent"),
    path(f"{SETTINGS}callback/", consent.callback, name="practice_manager_callback"),
    path(f"{SETTINGS}consents/<int:pk>/", consent.practice_choice, name="practice_choice"),
    path(f"{SETTINGS}<int:pk>/disconnection/", consent.disconnection, name="practice_manager_disconnection"),
    path(f"{SETTINGS}<int:pk>/states/", settings.states, name="practice_manager_states"),
    path(f"{SETTINGS}<int:pk>/staff/", settings.staff, name="practice_manager_staff"),
    path(f"{SETTINGS}<int:pk>/numbering/", settings.numbering, name="practice_manager_numbering"),
    path(f"{SETTINGS}<int:pk>/activation/", settings.activation, name="practice_manager_activation"),
    path(
        f"{SETTINGS}<int:pk>/activation/end/", settings.activation_end, name="practice_manager_activation_end"
    ),
    path(f"{SETTINGS}<int:pk>/notices/", settings.notices, name="practice_manager_notices"),
    path(f"{SETTINGS}<int:pk>/pause/", settings.calls_pause, name="practice_manager_pause"),
    path(f"{SETTINGS}<int:pk>/pause/end/", settings.calls_pause_end, name="practice_manager_pause_end"),
    path("integration/", integration.integration, name="integration"),
    path("integration/reading/", integration.reading, name="integration_reading"),
    path("integration/reading/start/", integration.reading_start, name="integration_reading_start"),
    path("integration/clients/<int:pk>/", links.client_page, name="client_page"),
    path("integration/clients/<int:pk>/link/", links.link, name="client_link"),
    path("integration/clients/<int:pk>/link/removal/", links.link_removal, name="client_link_removal"),
    path("integration/contacts/<int:pk>/", links.contact_client, name="contact_client"),
]
