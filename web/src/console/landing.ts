/** Where the keyboard goes on when a dialog closes: called off, to its button; done, to what holds the button. */
const HOLDERS = ".sheet, .panel, main";
const PAGE = "main, h1";

export interface Landing {
  /** before the dialog takes the keyboard */
  leave: () => void;
  /** after the dialog is gone */
  land: (done: boolean) => void;
}

/** The step may take its own button away, and the page may read itself anew: what holds the button stays. */
export function landing(): Landing {
  let opener: Element | null = null;
  let holder: Element | null = null;
  return {
    leave(): void {
      opener = document.activeElement;
      holder = opener?.closest(HOLDERS) ?? null;
    },
    land(done: boolean): void {
      if (!done && opener?.isConnected) focusOn(opener);
      else if (holder?.isConnected) {
        focusOn(holder);
        follow(holder);
      } else focusOn(document.querySelector(PAGE));
    },
  };
}

/** What was read anew may take the holder away too: then the page has the keyboard, unless it went on itself. */
function follow(holder: Element): void {
  const watch = new MutationObserver(() => {
    if (holder.isConnected) return;
    stop();
    if (!document.activeElement || document.activeElement === document.body) focusOn(document.querySelector(PAGE));
  });
  const stop = (): void => {
    watch.disconnect();
    document.removeEventListener("focusin", stop);
  };
  watch.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("focusin", stop);
}

/** Focus it, also where it is no field or button. */
export function focusOn(one: Element | null | undefined): void {
  if (!(one instanceof HTMLElement)) return;
  if (one.tabIndex < 0 && !one.hasAttribute("tabindex")) {
    one.tabIndex = -1;
    one.dataset["landed"] = "";
  }
  one.focus({ preventScroll: true });
}
