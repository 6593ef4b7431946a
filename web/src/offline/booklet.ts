/** Forms and a booklet of numbers (号段) kept on the phone, so that a paper can be made where there is no network. */
import { told, wire, type Of } from "@/api/wire";
import type { PaperForm } from "@/domain/papers";
import { uuid } from "@/domain/uuid";
import { fact, type PhoneStore } from "@/offline/db";

export type HeldNumber = Of<"HeldNumberOut">;

const FORMS = "forms";
const BOOKLET = "booklet";
const TAKEN = "booklet.taken";
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

/** Read the forms and see to it that this device holds enough numbers; whoever may not hold any keeps none. */
export async function bookletFetch(store: PhoneStore, verbs: string[]): Promise<void> {
  if (!verbs.includes("number.reserve")) return;
  const forms = await told(wire.GET("/api/v1/forms", {}));
  await store.facts.put({ key: FORMS, value: forms });
  const used = await numbersUsed(store);
  const held: HeldNumber[] = [];
  for (const [kind, wanted] of Object.entries(WANTED)) {
    const mine = (await bookletKept(store)).filter((one) => one.kind === kind && used.has(one.number)).length;
    held.push(...(await told(wire.POST("/api/v1/numbers/reserve", { body: { kind, count: Math.min(10, wanted + mine), device: deviceName() } }))));
  }
  await store.facts.put({ key: BOOKLET, value: held });
}

export async function formsKept(store: PhoneStore): Promise<PaperForm[]> {
  return (await fact<PaperForm[]>(store, FORMS)) ?? [];
}

export async function bookletKept(store: PhoneStore): Promise<HeldNumber[]> {
  return (await fact<HeldNumber[]>(store, BOOKLET)) ?? [];
}

/** Numbers that papers on this phone bear or once bore: a paper thrown away may have been printed, so its number is
 *  never given to another; a supervisor voids it in the register with the reason. */
export async function numbersUsed(store: PhoneStore): Promise<Set<string>> {
  const taken = (await fact<string[]>(store, TAKEN)) ?? [];
  const drafts = (await store.drafts.toArray()).flatMap((one) => one.draft.papers ?? []);
  const records = (await store.records.toArray()).flatMap((one) => one.draft.papers ?? []);
  return new Set([...taken, ...[...drafts, ...records].map((one) => one.number)].filter(Boolean));
}

/** The next free number of the booklet, given to `keep`, which puts it on the disk before anybody else may ask. */
export async function numberTake(store: PhoneStore, series: string, year: number, keep: (number: string) => Promise<void>): Promise<string> {
  const take = async (): Promise<string> => {
    const used = await numbersUsed(store);
    const free = (await bookletKept(store)).find((one) => one.kind === series && one.year === year && one.state === "held" && !used.has(one.number));
    if (free) {
      await keep(free.number);
      await store.facts.put({ key: TAKEN, value: [...((await fact<string[]>(store, TAKEN)) ?? []), free.number] });
    }
    return free?.number ?? "";
  };
  return navigator.locks ? navigator.locks.request(`${BOOKLET}-${store.name}`, take) : take();
}
