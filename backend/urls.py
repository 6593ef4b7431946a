"""All addresses: the wire under /api/v1, the admin, and the page shell for the rest."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from backend import views
from backend.admin import site

wire: list[URLPattern | URLResolver] = [
    path("session", views.SessionView.as_view()),
    path("session/end", views.SessionEndView.as_view()),
    path("files/<uuid:file_id>", views.FileView.as_view()),
    path("files/<uuid:file_id>/chunks", views.FileChunkView.as_view()),
    path("files/<uuid:file_id>/content", views.FileContentView.as_view()),
    path("clocks", views.ClockListView.as_view()),
    path("clocks/<uuid:clock_id>", views.ClockView.as_view()),
    path("divisions", views.DivisionListView.as_view()),
    path("calendar", views.CalendarView.as_view()),
    path("journal", views.JournalView.as_view()),
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
    re_path(r"^(?!api/|static/|assets/).*$", views.shell),
]
