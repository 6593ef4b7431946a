import { describe, expect, test } from "vitest";

import { fill } from "@/locales/language";

const files = import.meta.glob<Record<string, string>>("./*.json", { eager: true, import: "default" });
const areas = Object.keys(files)
  .filter((name) => name.endsWith(".zh.json"))
  .map((name) => name.slice(2, -".zh.json".length));

const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]).sort();

describe.each(areas)("words of %s", (area) => {
  const zh = files[`./${area}.zh.json`] ?? {};
  const en = files[`./${area}.en.json`] ?? {};

  test("both languages have the same keys", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  test("both languages fill the same slots", () => {
    const differing = Object.keys(zh).filter((key) => slots(zh[key]!).join() !== slots(en[key] ?? "").join());
    expect(differing).toEqual([]);
  });

  test("no sentence is empty", () => {
    expect(Object.entries({ ...zh, ...en }).filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});

test("every English file has its Chinese twin", () => {
  const english = Object.keys(files).filter((name) => name.endsWith(".en.json"));
  expect(english.map((name) => name.slice(2, -".en.json".length)).sort()).toEqual([...areas].sort());
});

test("a slot without a value stays visible", () => {
  expect(fill("第 {n} 项，共 {all} 项", { n: 3 })).toBe("第 3 项，共 {all} 项");
});
