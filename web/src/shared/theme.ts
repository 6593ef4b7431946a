/** Light, dark, elder and sunlight: attributes of <html>, chosen by the person and kept on the device. */
import { reactive, watchEffect } from "vue";

export type Theme = "system" | "light" | "dark";
export type Surface = "phone" | "console" | "public";

const KEPT = "wenxun.look";

/** how large text is: as drawn, 大字 (适老), and two steps more for those who need them */
export const SCALES = [1, 1.24, 1.6, 2] as const;

interface Look {
  theme: Theme;
  scale: number;
  sun: boolean;
}

function kept(): Look {
  const start: Look = { theme: "system", scale: SCALES[0], sun: false };
  if (typeof localStorage === "undefined") return start;
  try {
    // a device of an earlier version kept `elder` alone
    const { elder, ...before } = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Look & { elder: boolean }>;
    return { ...start, ...(elder ? { scale: SCALES[1] } : {}), ...before };
  } catch {
    return start;
  }
}

export const look = reactive<Look>(kept());
const surface = reactive<{ name: Surface }>({ name: "phone" });

export function surfaceSet(name: Surface): void {
  surface.name = name;
}

const system = reactive({ dark: false });

/** Whether the page is dark now, by choice or by the system. */
export const isDark = (): boolean => !look.sun && (look.theme === "dark" || (look.theme === "system" && system.dark));

/** From what is seen now to the other, whoever chose it. */
export function lightSwitch(): void {
  const dark = isDark();
  look.sun = false;
  look.theme = dark ? "light" : "dark";
}

/** Start following the choice; sunlight always means the light ground. */
export function lookApply(): void {
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  system.dark = night.matches;
  night.addEventListener("change", (event) => (system.dark = event.matches));
  watchEffect(() => {
    const root = document.documentElement;
    const dark = isDark();
    root.dataset["surface"] = surface.name;
    root.dataset["theme"] = dark ? "dark" : "light";
    const large = look.scale > 1 && surface.name !== "console";
    root.dataset["size"] = large ? "elder" : "normal";
    root.style.setProperty("--k", large ? String(look.scale) : "");
    root.dataset["light"] = look.sun ? "sun" : "room";
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#171E28" : "#FFFFFF");
    localStorage.setItem(KEPT, JSON.stringify(look));
  });
}
