import { describe, expect, test } from "vitest";

import type { Of } from "@/api/wire";
import { canonical } from "@/domain/canon";
import { answer, body, changed, draftStart, gaps, nextOpen, officers, resultCodes, signers, tally, Unfinished, unsigned, type Answer, type Draft } from "@/domain/record";

const ITEMS = [{ code: "K1" }, { code: "K2" }, { code: "K3" }];
const AT = "2026-09-15T10:04:00+08:00";
const empty = (more: Partial<Draft> = {}): Draft => ({ ...draftStart({ uuid: "u", visit: "v", formVersion: "f1", at: AT }), ...more });
const given = (conforms: boolean | null, more: Partial<Answer> = {}): Answer => ({ conforms, note: "", photos: [], corrected: false, afterPhotos: [], ...more });
const SCAN = { mode: "before", at: AT, reason: "" } as const;
const whole = (answers: Record<string, Answer>, more: Partial<Draft> = {}) => empty({ outcome: "done", scan: SCAN, party: { name: "吴某", role: "值班经理" }, answers, ...more });

test("a new draft has nothing filled in", () => {
  const draft = empty();
  expect([draft.outcome, draft.answers, draft.signatures, draft.party.name, draft.scan]).toEqual([null, {}, [], "", null]);
});

test("a changed answer keeps the note and the photos", () => {
  const draft = empty({ answers: { K1: given(false, { note: "缺标志", photos: ["p"] }) } });
  expect(answer(draft, "K1", true)).toEqual(given(true, { note: "缺标志", photos: ["p"] }));
});

test("the tally counts every item once", () => {
  expect(tally(whole({ K1: given(true), K2: given(null) }), ITEMS)).toEqual({ ok: 1, bad: 0, na: 1, open: 1 });
});

describe("the next open item", () => {
  test("is the first one at the start", () => expect(nextOpen(empty(), ITEMS, null)).toEqual({ code: "K1", no: 1 }));
  test("goes round", () => expect(nextOpen(whole({ K2: given(true), K3: given(true) }), ITEMS, "K3")).toEqual({ code: "K1", no: 1 }));
  test("is none when all are answered", () => expect(nextOpen(whole({ K1: given(true), K2: given(true), K3: given(null) }), ITEMS, "K1")).toBeNull());
});

describe("what is missing", () => {
  test("first of all the outcome", () => expect(gaps(empty(), ITEMS)).toEqual([{ kind: "outcome" }]));

  test("unanswered items, evidence of a finding, the photo after, the person, the code", () => {
    const draft = empty({ outcome: "done", answers: { K1: given(false), K2: given(false, { note: "有", corrected: true }) } });
    expect(gaps(draft, ITEMS)).toEqual([
      { kind: "scan" },
      { kind: "evidence", item: "K1", no: 1 },
      { kind: "after_photo", item: "K2", no: 2 },
      { kind: "unanswered", item: "K3", no: 3 },
      { kind: "party" },
    ]);
  });

  test("a note of blanks is no evidence, a photo is", () => {
    expect(gaps(whole({ K1: given(false, { note: "  " }), K2: given(false, { photos: ["p"] }), K3: given(true) }), ITEMS)).toEqual([{ kind: "evidence", item: "K1", no: 1 }]);
  });

  test("a required follow-up question, and an order due on the day itself", () => {
    const asking = [{ code: "K1", follow: [{ key: "n", required: true }, { key: "m", required: false }] }, { code: "K2" }, { code: "K3" }];
    const order = { content: "改", basis: "", dueOn: "2026-09-15" };
    const draft = whole({ K1: given(false, { note: "有", order }), K2: given(false, { note: "有", order: { ...order, dueOn: "2026-09-16" } }), K3: given(true, { follow: {} }) });
    expect(gaps(draft, asking)).toEqual([{ kind: "follow", item: "K1", no: 1 }, { kind: "order_due", item: "K1", no: 1 }]);
    draft.answers["K1"] = given(false, { photos: ["p"], follow: { n: 0 } });
    expect(gaps(draft, asking)).toEqual([]);
  });

  test("nothing when all is there", () => {
    expect(gaps(whole({ K1: given(true), K2: given(null), K3: given(false, { note: "缺" }) }), ITEMS)).toEqual([]);
  });

  test.each([
    ["closed", []],
    ["not_found", [{ kind: "call_record" }]],
    ["refused", [{ kind: "party" }]],
  ] as const)("of a visit that was %s: a photo of the place, what happened, and %j", (outcome, more) => {
    expect(gaps(empty({ outcome }), ITEMS)).toEqual([{ kind: "place_photo" }, { kind: "statement" }, ...more]);
  });
});

