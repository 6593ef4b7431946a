/** The table of phone pages. */
import type { RouteRecordRaw } from "vue-router";

export const fieldRoutes: RouteRecordRaw[] = [];
