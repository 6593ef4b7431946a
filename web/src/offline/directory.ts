/** What a visit begun without network needs: the venues of the district, its officers, the triggers, every form. */
import { told, wire, type Of } from "@/api/wire";
import type { FormSection, Visit } from "@/api/types";
import { catalogueKept } from "@/offline/law";
import { fact, type KeptVenue, type PhoneStore } from "@/offline/db";

const DIRECTORY = "directory";
const LIMIT = 500;
const FOUND_MOST = 8;

export type Trigger = Of<"TriggerOut">;
export type Colleague = Pick<Of<"OfficerRowOut">, "uuid" | "name" | "unit" | "cert_no" | "cert_valid_to" | "certified">;

/** A special campaign a visit may be begun under: what the phone must know of it without network. */
export type RunningCampaign = Pick<Of<"CampaignOut">, "uuid" | "name" | "filing_no" | "starts_on" | "ends_on"> & { trigger: string };

export type Performance = NonNullable<Visit["performance"]>;

export interface Directory {
  readOn: string;
  triggers: Trigger[];
  officers: Colleague[];
  /** directories kept by earlier versions know of none */
  campaigns?: RunningCampaign[];
  performances?: Performance[];
  form: Of<"FormOut">;
  /** what a business is told, as every visit tells it */
  told: Pick<Visit["notice"], "prohibitions" | "rights">;
}

const kept = ({ uuid, code, uscc, name, sign_name, address, township, categories, grade, status }: Of<"VenueRowOut">): KeptVenue => ({ uuid, code, uscc, name, sign_name, address, township, categories, grade, status });

async function venuesRead(): Promise<KeptVenue[]> {
  const found: KeptVenue[] = [];
  let cursor: string | undefined;
  do {
    const page = await told(wire.GET("/api/v1/venues", { params: { query: { limit: LIMIT, ...(cursor ? { cursor } : {}) } } }));
    found.push(...page.rows.map(kept));
    cursor = page.next ?? undefined;
  } while (cursor);
  return found;
}

async function campaignsRead(): Promise<RunningCampaign[]> {
  const page = await told(wire.GET("/api/v1/campaigns", { params: { query: { open: true, limit: LIMIT } } }));
  return page.rows.map(({ uuid, name, filing_no, starts_on, ends_on, trigger }) => ({ uuid, name, filing_no, starts_on, ends_on, trigger: trigger.code }));
}

const performancesRead = async (): Promise<Performance[]> => (await told(wire.GET("/api/v1/performances", { params: { query: { near: true, limit: LIMIT } } }))).rows;

/** Campaigns and performances come between two mornings: read anew whenever an unplanned visit is thought of. */
export async function campaignsFetch(store: PhoneStore): Promise<void> {
  const [campaigns, performances] = await Promise.all([campaignsRead(), performancesRead()]);
  await store.transaction("rw", store.facts, async () => {
    const kept = await directoryKept(store);
    if (kept) await store.facts.put({ key: DIRECTORY, value: { ...kept, campaigns, performances } });
  });
}

/** Read once a day; it is small next to one photo. */
export async function directoryFetch(store: PhoneStore, today: string): Promise<void> {
  const kept = await directoryKept(store);
  if (kept?.readOn === today && kept.campaigns && kept.performances) return;
  const categories = (await catalogueKept(store))?.categories.map((one) => one.code).join(",") ?? "";
  if (!categories) return;
  const [triggers, people, form, venues, campaigns, performances] = await Promise.all([
    told(wire.GET("/api/v1/triggers")),
    told(wire.GET("/api/v1/officers", { params: { query: { limit: LIMIT } } })),
    told(wire.GET("/api/v1/catalogue/form", { params: { query: { categories } } })),
    venuesRead(),
    campaignsRead(),
    performancesRead(),
  ]);
  const officers = people.rows.filter((one) => one.status === "active").map(({ uuid, name, unit, cert_no, cert_valid_to, certified }) => ({ uuid, name, unit, cert_no, cert_valid_to, certified }));
  const notice = (await store.visits.toArray()).find((one) => one.visit.notice.rights.length)?.visit.notice;
  const directory: Directory = { readOn: today, triggers, officers, campaigns, performances, form, told: { prohibitions: notice?.prohibitions ?? [], rights: notice?.rights ?? [] } };
  await store.transaction("rw", store.facts, store.venues, async () => {
    await store.venues.clear();
    await store.venues.bulkPut(venues);
    await store.facts.put({ key: DIRECTORY, value: directory });
  });
}

