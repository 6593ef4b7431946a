"""Addresses of counting."""

from django.urls import URLPattern, path

from counting.views import figures, planning, targets

urlpatterns: list[URLPattern] = [
    path("targets", targets.TargetListView.as_view()),
    path("targets/import", targets.TargetsImportView.as_view()),
    path("targets/<uuid:target_id>/edit", targets.TargetEditView.as_view()),
    path("targets/<uuid:target_id>/retire", targets.TargetRetireView.as_view()),
    path("figures", figures.FigureListView.as_view()),
    path("figures/<slug:indicator>", figures.FigureView.as_view()),
    path("figures/<slug:indicator>/rows", figures.FigureRowsView.as_view()),
    path("statistics", figures.StatisticsView.as_view()),
    path("statistics/rows", figures.StatisticsRowsView.as_view()),
    path("statistics/workbook", figures.StatisticsWorkbookView.as_view()),
    path("feasibility", planning.FeasibilityView.as_view()),
    path("feasibility/rows", planning.FeasibilityRowsView.as_view()),
    path("feasibility/workbook", planning.FeasibilityWorkbookView.as_view()),
    path("forecast", planning.ForecastView.as_view()),
    path("proposals", planning.ProposalsView.as_view()),
    path("workbench", figures.WorkbenchView.as_view()),
    path("activities", targets.ActivityListView.as_view()),
    path("activities/<uuid:activity_id>/withdraw", targets.ActivityWithdrawView.as_view()),
]
