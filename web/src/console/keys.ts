/** Keyboard of the console: keys act on the page unless the person is typing. */
import { onBeforeUnmount, onMounted } from "vue";

type Keys = Record<string, (event: KeyboardEvent) => void>;

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** `keys` maps KeyboardEvent.key to what it does; Escape works while typing too. */
export function useKeys(keys: Keys): void {
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const act = keys[event.key];
    if (!act || (typing(event.target) && event.key !== "Escape")) return;
    if (document.querySelector("dialog[open], .el-overlay:not([style*='display: none'])")) return;
    act(event);
  };
  onMounted(() => document.addEventListener("keydown", listen));
  onBeforeUnmount(() => document.removeEventListener("keydown", listen));
}
