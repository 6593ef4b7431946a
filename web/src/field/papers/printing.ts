/** Print the paper that stands on the page: the system's own dialog, so any printer the phone knows will do. */
import { dayOf, secondsOf } from "@/shared/dates";

const A4 = "@page { size: A4; margin: 18mm 18mm 16mm; }";
const ROLL = "@page { size: 80mm auto; margin: 3mm; }";

export function paperPrint(roll: boolean): void {
  const style = document.createElement("style");
  style.textContent = `@media print { ${roll ? ROLL : A4} }`;
  document.head.append(style);
  document.querySelectorAll(".paper-out").forEach((one) => one.classList.toggle("roll", roll));
  document.body.classList.add("paper-printing");
  const done = (): void => {
    document.body.classList.remove("paper-printing");
    style.remove();
  };
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}

/** An instant with the district's own clock and offset, as a signature keeps it. */
export const localTextZoned = (instant: string): string => `${dayOf(instant)}T${secondsOf(instant)}+08:00`;
