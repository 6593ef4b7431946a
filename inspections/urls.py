"""Addresses of inspections."""

from django.urls import URLPattern, path

from inspections.views import (
    devices,
    door,
    evaluations,
    evidence,
    hazards,
    inspections,
    papers,
    patrols,
    rectifications,
    reviews,
    tasks,
)

RECORD = "inspections/<uuid:inspection_id>"
ORDER = "rectifications/<uuid:rectification_id>"
HAZARD = "hazards/<uuid:hazard_id>"

urlpatterns: list[URLPattern] = [
    path("standings", tasks.StandingListView.as_view()),
    path("tasks", tasks.TaskListView.as_view()),
    path("tasks/<uuid:visit_id>", tasks.TaskView.as_view()),
    path("visits/<uuid:visit_id>/documents", papers.VisitPapersView.as_view()),
    path("inspections", inspections.InspectionListView.as_view()),
    path(RECORD, inspections.InspectionView.as_view()),
    path(f"{RECORD}/versions/<str:digest>", inspections.InspectionVersionView.as_view()),
    path(f"{RECORD}/evidence", evidence.EvidencePackageView.as_view()),
    path(f"{RECORD}/accept", reviews.InspectionAcceptView.as_view()),
    path(f"{RECORD}/return", reviews.InspectionReturnView.as_view()),
    path(f"{RECORD}/settle", reviews.InspectionSettleView.as_view()),
    path(f"{RECORD}/publish", reviews.InspectionPublishView.as_view()),
    path(f"{RECORD}/correct", reviews.InspectionCorrectView.as_view()),
    path(f"{RECORD}/withdraw", reviews.InspectionWithdrawView.as_view()),
    path(f"{RECORD}/revisit", reviews.InspectionRevisitView.as_view()),
    path("photos/<uuid:file_id>/view", evidence.PhotoViewView.as_view()),
    path("spoilt-payloads", inspections.SpoiltListView.as_view()),
    path("field-devices", devices.FieldDeviceListView.as_view()),
    path("findings", rectifications.FindingListView.as_view()),
    path("rectifications", rectifications.RectificationListView.as_view()),
    path(ORDER, rectifications.RectificationView.as_view()),
    path(f"{ORDER}/recheck", rectifications.RectificationRecheckView.as_view()),
    path(f"{ORDER}/close", rectifications.RectificationCloseView.as_view()),
    path("hazards", hazards.HazardListView.as_view()),
    path("hazards/summary", hazards.HazardSummaryView.as_view()),
    path(HAZARD, hazards.HazardView.as_view()),
    path(f"{HAZARD}/grade", hazards.HazardGradeView.as_view()),
    path(f"{HAZARD}/correct", hazards.HazardCorrectView.as_view()),
    path(f"{HAZARD}/order", hazards.HazardOrderView.as_view()),
    path(f"{HAZARD}/transfer", hazards.HazardTransferView.as_view()),
    path(f"{HAZARD}/urge", hazards.HazardUrgeView.as_view()),
    path(f"{HAZARD}/answer", hazards.HazardAnswerView.as_view()),
    path(f"{HAZARD}/close", hazards.HazardCloseView.as_view()),
    path(f"{HAZARD}/drop", hazards.HazardDropView.as_view()),
    path("patrols", patrols.PatrolListView.as_view()),
    path("patrols/<uuid:patrol_id>", patrols.PatrolView.as_view()),
    path("patrols/<uuid:patrol_id>/close", patrols.PatrolCloseView.as_view()),
    path("public/results", reviews.PublicResultListView.as_view()),
    path("evaluation-months", evaluations.EvaluationMonthListView.as_view()),
    path("evaluations", evaluations.EvaluationListView.as_view()),
    path("public/evaluation-keys", evaluations.PublicEvaluationKeyListView.as_view()),
    path("public/evaluations", evaluations.PublicEvaluationListView.as_view()),
    path("public/visits/<str:token>/evaluation-right", evaluations.PublicVisitRightView.as_view()),
    path("public/visits/<str:token>/result", door.PublicVisitResultView.as_view()),
]
