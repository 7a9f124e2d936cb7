/** Lets the device keep this page for when there is no connection; needs https or localhost, else nothing happens. */

/** @param base where the page is served, `/rider/` */
export function keepPage(base: string): void {
  if (!('serviceWorker' in navigator) || import.meta.env.MODE === 'development') return;
  navigator.serviceWorker.register(`${base}service-worker.js`, { scope: base }).catch((error: unknown) => {
    console.warn(`the page is not kept for offline use: ${String(error)}`);
  });
}
