/** What a scanned or pasted text leads to on these pages. Only paths are followed: never to another host. */
const CODE = /^[0-9A-Z][0-9A-Z-]{4,22}$/;
const PAGES = [/^\/p\/v\/[^/]+$/, /^\/p\/draws\/[0-9a-f-]+$/, /^\/p\/why\/[0-9a-f-]+$/, /^\/p\/look$/];

/** The address to open, or "" when the text says nothing to us. */
export function leadsTo(text: string): string {
  const given = text.trim();
  const code = given.toUpperCase();
  if (CODE.test(code)) return `/p/look?code=${code}`;
  try {
    const url = new URL(given);
    if (!/^https?:$/.test(url.protocol) || !PAGES.some((page) => page.test(url.pathname))) return "";
    return url.pathname + url.search;
  } catch {
    return "";
  }
}
