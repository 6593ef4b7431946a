"""All addresses: the wire under /api/v1, the admin, and the page shell for the rest."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from backend.admin import site
from backend.views import (
    about,
    calendar,
    clocks,
    documents,
    files,
    forms,
    journal,
    keys,
    numbers,
    organs,
    pages,
    reference,
    reminders,
    session,
)

wire: list[URLPattern | URLResolver] = [
    path("session", session.SessionView.as_view()),
    path("session/end", session.SessionEndView.as_view()),
    path("files/<uuid:file_id>", files.FileView.as_view()),
    path("files/<uuid:file_id>/chunks", files.FileChunkView.as_view()),
    path("files/<uuid:file_id>/content", files.FileContentView.as_view()),
    path("files/<uuid:file_id>/copy", files.FileCopyView.as_view()),
    path("forms", forms.FormListView.as_view()),
    path("forms/<slug:code>/templates", forms.FormTemplateListView.as_view()),
    path("forms/<slug:code>/preview", forms.FormPreviewView.as_view()),
    path("forms/<slug:code>/templates/<slug:kind>", forms.FormTemplateView.as_view()),
    path("documents", documents.DocumentListView.as_view()),
    path("documents/<uuid:document_id>", documents.DocumentView.as_view()),
    path("documents/<uuid:document_id>/content", documents.DocumentContentView.as_view()),
    path("documents/<uuid:document_id>/void", documents.DocumentVoidView.as_view()),
    path("numbers", numbers.SeriesListView.as_view()),
    path("numbers/series", numbers.SeriesFormatView.as_view()),
    path("numbers/register", numbers.NumberRegisterView.as_view()),
    path("numbers/reserve", numbers.NumbersReserveView.as_view()),
    path("numbers/return", numbers.NumbersReturnView.as_view()),
    path("numbers/void", numbers.NumbersVoidView.as_view()),
    path("public/about", about.PublicAboutView.as_view()),
    path("clocks", clocks.ClockListView.as_view()),
    path("clocks/<uuid:clock_id>", clocks.ClockView.as_view()),
    path("organ", organs.OrganView.as_view()),
    path("divisions", reference.DivisionListView.as_view()),
    path("calendar/years", calendar.CalendarYearListView.as_view()),
    path("calendar/changes", calendar.CalendarChangeListView.as_view()),
    path("calendar/shifts", calendar.ClockShiftListView.as_view()),
    path("calendar", reference.CalendarView.as_view()),
    path("outline", reference.OutlineView.as_view()),
    path("reminders", reminders.ReminderListView.as_view()),
    path("reminders/read", reminders.RemindersReadView.as_view()),
    path("reminders/<uuid:reminder_id>/read", reminders.ReminderReadView.as_view()),
    path("public/keys", keys.PublicKeyListView.as_view()),
    path("journal", journal.JournalView.as_view()),
    path("", include("registry.urls")),
    path("", include("scheduling.urls")),
    path("", include("inspections.urls")),
    path("", include("enforcement.urls")),
    path("", include("counting.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(wire)),
    path("api/schema", SpectacularAPIView.as_view()),
    path("admin/", site.urls),
    re_path(r"^(?!api/|static/|assets/).*$", pages.shell),
]

# Django's own refusals, in the shape of the house
handler400 = pages.bad_request
handler403 = pages.not_allowed
handler404 = pages.not_found
handler500 = pages.broken
