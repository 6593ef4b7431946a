/** The record of one visit while it is being made: what is answered, what is missing, what it amounts to.
 *
 *  Pure. A draft starts empty: no answer, no outcome, no name is filled in for the officer. */

import { ordersMerged, type Order } from "@/domain/findings";
import { type Paper } from "@/domain/papers";

export type Outcome = "done" | "closed" | "not_found" | "refused";

export interface Answer {
  /** true conforms (合格), false fails (不合格), null not applicable (不适用) */
  conforms: boolean | null;
  note: string;
  photos: string[];
  /** 当场改正: put right on the spot, with photos of it */
  corrected: boolean;
  afterPhotos: string[];
  /** answers to what the item asks on (追问), by key; drafts of an older version have none of these three */
  follow?: Record<string, string | number>;
  /** organs the hazard goes to (移送), among those of the item */
  transferTo?: string[];
  /** the order to rectify (责令改正) handed over for it */
  order?: Order | null;
}

/** A question that opens under a non-conforming answer. */
export interface Follow {
  key: string;
  required: boolean;
}

export type SignerKind = "officer" | "officer2" | "party";

export interface Signature {
  kind: SignerKind;
  name: string;
  file: string | null;
  signedAt: string;
  refusal: { reason: string; witness: string } | null;
  /** he confirms by his own sign-in, on his own phone: here he leaves no time and no ink */
  own?: boolean;
}

export interface Scan {
  /** before = on arrival, before_leave = shown before leaving, backfill = no network, explained */
  mode: "before" | "before_leave" | "backfill";
  at: string | null;
  reason: string;
}

export interface Draft {
  uuid: string;
  visit: string;
  rev: number;
  formVersion: string;
  startedAt: string;
  finishedAt: string | null;
  scan: Scan | null;
  outcome: Outcome | null;
  answers: Record<string, Answer>;
  /** photos of no item: door, overview */
  photos: string[];
  party: { name: string; role: string };
  statement: string;
  objection: string;
  /** why it began without approval (紧急检查); absent in drafts of before */
  urgent?: string;
  /** who was called and what came of it, when the place cannot be found (code 6) */
  callRecord: string;
  /** result codes the officer added to the ones that follow from the answers */
  addedCodes: string[];
  signatures: Signature[];
  recorders?: Recorder[];
  /** papers made on the spot (现场文书); drafts of an older version have none */
  papers?: Paper[];
  savedAt: string;
}

export interface Item {
  code: string;
  follow?: Follow[];
}

export interface Section<One extends Item = Item> {
  key: string;
  title: string;
  items: One[];
}

export type Gap =
  | { kind: "outcome" }
  | { kind: "scan" }
  | { kind: "unanswered"; item: string; no: number }
  | { kind: "evidence"; item: string; no: number }
  | { kind: "after_photo"; item: string; no: number }
  | { kind: "follow"; item: string; no: number }
  | { kind: "order_due"; item: string; no: number }
  | { kind: "place_photo" }
  | { kind: "statement" }
  | { kind: "call_record" }
  | { kind: "party" };

const REGISTRATION_CODES = ["7", "9", "10", "11", "12"];

/** Codes an officer may add by hand (抽查结果), by outcome; the others follow from outcome and answers. */
export const CODES_TO_ADD: Record<Outcome, string[]> = {
  done: ["B", "C", "D", "F", "G", "3", "4", "5", ...REGISTRATION_CODES],
  closed: ["F", ...REGISTRATION_CODES],
  not_found: REGISTRATION_CODES,
  refused: ["A", "B", "C"],
};

export function draftStart(start: { uuid: string; visit: string; formVersion: string; at: string }): Draft {
  return {
    uuid: start.uuid, visit: start.visit, rev: 1, formVersion: start.formVersion, startedAt: start.at, finishedAt: null,
    scan: null, outcome: null, answers: {}, photos: [], party: { name: "", role: "" }, statement: "", objection: "", callRecord: "",
    addedCodes: [], signatures: [], savedAt: start.at,
  };
}

export function items<One extends Item>(sections: Section<One>[]): One[] {
  return sections.flatMap((section) => section.items);
}

/** An answer given, keeping what was written before: a changed mind loses no note and no photo. */
export function answer(draft: Draft, item: string, conforms: boolean | null): Answer {
  const before = draft.answers[item];
  return before ? { ...before, conforms } : { conforms, note: "", photos: [], corrected: false, afterPhotos: [] };
}

export function tally(draft: Draft, all: Item[]): { ok: number; bad: number; na: number; open: number } {
  const sum = { ok: 0, bad: 0, na: 0, open: 0 };
  for (const { code } of all) {
    const given = draft.answers[code];
    if (!given) sum.open++;
    else if (given.conforms === null) sum.na++;
    else if (given.conforms) sum.ok++;
    else sum.bad++;
  }
  return sum;
}

