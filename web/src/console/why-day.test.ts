// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApp, nextTick, type App } from "vue";

import WhyDay from "@/console/WhyDay.vue";
import { offsetMs } from "@/shared/now";

const NUMBERED = (from: number, days: number, on = 16) => Array.from({ length: days }, (_, n) => ({ on: `2026-09-${on + n}`, number: from + n, why: "" }));
const CLOCK = {
  due_on: "2026-09-23", words: "2026-09-23", provisional: false, length: 7, unit: "workdays", start_event: "决定作出", starts_on: "2026-09-15", starts_at: null,
  basis: "行政处罚法第六十一条", suspensions: [] as object[],
  reckoning: [...NUMBERED(1, 3), { on: "2026-09-19", number: null, why: "周末" }, { on: "2026-09-20", number: 4, why: "班" }, ...NUMBERED(5, 3, 21)],
};
let asked: string[] = [];
let page: App | null = null;

function answer(status: number, body: object): void {
  asked = [];
  vi.stubGlobal("fetch", (request: Request | string) => {
    asked.push(String(request instanceof Request ? request.url : request));
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } }));
  });
}

function shown(): HTMLElement {
  const root = document.createElement("div");
  page = createApp(WhyDay, { clock: "7" });
  page.mount(root);
  return root;
}

async function press(root: HTMLElement, what = "[data-test=why]"): Promise<void> {
  root.querySelector<HTMLButtonElement>(what)!.click();
  await vi.waitFor(() => expect(root.querySelector(".dys, [role=alert]")).not.toBeNull());
  await nextTick();
}

const days = (root: HTMLElement): string[] => [...root.querySelectorAll(".dy")].map((day) => [...day.querySelectorAll("b, u, s")].map((part) => part.textContent?.trim()).join(" "));

beforeEach(() => (offsetMs.value = Date.parse("2026-09-21T02:00:00Z") - Date.now()));
afterEach(() => {
  page?.unmount();
  vi.unstubAllGlobals();
});

test("the days are asked for once, when they are opened, and counted one by one", async () => {
  answer(200, CLOCK);
  const root = shown();
  expect([asked.length, root.querySelector(".why")]).toEqual([0, null]);
  await press(root);
  expect(days(root)).toEqual(["09/16 三 第 1 日", "09/17 四 第 2 日", "09/18 五 第 3 日", "09/19 六 周末", "09/20 班 第 4 日", "09/21 今 第 5 日", "09/22 二 第 6 日", "09/23 三 第 7 日"]);
  expect(root.querySelector(".dy.end b")?.textContent).toBe("09/23");
  expect([...root.querySelectorAll(".dy.off b")].map((day) => day.textContent)).toEqual(["09/19"]);
  expect(root.textContent).toContain("7 个工作日");
  root.querySelector<HTMLButtonElement>("[data-test=why]")!.click();
  await nextTick();
  expect(root.querySelector(".why")).toBeNull();
  await press(root);
  expect(asked.length).toBe(1);
});

test("a long period shows its ends and what lies between them, and all of it when asked", async () => {
  answer(200, { ...CLOCK, due_on: "2026-09-30", reckoning: [...NUMBERED(1, 3), { on: "2026-09-19", number: null, why: "周末" }, { on: "2026-09-20", number: null, why: "中止" }, ...NUMBERED(4, 10, 21)] });
  const root = shown();
  await press(root);
  expect(days(root).map((day) => day.slice(0, 5))).toEqual(["09/16", "09/17", "中间 9 ", "09/27", "09/28", "09/29", "09/30"]);
  expect(root.querySelector(".dy.gap")?.textContent).toContain("周末 1、中止 1");
  root.querySelector<HTMLButtonElement>(".row .link")!.click();
  await nextTick();
  expect(days(root)).toHaveLength(15);
});

test("a date that may still move says what it waits for, and a suspension its basis", async () => {
  answer(200, { ...CLOCK, provisional: true, words: "不早于 2026-09-23（中止中）", suspensions: [{ starts_on: "2026-09-20", ends_on: null, basis: "鉴定" }] });
  const root = shown();
  await press(root);
  expect(root.querySelector("b")?.textContent).toBe("不早于 2026-09-23（中止中）");
  expect(root.textContent).toContain("2026-09-20");
  expect(root.textContent).toContain("鉴定");
});

test("a period in hours is told from its minute", async () => {
  answer(200, { ...CLOCK, unit: "hours", length: 24, starts_at: "2026-09-18T14:30:00Z", reckoning: [{ on: "2026-09-18", number: 1, why: "" }, { on: "2026-09-19", number: 24, why: "" }], due_on: "2026-09-19" });
  const root = shown();
  await press(root);
  expect(root.textContent).toContain("2026-09-18 22:30");
  expect(days(root)).toEqual(["09/18 五 满 1 小时", "09/19 六 满 24 小时"]);
});

test("what the server refuses is said in its words, and asked for again at the next opening", async () => {
  answer(404, { code: "not_found", message: "没有找到。", data: {} });
  const root = shown();
  await press(root);
  expect(root.querySelector("[role=alert]")?.textContent).toBe("没有找到。");
  answer(200, CLOCK);
  root.querySelector<HTMLButtonElement>("[data-test=why]")!.click();
  await nextTick();
  await press(root);
  expect(days(root)).toHaveLength(8);
});
