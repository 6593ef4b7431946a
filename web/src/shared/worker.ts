/** The service worker's page side. A new version waits; it takes over only when the person asks. */
import { ref } from "vue";

import { unsaved } from "@/shared/unsaved";

/** a newer version lies ready */
export const updateReady = ref(false);
let waiting: ServiceWorker | null = null;

function ready(worker: ServiceWorker): void {
  waiting = worker;
  updateReady.value = true;
}

export async function workerRegister(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (registration.waiting && navigator.serviceWorker.controller) ready(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => {
      if (fresh.state === "installed" && navigator.serviceWorker.controller) ready(fresh);
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && navigator.onLine) void registration.update().catch(() => undefined);
  });
}

/** The new version takes over when the person asks and everything is on the disk; false: something is not yet. */
export function updateTake(): boolean {
  if (unsaved()) return false;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting?.postMessage("take-over");
  return true;
}
