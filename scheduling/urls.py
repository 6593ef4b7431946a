"""Addresses of scheduling."""

from django.urls import URLPattern, path

from scheduling.views import draws, leaves, plans, public, visits

urlpatterns: list[URLPattern] = [
    path("plans", plans.PlanListView.as_view()),
    path("plans/import", plans.PlanImportView.as_view()),
    path("plans/<uuid:plan_id>", plans.PlanView.as_view()),
    path("plans/<uuid:plan_id>/rows", plans.PlanRowListView.as_view()),
    path("plans/<uuid:plan_id>/publish", plans.PlanPublishView.as_view()),
    path("plan-rows/<uuid:row_id>/edit", plans.PlanRowEditView.as_view()),
    path("caps", plans.CapListView.as_view()),
    path("triggers", plans.TriggerListView.as_view()),
    path("leaves", leaves.LeaveListView.as_view()),
    path("draws", draws.DrawListView.as_view()),
    path("draws/<uuid:draw_id>", draws.DrawView.as_view()),
    path("draws/<uuid:draw_id>/edit", draws.DrawEditView.as_view()),
    path("draws/<uuid:draw_id>/preview", draws.DrawPreviewView.as_view()),
    path("draws/<uuid:draw_id>/commit", draws.DrawCommitView.as_view()),
    path("draws/<uuid:draw_id>/draw", draws.DrawDrawView.as_view()),
    path("draws/<uuid:draw_id>/void", draws.DrawVoidView.as_view()),
    path("draws/<uuid:draw_id>/ask", draws.DrawAskView.as_view()),
    path("draws/<uuid:draw_id>/approve", draws.DrawApproveView.as_view()),
    path("draws/<uuid:draw_id>/picks", draws.DrawPickListView.as_view()),
    path("draws/<uuid:draw_id>/minutes", draws.DrawMinutesView.as_view()),
    path("draws/<uuid:draw_id>/package", draws.DrawPackageView.as_view()),
    path("visits", visits.VisitListView.as_view()),
    path("visits/<uuid:visit_id>", visits.VisitView.as_view()),
    path("visits/<uuid:visit_id>/ask", visits.VisitAskView.as_view()),
    path("visits/<uuid:visit_id>/approve", visits.VisitApproveView.as_view()),
    path("visits/<uuid:visit_id>/start", visits.VisitStartView.as_view()),
    path("visits/<uuid:visit_id>/cancel", visits.VisitCancelView.as_view()),
    path("visits/<uuid:visit_id>/assign", visits.VisitAssignView.as_view()),
    path("public/draws", public.PublicDrawListView.as_view()),
    path("public/draws/<uuid:draw_id>", public.PublicDrawView.as_view()),
    path("public/draws/<uuid:draw_id>/why", public.PublicDrawWhyView.as_view()),
    path("public/draws/<uuid:draw_id>/package", public.PublicDrawPackageView.as_view()),
    path("public/visits/<str:token>", public.PublicVisitView.as_view()),
]