describe("result codes", () => {
  test.each<[string, Draft, string[]]>([
    ["nothing found is 1 alone", whole({ K1: given(true) }), ["1"]],
    ["put right on the spot is E", whole({ K1: given(false, { corrected: true }) }), ["E"]],
    ["left open is A", whole({ K1: given(false) }), ["A"]],
    ["both is A and E", whole({ K1: given(false), K2: given(false, { corrected: true }) }), ["A", "E"]],
    ["an added code drives out 1", whole({ K1: given(true) }, { addedCodes: ["B"] }), ["B"]],
    ["nobody to be found is 6", empty({ outcome: "not_found" }), ["6"]],
    ["refusal is 8", empty({ outcome: "refused" }), ["8"]],
    ["closed today has its own code", empty({ outcome: "closed" }), ["closed_at_visit"]],
    ["a code of another outcome is not sent", empty({ outcome: "not_found", addedCodes: ["B", "7"] }), ["6", "7"]],
  ])("%s", (_name, draft, codes) => expect(resultCodes(draft, ITEMS)).toEqual(codes));
});

describe("signatures", () => {
  test("nobody on site signs when nobody was met", () => expect(signers(empty({ outcome: "closed" }))).toEqual(["officer", "officer2"]));

  test("a refusal with its witness counts as settled", () => {
    const one = { kind: "party" as const, name: "吴某", file: null, signedAt: AT, refusal: { reason: "不认可", witness: "李某" } };
    expect(unsigned(whole({}, { signatures: [one] }))).toEqual(["officer", "officer2"]);
  });

  test("changing a signed record takes the signatures off", () => {
    const one = { kind: "officer" as const, name: "秦某", file: "f", signedAt: AT, refusal: null };
    expect(changed(whole({}, { signatures: [one] })).signatures).toEqual([]);
  });
});

const TEAM = [{ officer: "o2", name: "宋某", lead: false }, { officer: "o1", name: "秦某", lead: true }];

