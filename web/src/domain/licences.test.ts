import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { licencesNeeded, licenceWarnings, type Held, type LicenceWarning, type Needed } from "@/domain/licences";

interface Vectors {
  on: string;
  needed: Record<string, Needed>;
  cases: { name: string; held: Held[]; of: string[]; warnings: LicenceWarning[] }[];
}

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/licences.json", import.meta.url), "utf8")) as Vectors;

test.each(vectors.cases)("$name", ({ held, of, warnings }) => {
  expect(licenceWarnings(held, of, vectors.needed, vectors.on)).toEqual(warnings);
});

test("only verified licences and filings are asked for", () => {
  const type = (name: string, kind: string, verified: boolean) => ({ name, kind, verified });
  const types = [type("甲", "licence", true), type("乙", "plaque", true), type("丙", "licence", false), type("丁", "filing", true)];
  expect(licencesNeeded([{ code: "X", name: "某类", short: "某", licence_types: types }])).toEqual({ X: { name: "某类", short: "某", kinds: ["甲", "丁"] } });
});
