import { expect, test } from "vitest";

import { differences } from "@/inspections/differences";

const body = { rev: 1, digest: "a", outcome: "done", statement: "", answers: [{ item: "KTV-01", conforms: true, note: "" }, { item: "KTV-02", conforms: false, note: "缺" }], photos: [{ id: "p1", size: 3 }] };

test("a body does not differ from itself sent again", () => expect(differences(body, { ...body, rev: 2, digest: "b" })).toEqual([]));

test("rows that changed places are the same rows", () => expect(differences(body, { ...body, answers: [...body.answers].reverse() })).toEqual([]));

test("a changed answer is told by its item and field", () => {
  const other = { ...body, answers: [body.answers[0]!, { item: "KTV-02", conforms: false, note: "已补" }] };
  expect(differences(body, other)).toEqual([{ path: ["answers", "KTV-02", "note"], left: "缺", right: "已补" }]);
});

test("a row only one of them has is told whole", () => {
  expect(differences(body, { ...body, photos: [] })).toEqual([{ path: ["photos", "p1"], left: { id: "p1", size: 3 }, right: undefined }]);
});

test("absent, null and empty say the same", () => expect(differences(body, { ...body, statement: null, party: undefined })).toEqual([]));
