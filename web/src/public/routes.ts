/** The table of public pages: no sign-in, readable on any phone. Add one line per page. */
import type { RouteRecordRaw } from "vue-router";

export const publicRoutes: RouteRecordRaw[] = [
  { path: "", redirect: "/p/look" },
  { path: "look", component: () => import("@/public/LookPage.vue") },
  { path: "draws", component: () => import("@/public/DrawList.vue") },
  { path: "draws/:id", component: () => import("@/public/DrawPage.vue") },
  { path: "why/:id", component: () => import("@/public/WhyPage.vue") },
  { path: "verify", component: () => import("@/public/VerifyPage.vue") },
  { path: "plans", component: () => import("@/public/PlanList.vue") },
  { path: "plans/:id", component: () => import("@/public/PlanPage.vue") },
  { path: "items", component: () => import("@/public/ItemList.vue") },
  { path: "results", component: () => import("@/public/ResultList.vue") },
  { path: "penalties", component: () => import("@/public/PenaltyList.vue") },
  { path: "credit", component: () => import("@/public/CreditPage.vue") },
  { path: "statistics", component: () => import("@/public/StatisticPage.vue") },
  { path: "about", component: () => import("@/public/AboutPage.vue") },
  { path: "v/:token", component: () => import("@/public/VisitPage.vue") },
  { path: ":rest(.*)*", component: () => import("@/shared/NotFound.vue") },
];
