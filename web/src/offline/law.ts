/** The catalogue with its legal bases, and the calendar of the organ's place, kept on the phone for days without network. */
import { told, wire, type Of } from "@/api/wire";
import { licencesNeeded, type Needed } from "@/domain/licences";
import type { Point } from "@/domain/place";
import { fact, type PhoneStore } from "@/offline/db";

const CATALOGUE = "catalogue";
const NEEDED = "licences.needed";
const CALENDAR = "calendar";
const OUTLINE = "outline";
/** of what the phone keeps: another one is read anew, although the edition is the same */
const SHAPE = 2;
const BEHIND_DAYS = 2;
const AHEAD_DAYS = 120;
const DAY_MS = 86_400_000;

export type Catalogue = Of<"CatalogueOut">;
export type Ring = Point[];
export type CalendarDay = Of<"CalendarDayOut">;

interface KeptCalendar {
  readOn: string;
  days: CalendarDay[];
}

const shifted = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Read what is older than the visits' form, or than today; both are small next to one photo. */
export async function lawFetch(store: PhoneStore, today: string): Promise<void> {
  const calendar = await fact<KeptCalendar>(store, CALENDAR);
  if (calendar?.readOn !== today) {
    const query = { from: shifted(today, -BEHIND_DAYS), to: shifted(today, AHEAD_DAYS) };
    const days = await told(wire.GET("/api/v1/calendar", { params: { query } }));
    const { rings } = await told(wire.GET("/api/v1/outline", {}));
    await store.facts.put({ key: OUTLINE, value: rings });
    await store.facts.put({ key: CALENDAR, value: { readOn: today, days } satisfies KeptCalendar });
  }
  const kept = await fact<{ version: string; shape?: number }>(store, `${CATALOGUE}.version`);
  const asked = (await store.visits.toArray()).map((one) => one.visit.form.version).find((version) => version !== kept?.version);
  const whole = kept?.shape === SHAPE;
  if (whole && asked === undefined) return;
  const catalogue = await told(wire.GET("/api/v1/catalogue", {}));
  if (whole && kept?.version === catalogue.version) return;
  await store.transaction("rw", store.facts, async () => {
    await store.facts.put({ key: CATALOGUE, value: catalogue });
    await store.facts.put({ key: NEEDED, value: licencesNeeded(catalogue.categories) });
    await store.facts.put({ key: `${CATALOGUE}.version`, value: { version: catalogue.version, shape: SHAPE } });
  });
}

export async function catalogueKept(store: PhoneStore): Promise<Catalogue | null> {
  return (await fact<Catalogue>(store, CATALOGUE)) ?? null;
}

/** apart from the whole: a card of a venue need not read the law */
export async function neededKept(store: PhoneStore): Promise<Record<string, Needed>> {
  return (await fact<Record<string, Needed>>(store, NEEDED)) ?? {};
}

export async function calendarKept(store: PhoneStore): Promise<Map<string, CalendarDay>> {
  return new Map(((await fact<KeptCalendar>(store, CALENDAR))?.days ?? []).map((day) => [day.on, day]));
}

/** The outline of the district by setting of the server, on the datum of Chinese maps; [] without one. */
export async function outlineKept(store: PhoneStore): Promise<Ring[]> {
  return ((await fact<number[][][]>(store, OUTLINE)) ?? []).map((ring) => ring.map(([lng, lat]) => ({ lng: lng ?? 0, lat: lat ?? 0 })));
}
