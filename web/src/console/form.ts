/** A form of the console: what the server said about each field, and about the whole. */
import { reactive, ref } from "vue";

import { Refusal } from "@/api/client";
import { refusalWords } from "@/console/refusals";

/** `{bp: {A: ["x"]}, licences: [{}, {number: ["y"]}]}` → `{"bp.A": "x", "licences.1.number": "y"}` */
export function flat(said: unknown, path = ""): Record<string, string> {
  if (typeof said === "string") return { [path]: said };
  if (Array.isArray(said) && said.every((one) => typeof one === "string")) return { [path]: said.join(" ") };
  if (typeof said !== "object" || said === null) return {};
  return Object.assign({}, ...Object.entries(said).map(([key, inner]) => flat(inner, path ? `${path}.${key}` : key))) as Record<string, string>;
}

export function useForm() {
  const errors = reactive<Record<string, string>>({});
  const problem = ref("");
  const busy = ref(false);
  /** somebody else has moved the thing: what is shown is old */
  const late = ref(false);

  function clear(): void {
    Object.keys(errors).forEach((key) => delete errors[key]);
    problem.value = "";
    late.value = false;
  }

  /** Does the step; a refusal is told at its fields, true when it was done. */
  async function run(act: () => Promise<unknown>): Promise<boolean> {
    clear();
    busy.value = true;
    try {
      await act();
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === "invalid") Object.assign(errors, flat(error.data["fields"]));
      late.value = error instanceof Refusal && ["case_moved", "follow_up_moved"].includes(error.code);
      problem.value = refusalWords(error);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { errors, problem, busy, late, run, clear };
}
