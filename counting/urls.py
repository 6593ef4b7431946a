"""Addresses of counting."""

from django.urls import URLPattern, path

from counting.views import campaigns, cuts, exports, figures, planning, platforms, search, sites, targets

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
    path("statistics/cases", cuts.CaseCutView.as_view()),
    path("statistics/cases/rows", cuts.CaseCutRowsView.as_view()),
    path("statistics/yearbook", cuts.YearbookView.as_view()),
    path("statistics/yearbook/rows", cuts.YearbookRowsView.as_view()),
    path("exports", exports.ExportListView.as_view()),
    path("exports/<uuid:export_id>", exports.ExportView.as_view()),
    path("exports/<uuid:export_id>/content", exports.ExportContentView.as_view()),
    path("platforms", platforms.PlatformListView.as_view()),
    path("platforms/<slug:platform>/mapping", platforms.PlatformMappingView.as_view()),
    path("platforms/<slug:platform>/rows", platforms.PlatformRowListView.as_view()),
    path("platforms/<slug:platform>/entries", platforms.PlatformEntryListView.as_view()),
    path("platforms/<slug:platform>/entries/withdraw", platforms.PlatformEntryWithdrawView.as_view()),
    path("feasibility", planning.FeasibilityView.as_view()),
    path("feasibility/rows", planning.FeasibilityRowsView.as_view()),
    path("feasibility/workbook", planning.FeasibilityWorkbookView.as_view()),
    path("forecast", planning.ForecastView.as_view()),
    path("proposals", planning.ProposalsView.as_view()),
    path("search", search.SearchView.as_view()),
    path("search/rows", search.SearchRowListView.as_view()),
    path("workbench", figures.WorkbenchView.as_view()),
    path("campaigns/<uuid:campaign_id>/figures", campaigns.CampaignFigureListView.as_view()),
    path("campaigns/<uuid:campaign_id>/rows", campaigns.CampaignRowListView.as_view()),
    path("sites", sites.SiteListView.as_view()),
    path("sites/<uuid:site_id>/step", sites.SiteStepView.as_view()),
    path("activities", targets.ActivityListView.as_view()),
    path("activities/<uuid:activity_id>/withdraw", targets.ActivityWithdrawView.as_view()),
]
