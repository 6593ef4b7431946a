/** The table of console pages.
 *
 *  To add a page:
 *  1. Write `console/pages/<Noun><What>.vue`, or a page in the folder of its floor (registry/, scheduling/,
 *     inspections/, enforcement/, counting/): every file there is loaded only when the console needs it.
 *     Copy `pages/VenueList.vue`: PageHead, filters in the URL (useFilters), rows from the server (useList),
 *     DataTable, SideSheet, buttons by the verbs of the object (VerbBtn).
 *  2. Add one line below. `rail` says which entry of the rail is lit; `title` is a key of locales/console.*.json.
 *  3. Words of the page go into its own pair `locales/<area>.zh.json` and `.en.json`, spoken by
 *     `locales/<area>.ts` (three lines, see locales/venues.ts). A test holds the pairs together.
 *  4. Element Plus parts come from `@/console/kit` only. Dates: `@/shared/dates`. Errors: `sentence(error, …)`.
 *
 *  Reads and writes go through the typed wire (`told(wire.GET(…))`, `told(wire.POST(…))` of `@/api/wire`; shapes are
 *  `Of<"VenueOut">`); a step that needs a reason uses ReasonDialog. Buttons: VerbBtn, by the verbs of the object. */
import type { RouteRecordRaw } from "vue-router";

import { useSession } from "@/api/session";
import type { IconName } from "@/shared/icons";

export type RailKey = "workbench" | "draws" | "visits" | "records" | "cases" | "venues" | "figures" | "settings";

declare module "vue-router" {
  interface RouteMeta {
    rail?: RailKey;
  }
}

/** `needs`: verbs of which one must be the person's for the entry to show; none = everybody. */
export const RAIL: { key: RailKey; to: string; icon: IconName; needs?: string[] }[] = [
  { key: "workbench", to: "/c/workbench", icon: "grid", needs: ["target.view"] },
  { key: "draws", to: "/c/draws", icon: "dice", needs: ["draw.view"] },
  { key: "visits", to: "/c/visits", icon: "cal", needs: ["visit.view"] },
  { key: "records", to: "/c/records", icon: "doc", needs: ["inspection.view"] },
  { key: "cases", to: "/c/cases", icon: "case", needs: ["case.view", "follow_up.view"] },
  { key: "venues", to: "/c/venues", icon: "shop", needs: ["venue.view"] },
  { key: "figures", to: "/c/figures", icon: "chart", needs: ["target.view", "statistics.view"] },
  { key: "settings", to: "/c/settings", icon: "gear" },
];

