/* Service worker of Wenxun: the app shell opens without network, and nothing else is touched.
   - only GET of this origin is answered; every write and every /api/ call goes straight to the network;
   - pages come from the cache, so a dead server or a captive portal cannot replace the app;
   - a new version waits until the person asks for it: nothing reloads over unsaved work. */
const VERSION = "__VERSION__";
const SHELL = __SHELL__;
const CACHE = `wenxun-${VERSION}`;
const SERVER_PATHS = /^\/(api|admin|static|print|files|media)\//;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload" })))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("wenxun-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  const type = fresh.headers.get("content-type") || "";
  if (fresh.ok && !type.includes("text/html")) (await caches.open(CACHE)).put(request, fresh.clone());
  return fresh;
}

async function page(request) {
  return (await caches.match("/", { ignoreVary: true })) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || SERVER_PATHS.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/assets/") || SHELL.includes(url.pathname)) event.respondWith(asset(request));
});
