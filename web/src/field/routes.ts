/** The table of phone pages. The five steps of a check are pages of one visit. */
import type { RouteRecordRaw } from "vue-router";

export const fieldRoutes: RouteRecordRaw[] = [
  {
    path: "/m",
    meta: { surface: "phone" },
    component: () => import("@/field/FieldShell.vue"),
    children: [
      { path: "", component: () => import("@/field/TaskList.vue"), meta: { tab: "tasks" } },
      { path: "records", component: () => import("@/field/RecordList.vue"), meta: { tab: "records" } },
      { path: "records/:record/papers", component: () => import("@/field/papers/PapersPage.vue"), props: true },
      { path: "records/:record/papers/:paper", component: () => import("@/field/papers/PaperPage.vue"), props: true },
      { path: "visits/:id/papers", component: () => import("@/field/papers/PapersPage.vue"), props: true },
      { path: "visits/:id/papers/:paper", component: () => import("@/field/papers/PaperPage.vue"), props: true },
      { path: "records/:record", component: () => import("@/field/RecordView.vue"), props: true },
      { path: "outbox", component: () => import("@/field/OutboxPage.vue"), meta: { tab: "outbox" } },
      { path: "me", component: () => import("@/field/MePage.vue"), meta: { tab: "me" } },
      { path: "room", component: () => import("@/field/RoomPage.vue") },
      { path: "backup", component: () => import("@/field/BackupPage.vue") },
      { path: "law", component: () => import("@/field/LawPage.vue") },
      { path: "route", component: () => import("@/field/RoutePage.vue") },
      { path: "duty", component: () => import("@/field/DutyPage.vue") },
      { path: "visits/new", component: () => import("@/field/VisitNew.vue") },
      { path: "services/new", component: () => import("@/field/ServiceNew.vue") },
      { path: "visits/:id", component: () => import("@/field/VenueCard.vue"), props: true },
      { path: "visits/:id/notice", component: () => import("@/field/NoticeStep.vue"), props: true },
      { path: "visits/:id/check", component: () => import("@/field/CheckStep.vue"), props: true },
      { path: "visits/:id/scene", component: () => import("@/field/SceneStep.vue"), props: true },
      { path: "visits/:id/review", component: () => import("@/field/ReviewStep.vue"), props: true },
      { path: "visits/:id/sign", component: () => import("@/field/SignStep.vue"), props: true },
    ],
  },
];