export const consoleRoutes: RouteRecordRaw[] = [
  // not a redirect: that would be answered before it is known who is there
  { path: "", component: { render: () => null }, beforeEnter: () => RAIL.find((one) => !one.needs || one.needs.some(useSession().may))?.to ?? "/c/settings" },
  { path: "workbench", component: () => import("@/counting/WorkbenchPage.vue"), meta: { rail: "workbench" } },
  { path: "draws", component: () => import("@/scheduling/DrawList.vue"), meta: { rail: "draws" } },
  { path: "draws/new", component: () => import("@/scheduling/DrawNew.vue"), meta: { rail: "draws" } },
  { path: "draws/:id", component: () => import("@/scheduling/DrawView.vue"), meta: { rail: "draws" } },
  { path: "plans", component: () => import("@/scheduling/PlanBoard.vue"), meta: { rail: "draws" } },
  { path: "caps", component: () => import("@/scheduling/CapList.vue"), meta: { rail: "draws" } },
  { path: "draw-policy", component: () => import("@/scheduling/PolicyPage.vue"), meta: { rail: "draws" } },
  { path: "approvals", component: () => import("@/scheduling/ApprovalList.vue"), meta: { rail: "draws" } },
  { path: "visits", component: () => import("@/scheduling/VisitList.vue"), meta: { rail: "visits" } },
  { path: "campaigns", component: () => import("@/scheduling/CampaignList.vue"), meta: { rail: "visits" } },
  { path: "campaigns/:campaign", component: () => import("@/counting/CampaignPage.vue"), meta: { rail: "visits" } },
  { path: "visits/calendar", component: () => import("@/scheduling/VisitCalendar.vue"), meta: { rail: "visits" } },
  { path: "visits/map", component: () => import("@/scheduling/VisitMap.vue"), meta: { rail: "visits" } },
  { path: "outings", component: () => import("@/scheduling/OutingList.vue"), meta: { rail: "visits" } },
  { path: "service-visits", component: () => import("@/scheduling/ServiceList.vue"), meta: { rail: "visits" } },
  { path: "duty", component: () => import("@/scheduling/RotaPage.vue"), meta: { rail: "visits" } },
  { path: "duty/leave", component: () => import("@/scheduling/LeaveList.vue"), meta: { rail: "visits" } },
  { path: "duty/swaps", component: () => import("@/scheduling/SwapList.vue"), meta: { rail: "visits" } },
  { path: "records", component: () => import("@/inspections/ReviewDesk.vue"), meta: { rail: "records" } },
  { path: "records/all", component: () => import("@/inspections/RecordTable.vue"), meta: { rail: "records" } },
  { path: "records/findings", component: () => import("@/inspections/FindingList.vue"), meta: { rail: "records" } },
  { path: "records/orders", component: () => import("@/inspections/OrderList.vue"), meta: { rail: "records" } },
  { path: "records/patrols", component: () => import("@/inspections/PatrolList.vue"), meta: { rail: "records" } },
  { path: "records/letters", component: () => import("@/inspections/LetterList.vue"), meta: { rail: "records" } },
  { path: "records/hazards", component: () => import("@/inspections/HazardList.vue"), meta: { rail: "records" } },
  { path: "records/spoilt", component: () => import("@/inspections/SpoiltList.vue"), meta: { rail: "records" } },
  { path: "records/relay", component: () => import("@/inspections/BackupRelay.vue"), meta: { rail: "records" } },
  { path: "records/devices", component: () => import("@/inspections/DeviceList.vue"), meta: { rail: "records" } },
  { path: "records/:record", component: () => import("@/inspections/RecordPage.vue"), meta: { rail: "records" } },
  { path: "cases", component: () => import("@/enforcement/CaseList.vue"), beforeEnter: () => useSession().may("case.view") || "/c/cases/follow-ups", meta: { rail: "cases" } },
  { path: "cases/forms", component: () => import("@/enforcement/FormList.vue"), meta: { rail: "cases" } },
  { path: "cases/numbers", component: () => import("@/enforcement/NumberRegister.vue"), meta: { rail: "cases" } },
  { path: "cases/leads", component: () => import("@/enforcement/LeadList.vue"), meta: { rail: "cases" } },
  { path: "cases/inbox", component: () => import("@/enforcement/InboxPage.vue"), meta: { rail: "cases" } },
  { path: "cases/publications", component: () => import("@/enforcement/PublicationLedger.vue"), meta: { rail: "cases" } },
  { path: "cases/disputes", component: () => import("@/enforcement/DisputeList.vue"), meta: { rail: "cases" } },
  { path: "cases/leads/:lead", component: () => import("@/enforcement/LeadPage.vue"), meta: { rail: "cases" } },
  { path: "cases/guidance", component: () => import("@/enforcement/GuidanceList.vue"), meta: { rail: "cases" } },
  { path: "cases/follow-ups", component: () => import("@/enforcement/FollowUpList.vue"), meta: { rail: "cases" } },
  { path: "cases/:case", component: () => import("@/enforcement/CasePage.vue"), meta: { rail: "cases" } },
  { path: "search", component: () => import("@/counting/SearchPage.vue") },
  { path: "venues", component: () => import("@/console/pages/VenueList.vue"), meta: { rail: "venues" } },
  { path: "officers", component: () => import("@/registry/OfficerList.vue"), meta: { rail: "venues" } },
  { path: "catalogue", component: () => import("@/registry/CatalogueBrowse.vue"), meta: { rail: "venues" } },
  { path: "credit", component: () => import("@/registry/CreditList.vue"), meta: { rail: "venues" } },
  { path: "credit/appeals", component: () => import("@/registry/AppealList.vue"), meta: { rail: "venues" } },
  { path: "credit/dishonesty", component: () => import("@/registry/DishonestyList.vue"), meta: { rail: "venues" } },
  { path: "credit/policy", component: () => import("@/registry/CreditPolicyPage.vue"), meta: { rail: "venues" } },
  { path: "catalogue/law", component: () => import("@/registry/LawPage.vue"), meta: { rail: "venues" } },
  { path: "catalogue/changes", component: () => import("@/registry/ChangeList.vue"), meta: { rail: "venues" } },
  { path: "performances", component: () => import("@/registry/PerformanceList.vue"), meta: { rail: "venues" } },
  { path: "imports", component: () => import("@/registry/ImportList.vue"), meta: { rail: "venues" } },
  { path: "imports/:id", component: () => import("@/registry/ImportView.vue"), meta: { rail: "venues" } },
  { path: "geocodes", component: () => import("@/registry/GeocodeList.vue"), meta: { rail: "venues" } },
  { path: "figures", component: () => import("@/counting/FigurePage.vue"), beforeEnter: () => useSession().may("target.view") || "/c/figures/statistics", meta: { rail: "figures" } },
  { path: "figures/feasibility", component: () => import("@/counting/FeasibilityPage.vue"), meta: { rail: "figures" } },
  { path: "figures/statistics", component: () => import("@/counting/StatisticPage.vue"), meta: { rail: "figures" } },
  { path: "figures/cases", component: () => import("@/counting/CaseTables.vue"), meta: { rail: "figures" } },
  { path: "figures/platforms", component: () => import("@/counting/PlatformPage.vue"), meta: { rail: "figures" } },
  { path: "figures/reports", component: () => import("@/counting/ReportPage.vue"), meta: { rail: "figures" } },
  { path: "figures/activities", component: () => import("@/counting/ActivityList.vue"), meta: { rail: "figures" } },
  { path: "figures/sites", component: () => import("@/counting/SiteList.vue"), meta: { rail: "figures" } },
  { path: "figures/evaluations", component: () => import("@/counting/EvaluationPage.vue"), meta: { rail: "figures" } },
  { path: "settings", component: () => import("@/console/pages/SettingsPage.vue"), meta: { rail: "settings" } },
  { path: "settings/calendar", component: () => import("@/console/pages/CalendarTables.vue"), meta: { rail: "settings" } },
  { path: "settings/journal", component: () => import("@/console/pages/JournalPage.vue"), meta: { rail: "settings" } },
];

/** Pages without rail and top bar: for the hall, and for paper. */
export const bareRoutes: RouteRecordRaw[] = [
  { path: "/c/patrols", component: () => import("@/inspections/PatrolPhone.vue"), meta: { surface: "phone" } },
  { path: "/c/draws/:id/witness", component: () => import("@/scheduling/DrawWitness.vue"), meta: { surface: "console" } },
  { path: "/c/draws/:id/preview", component: () => import("@/scheduling/DrawPreview.vue"), meta: { surface: "public" } },
  { path: "/c/draws/:id/review", component: () => import("@/scheduling/MatchReview.vue"), meta: { surface: "console" } },
  { path: "/c/draws/:id/minutes", component: () => import("@/scheduling/DrawMinutes.vue"), meta: { surface: "console" } },
];
