/** What waits for a person at the desk: how each kind looks, and where it is opened. */
import type { Of } from "@/api/wire";
import type { IconName } from "@/shared/icons";

export type Duty = Of<"NowOut">;
export type DutyKind = Duty["kind"];

export const DUTY_ICON: Record<DutyKind, IconName> = {
  ask: "law2",
  approve: "law2",
  review: "doc",
  publish: "send",
  returned: "redo",
  recheck: "redo",
  recheck_none: "warn",
  lead: "flag",
  file: "case",
  draw: "dice",
  case: "case",
  publish_case: "send",
  leave: "cal",
  swap: "swap",
  swap_answer: "swap",
  lead_reply: "send",
  lead_answer: "msg",
  lead_extend: "law2",
  hazard: "warn",
  hazard_answer: "msg",
  hazard_close: "check",
  campaign: "law2",
  seats: "users",
  activity: "check",
  activity_proof: "img",
  guidance: "sig",
  pledge: "eye",
  repair: "redo",
  follow_up_new: "eye",
  dishonesty: "flag",
  credit_repair: "flag",
  site_recheck: "flag",
  letter: "flag",
  change: "law2",
  appeal: "msg",
  amend_case: "redo",
};

/** The page of a thing that is counted or waits, by its noun; null where it has none of its own. */
export function pageOf(noun: string, uuid: string): string | null {
  switch (noun) {
    case "inspection":
      return `/c/records/${uuid}`;
    case "visit":
      return `/c/visits?open=${uuid}`;
    case "draw":
      return `/c/draws/${uuid}`;
    case "rectification":
      return `/c/records/orders?open=${uuid}`;
    case "hazard":
      return `/c/records/hazards?open=${uuid}`;
    case "guidance":
      return `/c/cases/guidance?open=${uuid}`;
    case "lead":
      return `/c/cases/leads/${uuid}`;
    case "case":
      return `/c/cases/${uuid}`;
    case "followup":
      return `/c/cases/follow-ups?open=${uuid}`;
    case "leaverequest":
      return `/c/duty/leave?open=${uuid}`;
    case "swaprequest":
      return `/c/duty/swaps?open=${uuid}`;
    case "dutyseat":
      return "/c/duty";
    case "creditappeal":
      return `/c/credit/appeals?open=${uuid}`;
    case "dishonestyrecord":
      return `/c/credit/dishonesty?open=${uuid}`;
    case "cataloguechange":
      return `/c/catalogue/changes?open=${uuid}`;
    case "venue":
      return `/c/venues?open=${uuid}`;
    case "campaign":
      return `/c/campaigns/${uuid}`;
    case "hazardtransfer":
      return `/c/records/letters?open=${uuid}`;
    case "site":
      return `/c/figures/sites?open=${uuid}`;
    case "activity":
      return `/c/figures/activities?open=${uuid}`;
    default:
      return null;
  }
}
