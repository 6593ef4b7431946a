/** Light, dark, elder and sunlight: attributes of <html>, chosen by the person and kept on the device. */
import { reactive, watchEffect } from "vue";

export type Theme = "system" | "light" | "dark";
export type Surface = "phone" | "console" | "public";

const KEPT = "wenxun.look";

interface Look {
  theme: Theme;
  elder: boolean;
  sun: boolean;
}

function kept(): Look {
  const start: Look = { theme: "light", elder: false, sun: false };
  if (typeof localStorage === "undefined") return start;
  try {
    return { ...start, ...(JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Look>) };
  } catch {
    return start;
  }
}

export const look = reactive<Look>(kept());
const surface = reactive<{ name: Surface }>({ name: "phone" });

export function surfaceSet(name: Surface): void {
  surface.name = name;
}

/** Start following the choice; sunlight always means the light ground. */
export function lookApply(): void {
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const system = reactive({ dark: night.matches });
  night.addEventListener("change", (event) => (system.dark = event.matches));
  watchEffect(() => {
    const root = document.documentElement;
    const dark = !look.sun && (look.theme === "dark" || (look.theme === "system" && system.dark));
    root.dataset["surface"] = surface.name;
    root.dataset["theme"] = dark ? "dark" : "light";
    root.dataset["size"] = look.elder && surface.name !== "console" ? "elder" : "normal";
    root.dataset["light"] = look.sun ? "sun" : "room";
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#171E28" : "#FFFFFF");
    localStorage.setItem(KEPT, JSON.stringify(look));
  });
}