/** The next open item after this one, going round; null when all are answered. */
export function nextOpen(draft: Draft, all: Item[], after: string | null): { code: string; no: number } | null {
  const from = after === null ? 0 : all.findIndex((one) => one.code === after) + 1;
  for (let step = 0; step < all.length; step++) {
    const at = (from + step) % all.length;
    const one = all[at]!;
    if (!draft.answers[one.code]) return { code: one.code, no: at + 1 };
  }
  return null;
}

const BEIJING_MS = 8 * 3_600_000;
const dayAt = (instant: string): string => new Date(Date.parse(instant) + BEIJING_MS).toISOString().slice(0, 10);

const asksOn = (given: Answer, follow: Follow[]): boolean => follow.some(({ key, required }) => required && (given.follow?.[key] ?? "") === "");

function itemGaps(draft: Draft, all: Item[]): Gap[] {
  return all.flatMap<Gap>(({ code, follow }, at) => {
    const given = draft.answers[code];
    const no = at + 1;
    if (!given) return [{ kind: "unanswered", item: code, no }];
    if (given.conforms !== false) return [];
    const gaps: Gap[] = [];
    if (!given.note.trim() && given.photos.length === 0) gaps.push({ kind: "evidence", item: code, no });
    if (given.corrected && given.afterPhotos.length === 0) gaps.push({ kind: "after_photo", item: code, no });
    if (asksOn(given, follow ?? [])) gaps.push({ kind: "follow", item: code, no });
    if (ordered(given) && given.order!.dueOn <= dayAt(draft.startedAt)) gaps.push({ kind: "order_due", item: code, no });
    return gaps;
  });
}

/** Everything that must be settled before anybody signs; in the order of the pages. */
export function gaps(draft: Draft, all: Item[]): Gap[] {
  if (draft.outcome === null) return [{ kind: "outcome" }];
  const found: Gap[] = [];
  if (draft.outcome === "done") {
    if (!draft.scan) found.push({ kind: "scan" });
    found.push(...itemGaps(draft, all));
    if (!draft.party.name.trim()) found.push({ kind: "party" });
    return found;
  }
  if (draft.photos.length === 0) found.push({ kind: "place_photo" });
  if (!draft.statement.trim()) found.push({ kind: "statement" });
  if (draft.outcome === "not_found" && !draft.callRecord.trim()) found.push({ kind: "call_record" });
  if (draft.outcome === "refused" && !draft.party.name.trim()) found.push({ kind: "party" });
  return found;
}

/** Result codes (抽查结果) that follow from outcome and answers, with those the officer added. */
export function resultCodes(draft: Draft, all: Item[]): string[] {
  const codes = new Set<string>(draft.outcome ? draft.addedCodes.filter((code) => CODES_TO_ADD[draft.outcome!].includes(code)) : []);
  if (draft.outcome === "closed") codes.add("closed_at_visit");
  if (draft.outcome === "not_found") codes.add("6");
  if (draft.outcome === "refused") codes.add("8");
  if (draft.outcome === "done") {
    const bad = all.map(({ code }) => draft.answers[code]).filter((given) => given?.conforms === false);
    if (bad.some((given) => given!.corrected)) codes.add("E");
    if (bad.some((given) => !given!.corrected)) codes.add("A");
    if (bad.length === 0 && codes.size === 0) codes.add("1");
  }
  return [...codes].sort();
}

/** Who has to sign: the two officers, and the person on site when somebody was met. */
export function signers(draft: Draft): SignerKind[] {
  return draft.outcome === "done" || draft.outcome === "refused" ? ["officer", "officer2", "party"] : ["officer", "officer2"];
}

export function unsigned(draft: Draft): SignerKind[] {
  return signers(draft).filter((kind) => !draft.signatures.some((one) => one.kind === kind));
}

/** Signed content must be the content that is sent: whoever changes the record afterwards unsigns it. */
export function changed(draft: Draft): Draft {
  return draft.signatures.length === 0 ? draft : { ...draft, signatures: [] };
}

/** A place in whole numbers: 1e-7 degrees, accuracy in decimetres, the datum it claims, how old the fix was. */
export interface Gps {
  lng_e7: number;
  lat_e7: number;
  accuracy_dm: number;
  datum: "wgs84";
  age_s: number;
}

export interface Evidence {
  id: string;
  sha256: string;
  size: number;
  type: string;
  name: string;
  takenAt: string;
  source: "camera" | "album" | "drawn";
  gps: Gps | null;
  caption: string;
  item: string | null;
  /** the phone's own clock at that moment */
  device?: Device;
  /** both officers who were there */
  officers?: string[];
  /** to the venue's registered place, as the phone reckoned it, and within how much that says nothing */
  distanceM?: number | null;
  toleranceM?: number | null;
  durationMs?: number | null;
  /** a layer beside the original, which stays as the camera made it */
  marks?: Mark[];
}

export interface Device {
  time: string;
  offsetMs: number | null;
}

/** A video of a body-worn recorder (执法记录仪): linked, never uploaded. */
export interface Recorder {
  number: string;
  officer: string | null;
  startedAt: string;
  endedAt: string | null;
  sha256: string;
}

