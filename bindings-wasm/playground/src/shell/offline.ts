// The page without a network.

/** Has the browser keep the files of the page, so that it opens without a network next time. */
export function serveOffline(): void {
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  // where it is refused, as in some private windows, the page works as it did, online
  navigator.serviceWorker.register(`${import.meta.env.BASE_URL}offline.js`).catch(() => undefined);
}
