/** What this phone says of its outbox: how much waits, since when and why. No place, no count of a person's work. */
import { told, wire, type Of } from "@/api/wire";
import { deviceName } from "@/offline/booklet";
import type { PhoneStore } from "@/offline/db";

const FAILED_MOST = 50;

type Report = Omit<Of<"FieldDeviceInRequest">, "device" | "name" | "app_version">;

/** `lost`: pieces of work of a store that vanished. */
export async function outboxState(store: PhoneStore, lost: number): Promise<Report> {
  const jobs = await store.jobs.toArray();
  const open = new Set(jobs.filter((one) => one.state !== "done").map((one) => one.record));
  const unsent = (await store.records.toArray()).filter((one) => one.receipt === null || open.has(one.uuid));
  const names = new Map(unsent.map((one) => [one.uuid, one.venue]));
  const mine = jobs.filter((one) => names.has(one.record));
  const failed = jobs.filter((one) => one.state === "held").slice(0, FAILED_MOST);
  return {
    drafts: await store.drafts.count(),
    records_unsent: unsent.length,
    items_left: mine.filter((one) => one.state !== "done").length,
    items_all: mine.length,
    oldest_unsent_at: unsent.map((one) => one.queuedAt).sort()[0] ?? null,
    failed: failed.map((one) => ({ record: one.record, venue: names.get(one.record) ?? "", kind: one.kind, reason: one.reason ?? "", message: one.message.slice(0, 300) })),
    lost,
  };
}

export async function outboxReport(store: PhoneStore, lost: number): Promise<void> {
  const body = { device: deviceName(), name: "", app_version: __VERSION__, ...(await outboxState(store, lost)) };
  await told(wire.POST("/api/v1/field-devices", { body }));
}
