/** What still waits on this phone, told to the server with its ordinary calls so that somebody can help.
 *
 *  Counts, an age and reasons; never a place, and nothing of what was sent already. */
import { post } from "@/api/client";
import type { Of } from "@/api/wire";
import type { Job } from "@/domain/outbox";
import { uuid } from "@/domain/uuid";
import type { KeptRecord, PhoneStore } from "@/offline/db";

export type Report = Of<"FieldDeviceInRequest">;
type Waiting = Pick<KeptRecord, "uuid" | "venue" | "queuedAt"> & { receipt: unknown };

const DEVICE = "wenxun.device";
const FAILED_MOST = 50;

/** The outbox in numbers. `items` are the record and its files, of records (and wishes) that are not wholly sent. */
export function summary(records: Waiting[], jobs: Job[], drafts: number, lost: number): Omit<Report, "device" | "name" | "app_version"> {
  const open = new Set(jobs.filter((one) => one.state !== "done").map((one) => one.record));
  const unsent = records.filter((record) => record.receipt === null || open.has(record.uuid));
  const venues = new Map(unsent.map((record) => [record.uuid, record.venue]));
  const items = jobs.filter((one) => venues.has(one.record));
  const held = items.filter((one) => one.state === "held");
  return {
    drafts,
    records_unsent: unsent.length,
    items_left: items.filter((one) => one.state !== "done").length,
    items_all: items.length,
    oldest_unsent_at: unsent.map((record) => record.queuedAt).sort()[0] ?? null,
    failed: held.slice(0, FAILED_MOST).map((one) => ({ record: one.record, venue: venues.get(one.record) ?? "", kind: one.kind, reason: one.reason ?? "", message: one.message.slice(0, 300) })),
    lost,
  };
}

const SYSTEMS: [RegExp, string][] = [[/iPhone/, "iPhone"], [/iPad/, "iPad"], [/HarmonyOS/, "HarmonyOS"], [/Android/, "Android"], [/Windows/, "Windows"], [/Mac OS/, "macOS"], [/Linux/, "Linux"]];
const BROWSERS: [RegExp, string][] = [[/MicroMessenger/, "微信"], [/Edg\//, "Edge"], [/Firefox\//, "Firefox"], [/Chrome\//, "Chrome"], [/Safari\//, "Safari"]];

/** "Android · Chrome": enough to know which phone in the drawer is meant. */
export function deviceName(agent: string): string {
  const first = (table: [RegExp, string][]): string => table.find(([sign]) => sign.test(agent))?.[1] ?? "";
  return [first(SYSTEMS), first(BROWSERS)].filter(Boolean).join(" · ");
}

function device(): string {
  const kept = localStorage.getItem(DEVICE) ?? uuid();
  localStorage.setItem(DEVICE, kept);
  return kept;
}

export async function reportSend(store: PhoneStore, lost: number): Promise<void> {
  const [records, wishes, jobs, drafts] = await Promise.all([store.records.toArray(), store.wishes.toArray(), store.jobs.toArray(), store.drafts.count()]);
  const all: Waiting[] = [...records, ...wishes.map((one) => ({ uuid: one.id, venue: one.title, queuedAt: one.at, receipt: one.ackedAt }))];
  const body: Report = { device: device(), name: deviceName(navigator.userAgent), app_version: __VERSION__, ...summary(all, jobs, drafts, lost) };
  await post("/field-devices", body);
}
