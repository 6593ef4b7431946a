import { afterEach, expect, test } from "vitest";

import { language } from "@/locales/language";
import { aside, labelled, listed, unbroken } from "@/shared/words";

afterEach(() => (language.value = "zh"));

test("what is listed, put aside or told has the signs of its language", () => {
  const said = () => [listed(["秦知远", "", "沈栖迟"]), aside("韩山", "值班经理"), aside("韩山", ""), labelled("依据", "第二十条")];
  expect(said()).toEqual(["秦知远、沈栖迟", "韩山（值班经理）", "韩山", "依据：第二十条"]);
  language.value = "en";
  expect(said()).toEqual(["秦知远, 沈栖迟", "韩山 (值班经理)", "韩山", "依据: 第二十条"]);
});

test("a house number stays with its sign and nothing else of an address is touched", () => {
  expect(unbroken("府前大街88号地下1层")).toBe("府前大街88\u2060号地下1\u2060层");
  expect(unbroken("友谊大街 3 段")).toBe("友谊大街 3 段");
});
