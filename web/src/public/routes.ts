/** The table of public pages: no sign-in, readable on any phone. Add one line per page. */
import type { RouteRecordRaw } from "vue-router";

export const publicRoutes: RouteRecordRaw[] = [{ path: ":rest(.*)*", component: () => import("@/shared/NotFound.vue") }];
