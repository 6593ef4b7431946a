/** The record of one visit while it is being made: what is answered, what is missing, what it amounts to.
 *
 *  Pure. A draft starts empty: no answer, no outcome, no name is filled in for the officer. */

export type Outcome = "done" | "closed" | "not_found" | "refused";

export interface Answer {
  /** true conforms (合格), false fails (不合格), null not applicable (不适用) */
  conforms: boolean | null;
  note: string;
  photos: string[];
  /** 当场改正: put right on the spot, with photos of it */
  corrected: boolean;
  afterPhotos: string[];
}

export type SignerKind = "officer" | "officer2" | "party";

export interface Signature {
  kind: SignerKind;
  name: string;
  file: string | null;
  signedAt: string;
  refusal: { reason: string; witness: string } | null;
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
  /** result codes the officer added to the ones that follow from the answers */
  addedCodes: string[];
  signatures: Signature[];
  savedAt: string;
}

export interface Item {
  code: string;
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
  | { kind: "place_photo" }
  | { kind: "statement" }
  | { kind: "party" };

/** Codes an officer may add by hand (抽查结果); 1 excludes all others, 6 to 8 follow from the outcome. */
export const CODES_TO_ADD = ["7", "9", "10", "11", "12", "B", "C", "D", "F"] as const;

export function draftStart(start: { uuid: string; visit: string; formVersion: string; at: string }): Draft {
  return {
    uuid: start.uuid, visit: start.visit, rev: 1, formVersion: start.formVersion, startedAt: start.at, finishedAt: null,
    scan: null, outcome: null, answers: {}, photos: [], party: { name: "", role: "" }, statement: "", objection: "",
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

function itemGaps(draft: Draft, all: Item[]): Gap[] {
  return all.flatMap<Gap>(({ code }, at) => {
    const given = draft.answers[code];
    const no = at + 1;
    if (!given) return [{ kind: "unanswered", item: code, no }];
    if (given.conforms !== false) return [];
    const gaps: Gap[] = [];
    if (!given.note.trim() && given.photos.length === 0) gaps.push({ kind: "evidence", item: code, no });
    if (given.corrected && given.afterPhotos.length === 0) gaps.push({ kind: "after_photo", item: code, no });
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
  return found;
}

/** Result codes (抽查结果) that follow from outcome and answers, with those the officer added. */
export function resultCodes(draft: Draft, all: Item[]): string[] {
  const codes = new Set<string>(draft.addedCodes);
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

/** A place in whole numbers: 1e-7 degrees, accuracy in decimetres, and the datum it claims. */
export interface Gps {
  lat_e7: number;
  lng_e7: number;
  accuracy_dm: number;
  datum: "WGS84";
  at: string;
}

export interface Evidence {
  id: string;
  sha256: string;
  size: number;
  type: string;
  takenAt: string;
  source: "camera" | "album" | "drawn";
  gps: Gps | null;
  caption: string;
  item: string | null;
}

export interface Device {
  time: string;
  offsetMs: number | null;
}

function photoBody(photo: Evidence): object {
  const { id, sha256, size, type, source, gps, caption, item } = photo;
  return { id, sha256, size, type, taken_at: photo.takenAt, source, gps, caption, item: item ?? "" };
}

/** The body of the submission without its digest, as the server stores it. */
export function body(draft: Draft, all: Item[], files: Evidence[], device: Device, gps: Gps | null): Record<string, unknown> {
  const answered = all.filter(({ code }) => draft.answers[code]);
  return {
    rev: draft.rev,
    visit: draft.visit,
    form_version: draft.formVersion,
    started_at: draft.startedAt,
    finished_at: draft.finishedAt,
    device: { time: device.time, offset_ms: device.offsetMs ?? 0 },
    outcome: draft.outcome,
    result_codes: resultCodes(draft, all),
    answers: answered.map(({ code }) => {
      const given = draft.answers[code]!;
      const corrected = given.conforms === false && given.corrected;
      return { item: code, conforms: given.conforms, note: given.note, photos: [...given.photos, ...(corrected ? given.afterPhotos : [])], detail: corrected ? { corrected_on_spot: true, after_photos: given.afterPhotos } : {} };
    }),
    photos: files.map(photoBody),
    signatures: draft.signatures.map((one) => ({
      kind: one.kind, name: one.name, role: one.kind === "party" ? draft.party.role : "", file: one.file, signed_at: one.signedAt, refusal: one.refusal,
    })),
    scan: draft.scan ? { mode: draft.scan.mode, at: draft.scan.at, reason: draft.scan.reason } : { mode: "", at: null, reason: "" },
    gps,
    statement: draft.statement,
    objection: draft.objection,
  };
}