export async function directoryKept(store: PhoneStore): Promise<Directory | null> {
  return (await fact<Directory>(store, DIRECTORY)) ?? null;
}

/** Venues whose name, sign, code or address holds every word. */
export async function venuesFind(store: PhoneStore, text: string): Promise<KeptVenue[]> {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return store.venues
    .filter((one) => {
      const whole = [one.name, one.sign_name, one.code, one.uscc, one.address].join(" ").toLowerCase();
      return words.every((word) => whole.includes(word));
    })
    .limit(FOUND_MOST)
    .toArray();
}

/** What is asked at a venue of these categories; the shared sections last, as the server orders them. */
export function sectionsOf(directory: Directory, categories: string[]): FormSection[] {
  return directory.form.sections.filter((one) => one.category === null || categories.includes(one.category));
}

export interface Begun {
  assistants: { name: string; role: string }[];
  uuid: string;
  venue: KeptVenue;
  trigger: Trigger;
  items: string[];
  officers: Colleague[];
  basis: string;
  outsideReason: string;
  filingNo: string;
  campaign: Visit["campaign"];
  performance: Visit["performance"];
  precheck: { code: string; reason: string };
  today: string;
}

/** The visit as the server would tell it, as far as it can be known here: no number, no code to scan, nobody approved it. */
export function visitBegun(directory: Directory, begun: Begun): Visit {
  const { venue, trigger, items, officers, today } = begun;
  const wanted = new Set(items);
  const sections = sectionsOf(directory, venue.categories.map((one) => one.code));
  return {
    uuid: begun.uuid, number: "", state: "planned", planned_from: today, planned_to: today, trigger: { code: trigger.code, name: trigger.name },
    items, participants: [], assistants: begun.assistants, basis: begun.basis, remote: false, precheck: { code: begun.precheck.code, name: "", reason: begun.precheck.reason },
    counts_to_cap: trigger.counts_to_cap, filing_no: begun.filingNo, campaign: begun.campaign, performance: begun.performance, near: [], owed: [], recusals: [], verbs: ["visit.start", "visit.confirm", "visit.recuse"],
    venue: {
      ...venue, township: venue.township?.name ?? "", lng: null, lat: null, datum: "", opens_at: "", closes_at: "", capacity: null, units: null, site_manager: "", phone: "",
      licences: [], cap: { used: 0, limit: 0, year: Number(today.slice(0, 4)) }, last_results: [], history: [],
    },
    seats: officers.length,
    team: officers.map(({ uuid, name, unit, cert_no, cert_valid_to }, seat) => ({ officer: uuid, name, unit, cert_no, cert_valid_to, seat, lead: seat === 0, own: true, direct_reason: "", confirmed_at: null })),
    cap_reason: "", approval: null, draw: null, notice: { number: "", items_text: "", ...directory.told }, notice_workdays: 0, noticed_at: null,
    urgent_reason: "", scan_reason: "", outside_reason: begun.outsideReason, outside_report: "", token: "", started_at: null, scanned_at: null, scan_mode: "", finished_at: null,
    revisit_of: null, cause: null, reason: "", record: null,
    form: { version: directory.form.version, sections: sections.map((one) => ({ ...one, items: one.items.filter((item) => wanted.has(item.code)) })).filter((one) => one.items.length) },
  };
}
