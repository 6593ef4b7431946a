/** Names the registers give to codes: townships of the organ's division, asked once a session. */
import { ref } from "vue";

import { useSession } from "@/api/session";
import { told, wire, type Of } from "@/api/wire";
import { categoryName } from "@/locales/shared";

type Division = Of<"DivisionOut">;

const towns = ref<Division[]>([]);
let asked = "";

/** Townships of the person's division, reactive; empty until they arrive. */
export function useTowns() {
  const division = useSession().user?.organ?.division ?? "";
  if (division && asked !== division) {
    asked = division;
    void told(wire.GET("/api/v1/divisions", { params: { query: { parent: division } } }))
      .then((rows) => (towns.value = rows))
      .catch(() => (asked = ""));
  }
  const townName = (code: string): string => towns.value.find((one) => one.code === code)?.name ?? code;
  return { towns, townName };
}

/** `NET+KTV` → 上网服务（歌舞娱乐）: the type of a cell, and the category its cap comes from. */
export function typeName(word: string): string {
  const [type = "", capFrom] = word.split("+");
  return capFrom ? `${categoryName(type)}（${categoryName(capFrom)}）` : categoryName(type);
}

/** `370117001/NET` → 艾山街道 上网服务 */
export function cellName(cell: string, townName: (code: string) => string): string {
  const [town = "", type = ""] = cell.split("/");
  return `${townName(town)} ${typeName(type)}`;
}