/** Arrow, box or blur (打码), in ten-thousandths of the upright picture's width and height. */
export interface Mark {
  kind: "arrow" | "box" | "blur";
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export interface Team {
  officer: string;
  name: string;
  lead: boolean;
  /** of the signer's own organ; absent in cards kept since before the server said so */
  own?: boolean;
}

/** The two officers who sign, the lead first; of a joint visit each record is signed by its own organ's first. */
export function officers<One extends Team>(team: One[]): { officer: One | undefined; officer2: One | undefined } {
  const own = team.filter((one) => one.own !== false);
  const order = [...own, ...team.filter((one) => !own.includes(one))];
  const lead = (own.length ? own : team).find((one) => one.lead) ?? order[0];
  return { officer: lead, officer2: order.find((one) => one !== lead) };
}

function photoBody(photo: Evidence) {
  const { id, sha256, size, type, name, source, gps, caption, item, device, officers: there, marks } = photo;
  return {
    id, sha256, size, type, name, taken_at: photo.takenAt, source, gps, caption, item: item ?? "",
    ...(device ? { device: { time: device.time, offset_ms: device.offsetMs ?? 0 } } : {}),
    ...(there?.length ? { officers: there } : {}),
    ...(typeof photo.distanceM === "number" ? { distance_m: photo.distanceM, tolerance_m: photo.toleranceM ?? 0 } : {}),
    ...(typeof photo.durationMs === "number" ? { duration_ms: photo.durationMs } : {}),
    ...(marks?.length ? { marks: marks.map(({ kind, x1, y1, x2, y2 }) => ({ kind, x1, y1, x2, y2 })) } : {}),
  };
}

/** What was put right on the spot needs no order. */
export function ordered(given: Answer): boolean {
  return given.conforms === false && !given.corrected && given.order != null;
}

function answerBody(code: string, given: Answer) {
  const bad = given.conforms === false;
  const corrected = bad && given.corrected;
  const said = { item: code, conforms: given.conforms, note: given.note, photos: given.photos, corrected, corrected_photos: corrected ? given.afterPhotos : [], follow: bad ? { ...given.follow } : {} };
  return bad && given.transferTo?.length ? { ...said, transfer_to: [...given.transferTo] } : said;
}

function signatureBody(draft: Draft, team: Team[], one: Signature) {
  const pair = officers(team);
  const officer = one.kind === "party" ? null : (pair[one.kind]?.officer ?? null);
  return { kind: one.kind, name: one.name, role: one.kind === "party" ? draft.party.role : "", officer, file: one.file, signed_at: one.refusal || one.own ? null : one.signedAt, refusal: one.refusal };
}

/** A draft that is not finished was asked for its body. */
export class Unfinished extends Error {}

export interface Sending {
  draft: Draft;
  all: Item[];
  team: Team[];
  files: Evidence[];
  device: Device;
  gps: Gps | null;
}

/** The body of the submission without its digest, as the server stores it. */
export function body({ draft, all, team, files, device, gps }: Sending) {
  if (draft.outcome === null || draft.finishedAt === null) throw new Unfinished();
  const answered = all.filter(({ code }) => draft.outcome === "done" && draft.answers[code]);
  const named = draft.party.name.trim() !== "" && (draft.outcome === "done" || draft.outcome === "refused");
  const orders = ordersMerged(answered.flatMap(({ code }) => (ordered(draft.answers[code]!) ? [{ item: code, order: draft.answers[code]!.order! }] : [])));
  return {
    ...(orders.length ? { orders } : {}),
    ...(draft.papers?.length ? { documents: draft.papers.map(({ id, form, number, issuedOn, values, violation, basis }) => ({ id, form, number, issued_on: issuedOn, values, ...(violation ? { violation, basis: basis ?? "" } : {}) })) } : {}),
    rev: draft.rev,
    visit: draft.visit,
    form_version: draft.formVersion,
    outcome: draft.outcome,
    result_codes: resultCodes(draft, all),
    statement: draft.statement,
    objection: draft.objection,
    ...(draft.urgent ? { urgent: draft.urgent } : {}),
    started_at: draft.startedAt,
    finished_at: draft.finishedAt,
    device: { time: device.time, offset_ms: device.offsetMs ?? 0 },
    scan: draft.scan ? { mode: draft.scan.mode, at: draft.scan.at, reason: draft.scan.reason } : null,
    gps,
    answers: answered.map(({ code }) => answerBody(code, draft.answers[code]!)),
    photos: files.map(photoBody),
    signatures: draft.signatures.map((one) => signatureBody(draft, team, one)),
    ...(draft.recorders?.length ? { recorders: draft.recorders.map((one) => ({ number: one.number, officer: one.officer, started_at: one.startedAt, ended_at: one.endedAt, sha256: one.sha256 })) } : {}),
    party: named ? { name: draft.party.name, role: draft.party.role } : null,
    revisit: draft.outcome === "not_found" ? { call_record: draft.callRecord, door_photo: draft.photos[0] ?? null } : null,
  };
}
