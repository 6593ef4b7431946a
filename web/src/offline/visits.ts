/** The officer's visits, kept on the phone with their forms: a visit can be made where there is no network. */
import { get } from "@/api/client";
import type { Page, Visit } from "@/api/types";
import { told, wire, type Of } from "@/api/wire";
import { fact, type PhoneStore } from "@/offline/db";

const FETCHED = "visits.fetched";
const OFFICER = "officer";

export type Officer = Of<"OfficerRowOut">;

/** Read all pages from the server, then replace the kept list in one transaction. */
export async function visitsFetch(store: PhoneStore, now: () => string): Promise<void> {
  const found: Visit[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Visit> = await get<Page<Visit>>("/tasks", { cursor });
    found.push(...page.rows);
    cursor = page.next;
  } while (cursor);
  const fetchedAt = now();
  await store.transaction("rw", store.visits, store.facts, store.wishes, async () => {
    const listed = new Set(found.map((visit) => visit.uuid));
    const owed = new Set((await store.wishes.filter((one) => one.kind === "begin" && one.ackedAt === null).toArray()).map((one) => one.visit));
    const begun = (await store.visits.toArray()).filter((one) => owed.has(one.uuid) && !listed.has(one.uuid));
    await store.visits.clear();
    await store.visits.bulkPut(begun);
    await store.visits.bulkPut(found.map((visit) => ({ uuid: visit.uuid, visit, fetchedAt })));
    await store.facts.put({ key: FETCHED, value: fetchedAt });
  });
}

export async function visitsFetchedAt(store: PhoneStore): Promise<string | null> {
  return (await fact<string>(store, FETCHED)) ?? null;
}

/** The visit as it was started, else as it was last read; one begun off line gets its number and code with its form kept. */
export async function visitKept(store: PhoneStore, uuid: string): Promise<Visit | null> {
  const of = (await store.drafts.get(uuid))?.of;
  const listed = (await store.visits.get(uuid))?.visit;
  if (of && !of.token && listed?.token) return { ...listed, form: of.form, items: of.items, team: of.team };
  return of ?? (await store.visits.get(uuid))?.visit ?? (await store.records.where("visit").equals(uuid).last())?.of ?? null;
}

/** The person's own row of the officers' register; null for whoever is no officer. */
export async function officerFetch(store: PhoneStore): Promise<void> {
  const { rows } = await told(wire.GET("/api/v1/officers", { params: { query: { mine: true } } }));
  await store.facts.put({ key: OFFICER, value: rows[0] ?? null });
}

export async function officerKept(store: PhoneStore): Promise<Officer | null> {
  return (await fact<Officer | null>(store, OFFICER)) ?? null;
}
