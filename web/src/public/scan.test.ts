import { expect, test } from "vitest";

import { leadsTo } from "@/public/scan";

test.each([
  [" 91370117ma3c0001x1 ", "/p/look?code=91370117MA3C0001X1"],
  ["91370117MA3C0001X1-02", "/p/look?code=91370117MA3C0001X1-02"],
  ["https://check.example/p/v/AbC123", "/p/v/AbC123"],
  ["https://check.example/p/look?code=91370117MA3C0001X1", "/p/look?code=91370117MA3C0001X1"],
  ["https://check.example/p/why/0198-ab?code=X", "/p/why/0198-ab?code=X"],
])("%s leads to %s", (text, path) => expect(leadsTo(text)).toBe(path));

test.each(["", "你好", "https://elsewhere.example/pay?to=me", "https://check.example/c/draws", "javascript:alert(1)", "ftp://a/p/look"])("%s leads nowhere", (text) => expect(leadsTo(text)).toBe(""));