describe("the body", () => {
  const draft = whole(
    { K1: given(false, { note: "缺", photos: ["p1"], corrected: true, afterPhotos: ["p2"] }), K2: given(null), K3: given(true, { corrected: true, afterPhotos: ["p3"] }) },
    { finishedAt: AT, signatures: [{ kind: "officer", name: "秦某", file: "f1", signedAt: AT, refusal: null }, { kind: "party", name: "吴某", file: null, signedAt: AT, refusal: { reason: "不认可", witness: "李某" } }] },
  );
  const gps = { lng_e7: 1178765432, lat_e7: 361234567, accuracy_dm: 380, datum: "wgs84" as const, age_s: 12 };
  const photo = { id: "p1", sha256: "aa", size: 3, type: "image/jpeg", name: "IMG_1.jpg", takenAt: AT, source: "camera" as const, gps, caption: "", item: "K1" };
  const sent = body({ draft, all: ITEMS, team: TEAM, files: [photo], device: { time: AT, offsetMs: -250 }, gps: null });

  test("sends the answers, and photos after the correction only of what was wrong", () => {
    expect(sent["answers"]).toEqual([
      { item: "K1", conforms: false, note: "缺", photos: ["p1"], corrected: true, corrected_photos: ["p2"], follow: {} },
      { item: "K2", conforms: null, note: "", photos: [], corrected: false, corrected_photos: [], follow: {} },
      { item: "K3", conforms: true, note: "", photos: [], corrected: false, corrected_photos: [], follow: {} },
    ]);
  });

  test("carries what was asked on, the transfer and the order of what was not put right", () => {
    const order = { content: "补挂标志", basis: "《甲》第一条", dueOn: "2026-09-30" };
    const more = { note: "缺", follow: { minors: 3 }, transferTo: ["fire"], order };
    const answers = { K1: given(false, more), K2: given(false, { ...more, corrected: true, afterPhotos: ["p"] }), K3: given(true, more) };
    const made = body({ draft: { ...draft, answers }, all: ITEMS, team: TEAM, files: [], device: { time: AT, offsetMs: null }, gps: null });
    expect(made["answers"].map((one) => [one.follow, "transfer_to" in one ? one.transfer_to : null])).toEqual([[{ minors: 3 }, ["fire"]], [{ minors: 3 }, ["fire"]], [{}, null]]);
    expect(made["orders"]).toEqual([{ items: ["K1"], content: "补挂标志", basis: "《甲》第一条", due_on: "2026-09-30" }]);
    const shaped: Of<"InspectionInRequest"> = { ...made, digest: "0".repeat(64) };
    expect(shaped.orders).toBe(made.orders);
  });

  test("names the officers who signed, and gives a refusal no time of signing", () => {
    expect(sent["signatures"]).toEqual([
      { kind: "officer", name: "秦某", role: "", officer: "o1", file: "f1", signed_at: AT, refusal: null },
      { kind: "party", name: "吴某", role: "值班经理", officer: null, file: null, signed_at: null, refusal: { reason: "不认可", witness: "李某" } },
    ]);
  });

  test("leaves no time for an officer who confirms on his own phone, and says why it began without approval", () => {
    const own = { kind: "officer2" as const, name: "宋某", file: null, signedAt: AT, refusal: null, own: true };
    const made = body({ draft: { ...draft, signatures: [own], urgent: "正在接纳未成年人" }, all: ITEMS, team: TEAM, files: [], device: { time: AT, offsetMs: null }, gps: null });
    expect([made.signatures[0]?.signed_at, made.urgent, "urgent" in sent]).toEqual([null, "正在接纳未成年人", false]);
  });

  test("has the shape the server's schema asks for", () => {
    const shaped: Of<"InspectionInRequest"> = { ...sent, digest: "0".repeat(64) };
    expect(Object.keys(shaped).sort()).toEqual(["answers", "device", "digest", "finished_at", "form_version", "gps", "objection", "outcome", "party", "photos", "result_codes", "rev", "revisit", "scan", "signatures", "started_at", "statement", "visit"]);
  });

  test("tells of marks and linked recorders as the server reads them, and of neither when there is none", () => {
    const mark = { kind: "blur" as const, x1: 1, y1: 2, x2: 3, y2: 4 };
    const file = { id: "p", sha256: "0".repeat(64), size: 1, type: "video/mp4", name: "", takenAt: AT, source: "camera" as const, gps: null, caption: "", item: null, durationMs: 900, marks: [{ ...mark, drawn: true }] };
    const recorders = [{ number: "DEM-0042", officer: "o1", startedAt: AT, endedAt: null, sha256: "" }];
    const made = body({ draft: { ...draft, photos: ["p"], recorders }, all: ITEMS, team: TEAM, files: [file], device: { time: AT, offsetMs: null }, gps: null });
    expect([made["recorders"], made["photos"][0]!.marks, made["photos"][0]!.duration_ms]).toEqual([[{ number: "DEM-0042", officer: "o1", started_at: AT, ended_at: null, sha256: "" }], [mark], 900]);
    const bare = body({ draft: { ...draft, recorders: [] }, all: ITEMS, team: TEAM, files: [{ ...file, marks: [] }], device: { time: AT, offsetMs: null }, gps: null });
    expect(["recorders" in bare, "marks" in bare["photos"][0]!]).toEqual([false, false]);
  });

  test("tells the act and the provision picked for a paper, and neither of one where none was", () => {
    const paper = { id: "d", form: "spot_penalty", number: "1号", issuedOn: "2026-09-15", values: {}, printedAt: AT };
    const papers = [{ ...paper, violation: "NET-MINORS", basis: "《甲》1" }, { ...paper, id: "e", violation: "" }, { ...paper, id: "f" }];
    const told: Of<"PaperInRequest">[] = body({ draft: { ...draft, papers }, all: ITEMS, team: TEAM, files: [], device: { time: AT, offsetMs: null }, gps: null })["documents"]!;
    expect(told.map((one) => [one.violation, one.basis])).toEqual([["NET-MINORS", "《甲》1"], [undefined, undefined], [undefined, undefined]]);
  });

  test("of an unfinished draft is not made", () => {
    expect(() => body({ draft: empty(), all: ITEMS, team: TEAM, files: [], device: { time: AT, offsetMs: null }, gps: null })).toThrow(Unfinished);
  });

  test("holds whole numbers only and can be made canonical", () => expect(() => canonical(sent)).not.toThrow());

  test("of a place not found carries the call and the photo of the door, and no answers", () => {
    const lost = body({ draft: empty({ outcome: "not_found", finishedAt: AT, photos: ["d"], callRecord: "两次未接", answers: { K1: given(true) } }), all: ITEMS, team: TEAM, files: [], device: { time: AT, offsetMs: null }, gps: null });
    expect([lost["revisit"], lost["answers"], lost["party"]]).toEqual([{ call_record: "两次未接", door_photo: "d" }, [], null]);
  });
});

test("of a joint visit each record is signed by its own organ's officers first", () => {
  const seat = (name: string, lead: boolean, own?: boolean) => ({ officer: name, name, lead, ...(own === undefined ? {} : { own }) });
  const pair = (own: (boolean | undefined)[]) => {
    const { officer, officer2 } = officers([seat("韩", true, own[0]), seat("沈", false, own[1]), seat("应", false, own[2])]);
    return [officer?.name, officer2?.name];
  };
  expect([pair([true, true, false]), pair([false, false, true]), pair([undefined, undefined, undefined]), pair([false, false, false])]).toEqual([
    ["韩", "沈"], ["应", "韩"], ["韩", "沈"], ["韩", "沈"],
  ]);
});
