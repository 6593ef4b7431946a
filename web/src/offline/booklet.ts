/** Forms and a booklet of numbers (号段) kept on the phone, so that a paper can be made where there is no network. */
import { told, wire, type Of } from "@/api/wire";
import type { PaperForm } from "@/domain/papers";
import { uuid } from "@/domain/uuid";
import { fact, type PhoneStore } from "@/offline/db";

export type HeldNumber = Of<"HeldNumberOut">;

const FORMS = "forms";
const BOOKLET = "booklet";
const TAKEN = "booklet.taken";
const READ_ON = "booklet.on";
const GOING_BACK = "booklet.returning";
/** outlives the store: whoever signs out and in again on this device is told of the same numbers */
const BORNE = "wenxun.numbers";
const DEVICE = "wenxun.device";
const WANTED: Record<string, number> = { rectification: 3, spot_penalty: 2 };

/** A name of this device for the register of numbers; it follows nobody and says nothing of the person. */
export function deviceName(): string {
  const known = localStorage.getItem(DEVICE);
  if (known) return known;
  const fresh = uuid();
  localStorage.setItem(DEVICE, fresh);
  return fresh;
}

/** Nothing is read to a party today: what this phone holds is more than it needs. */
async function needed(store: PhoneStore, today: string): Promise<boolean> {
  if (await store.drafts.count()) return true;
  return (await store.visits.filter(({ visit }) => ["planned", "approved", "started"].includes(visit.state) && visit.planned_from <= today).count()) > 0;
}

/** Read the forms and see to it that this device holds enough numbers for the day; whoever may not hold any keeps none.
 *
 *  What is left of another day, or not needed at all, goes back first: the server gives it out again before a new one. */
export async function bookletFetch(store: PhoneStore, verbs: string[], today: string): Promise<void> {
  if (!verbs.includes("number.reserve")) return;
  const forms = await told(wire.GET("/api/v1/forms", {}));
  await store.facts.put({ key: FORMS, value: forms });
  const wants = await needed(store, today);
  if (!wants || (await fact<string>(store, READ_ON)) !== today) await bookletReturn(store);
  await store.facts.put({ key: READ_ON, value: today });
  if (!wants) return;
  await returning(store);
  const used = await numbersUsed(store);
  const held: HeldNumber[] = [];
  for (const [kind, wanted] of Object.entries(WANTED)) {
    const mine = (await bookletKept(store)).filter((one) => one.kind === kind && used.has(one.number)).length;
    held.push(...(await told(wire.POST("/api/v1/numbers/reserve", { body: { kind, count: Math.min(10, wanted + mine), device: deviceName() } }))));
  }
  await store.facts.put({ key: BOOKLET, value: held });
}

const alone = <Out>(store: PhoneStore, act: () => Promise<Out>): Promise<Out> => (navigator.locks ? navigator.locks.request(`${BOOKLET}-${store.name}`, act) : act());

/** Every number no paper bears or bore goes back (end of the day, leaving the phone). Off the booklet before the server
 *  is told, so that no paper can take it meanwhile; told again until it has heard, and before anything new is asked. */
export async function bookletReturn(store: PhoneStore): Promise<void> {
  await alone(store, () =>
    store.transaction("rw", store.facts, store.drafts, store.records, async () => {
      const [held, used] = [await bookletKept(store), await numbersUsed(store)];
      const free = held.filter((one) => one.state === "held" && !used.has(one.number));
      await store.facts.put({ key: GOING_BACK, value: [...new Set([...((await fact<string[]>(store, GOING_BACK)) ?? []), ...free.map((one) => one.uuid)])] });
      await store.facts.put({ key: BOOKLET, value: held.filter((one) => !free.includes(one)) });
    }),
  );
  await returning(store);
}

async function returning(store: PhoneStore): Promise<void> {
  const numbers = (await fact<string[]>(store, GOING_BACK)) ?? [];
  if (!numbers.length) return;
  await told(wire.POST("/api/v1/numbers/return", { body: { numbers } }));
  await store.facts.delete(GOING_BACK);
}

export async function formsKept(store: PhoneStore): Promise<PaperForm[]> {
  return (await fact<PaperForm[]>(store, FORMS)) ?? [];
}

export async function bookletKept(store: PhoneStore): Promise<HeldNumber[]> {
  return (await fact<HeldNumber[]>(store, BOOKLET)) ?? [];
}

const BORNE_MOST = 200;

function borne(): string[] {
  try {
    return JSON.parse(localStorage.getItem(BORNE) ?? "[]") as string[];
  } catch {
    return [];
  }
}

/** Numbers that papers on this phone bear or once bore. A paper thrown away after it was printed or signed keeps its
 *  number: it is never given to another, a supervisor voids it in the register with the reason. */
export async function numbersUsed(store: PhoneStore): Promise<Set<string>> {
  const taken = (await fact<string[]>(store, TAKEN)) ?? [];
  const drafts = (await store.drafts.toArray()).flatMap((one) => one.draft.papers ?? []);
  const records = (await store.records.toArray()).flatMap((one) => one.draft.papers ?? []);
  return new Set([...borne(), ...taken, ...[...drafts, ...records].map((one) => one.number)].filter(Boolean));
}

/** A paper nobody has seen was thrown away: its number is free again, for the next paper or to go back. */
export async function numberRelease(store: PhoneStore, number: string): Promise<void> {
  await alone(store, async () => {
    const taken = (await fact<string[]>(store, TAKEN)) ?? [];
    await store.facts.put({ key: TAKEN, value: taken.filter((one) => one !== number) });
    localStorage.setItem(BORNE, JSON.stringify(borne().filter((one) => one !== number)));
  });
}

/** The next free number of the booklet, given to `keep`, which puts it on the disk before anybody else may ask. */
export async function numberTake(store: PhoneStore, series: string, year: number, keep: (number: string) => Promise<void>): Promise<string> {
  const take = async (): Promise<string> => {
    const used = await numbersUsed(store);
    const free = (await bookletKept(store)).find((one) => one.kind === series && one.year === year && one.state === "held" && !used.has(one.number));
    if (free) {
      await keep(free.number);
      await store.facts.put({ key: TAKEN, value: [...((await fact<string[]>(store, TAKEN)) ?? []), free.number] });
      localStorage.setItem(BORNE, JSON.stringify([...borne(), free.number].slice(-BORNE_MOST)));
    }
    return free?.number ?? "";
  };
  return alone(store, take);
}
