import { expect, test } from "vitest";

import { iconOf, inOrder, KINDS, pictured, stamp, type EvidenceFile } from "@/enforcement/evidence";
import { evidenceKind } from "@/locales/proofs";

const file = (over: Partial<EvidenceFile>): EvidenceFile => ({
  uuid: "a", evidence: null, name: "正门", kind: "audiovisual", origin: "record", of: "", proves: "", at: "2026-09-15T10:12:00+08:00", place: "", by: "", sha256: "0".repeat(64), size: 1, media_type: "image/jpeg",
  stored: true, thumbnail: true, added_by: "", set_aside_at: null, set_aside_by: "", set_aside_reason: "", verbs: [], ...over,
});

test("what was set aside stands behind what is in the file, each in its order", () => {
  const aside = file({ uuid: "aside", set_aside_at: "2026-09-16T09:00:00+08:00" });
  expect(inOrder([aside, file({ uuid: "one" }), file({ uuid: "two" })]).map((one) => one.uuid)).toEqual(["one", "two", "aside"]);
});

test("a picture is shown only of bytes that are here, anything else by its sign", () => {
  expect([pictured(file({})), pictured(file({ stored: false })), pictured(file({ thumbnail: false })), pictured(file({ thumbnail: false, size: 4_000_000 }))]).toEqual([true, false, true, false]);
  expect(["image/png", "video/mp4", "audio/mpeg", "application/pdf"].map(iconOf)).toEqual(["img", "play", "play", "doc"]);
});

test("kinds are the eight of the article, the time is that of the list", () => {
  expect(KINDS.map(evidenceKind)).toEqual(["书证", "物证", "视听资料", "电子数据", "证人证言", "当事人陈述", "鉴定意见", "勘验笔录、现场笔录"]);
  expect(stamp(file({}).at)).toBe("2026-09-15 10:12");
});
