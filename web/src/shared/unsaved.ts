/** Work that is on the page and not yet on the disk: nothing may reload the page over it. */
const asked = new Set<() => boolean>();

export function unsavedWatch(ask: () => boolean): void {
  asked.add(ask);
}

export function unsaved(): boolean {
  return [...asked].some((ask) => ask());
}

/** The browser asks before the page is closed or reloaded over such work. */
export function unsavedGuard(target: Pick<Window, "addEventListener">): void {
  target.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
}
