// A device that shows pushes: its address at the push service of its browser, and which one that was.
const KEPT = "push";
const kept = () => JSON.parse(localStorage.getItem(KEPT) || "null");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const isSame = (one, other) => Boolean(one) && String(new Uint8Array(one)) === String(other);

// The address, asked for anew where there is none, or one for other keys than the portal has now.
export async function subscribe(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const applicationServerKey = bytes(key);
  let made = await pushManager.getSubscription();
  if (made && !isSame(made.options.applicationServerKey, applicationServerKey)) {
    await made.unsubscribe();
    made = null;
  }
  made ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { endpoint, keys } = made.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

export const keep = (key, endpoint) => localStorage.setItem(KEPT, JSON.stringify({ key, endpoint }));

// Somebody signed in again where a device was let in: it goes on, if it is the same person's.
export async function wake(action) {
  const before = kept();
  if (!before || !("Notification" in window) || Notification.permission !== "granted") return;
  const told = await subscribe(before.key);
  const body = new URLSearchParams({ known: before.endpoint, ...told });
  const answer = await fetch(action, { method: "POST", body, redirect: "manual" });
  if (answer.ok) keep(before.key, told.endpoint);
  else if (answer.status === 404) localStorage.removeItem(KEPT);
}
