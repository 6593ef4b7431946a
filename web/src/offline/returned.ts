/** Records the supervisor sent back: found on the server, marked on the phone with his reason. */
import { get } from "@/api/client";
import type { Page } from "@/api/types";
import type { Of } from "@/api/wire";
import type { KeptRecord, PhoneStore } from "@/offline/db";

type Row = Pick<Of<"InspectionRowOut">, "uuid" | "rev">;

/** Only records of this phone, and only the revision that was sent from here. */
async function ours(store: PhoneStore, rows: Row[]): Promise<KeptRecord[]> {
  const kept = await store.records.bulkGet(rows.map((row) => row.uuid));
  return kept.filter((record, n) => record !== undefined && record.draft.rev === rows[n]!.rev).map((record) => record!);
}

export async function returnedFetch(store: PhoneStore): Promise<void> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Row> = await get<Page<Row>>("/inspections", { state: "returned", cursor });
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor);
  const back = await ours(store, rows);
  const reasons = new Map<string, KeptRecord["returned"]>();
  for (const { uuid } of back) reasons.set(uuid, (await get<Of<"InspectionOut">>(`/inspections/${uuid}`)).review);
  await store.transaction("rw", store.records, async () => {
    for (const record of await store.records.toArray()) {
      const returned = reasons.get(record.uuid) ?? null;
      if (returned !== null || record.returned) await store.records.update(record.uuid, { returned });
    }
  });
}
