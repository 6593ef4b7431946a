/** Three doors: the phone (/m), the console (/c, loaded when first opened), the public pages (/p, no sign-in). */
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router";

import { useSession } from "@/api/session";
import { bareRoutes, consoleRoutes } from "@/console/routes";
import { fieldRoutes } from "@/field/routes";
import { publicRoutes } from "@/public/routes";
import { surfaceSet, type Surface } from "@/shared/theme";

declare module "vue-router" {
  interface RouteMeta {
    surface?: Surface;
    open?: boolean;
    tab?: "tasks" | "records" | "outbox" | "me";
    title?: string;
  }
}

const NARROW = "(max-width: 820px)";

/** Inspectors on a narrow screen work on the phone pages, everyone else at the console. */
export function home(): string {
  const session = useSession();
  return session.inField && window.matchMedia(NARROW).matches ? "/m" : "/c";
}

const routes: RouteRecordRaw[] = [
  { path: "/", redirect: () => home() },
  { path: "/login", component: () => import("@/shared/SignIn.vue"), meta: { open: true } },
  ...fieldRoutes,
  ...bareRoutes,
  { path: "/c", component: () => import("@/console/ConsoleShell.vue"), meta: { surface: "console" }, children: consoleRoutes },
  { path: "/p", component: () => import("@/public/PublicShell.vue"), meta: { surface: "public", open: true }, children: publicRoutes },
  { path: "/:rest(.*)*", component: () => import("@/shared/NotFound.vue"), meta: { open: true } },
];

export const router = createRouter({ history: createWebHistory(), routes });

let asked = false;

async function guard(to: RouteLocationNormalized): Promise<true | { path: string; query: { next: string } }> {
  const session = useSession();
  if (to.meta.open) return true;
  if (!asked) {
    asked = true;
    await session.load();
  }
  return session.user ? true : { path: "/login", query: { next: to.fullPath } };
}

router.beforeEach(guard);
router.afterEach((to) => surfaceSet(to.meta.surface ?? (window.matchMedia(NARROW).matches ? "phone" : "console")));
