import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { canonical, digest, NotCanonical } from "@/domain/canon";

interface Vectors {
  cases: { name: string; value: unknown; canonical: string; sha256: string }[];
  refused: { name: string; json: string }[];
}

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/canon.json", import.meta.url), "utf8")) as Vectors;

describe("the vectors shared with the server", () => {
  test("there are at least twelve", () => expect(vectors.cases.length).toBeGreaterThanOrEqual(12));

  test.each(vectors.cases)("$name", async ({ value, canonical: text, sha256 }) => {
    expect([canonical(value), await digest(value)]).toEqual([text, sha256]);
  });

  test.each(vectors.refused)("$name is refused", ({ json }) => {
    expect(() => canonical(JSON.parse(json))).toThrow(NotCanonical);
  });
});

test("a missing value is refused, not dropped", () => {
  expect(() => canonical({ a: undefined })).toThrow(NotCanonical);
});

test("minus zero is zero", () => expect(canonical([-0])).toBe("[0]"));
