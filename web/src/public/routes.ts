/** The table of public pages: no sign-in, readable on any phone. Add one line per page. */
import type { RouteRecordRaw } from "vue-router";

export const publicRoutes: RouteRecordRaw[] = [
  { path: "", redirect: "/p/draws" },
  { path: "draws", component: () => import("@/public/DrawList.vue") },
  { path: "draws/:id", component: () => import("@/public/DrawPage.vue") },
  { path: "why/:id", component: () => import("@/public/WhyPage.vue") },
  { path: "v/:token", component: () => import("@/public/VisitPage.vue") },
  { path: ":rest(.*)*", component: () => import("@/shared/NotFound.vue") },
];
