/** Records the supervisor sent back: found on the server, marked on the phone with his reason. */
import { get } from "@/api/client";
import type { Page } from "@/api/types";
import type { KeptRecord, PhoneStore } from "@/offline/db";

interface Row {
  uuid: string;
  rev: number;
}

interface Detail extends Row {
  review: { by: string; at: string | null; reason: string };
}

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
  for (const { uuid } of back) reasons.set(uuid, (await get<Detail>(`/inspections/${uuid}`)).review);
  await store.transaction("rw", store.records, async () => {
    for (const record of await store.records.toArray()) {
      const returned = reasons.get(record.uuid) ?? null;
      if (returned !== null || record.returned) await store.records.update(record.uuid, { returned });
    }
  });
}
