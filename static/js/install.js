// The hint that Kring can stand among the apps: not before the third day on a phone, or where pushes are chosen, and
// not for who said no. What is remembered stays on this phone: a number of days, and until when not to ask.
const DAYS = 3, PAUSE = 30 * 24 * 3600 * 1000, FOREVER = Number.MAX_SAFE_INTEGER;

function remember(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch {
    return null; // a browser that keeps nothing is asked nothing
  }
}

// How many days this phone was used, today included.
function days() {
  const today = new Date().toDateString();
  const [number, last] = (remember("kring-days") ?? "0|").split("|");
  const now = last === today ? Number(number) : Number(number) + 1;
  if (last !== today) remember("kring-days", `${now}|${today}`);
  return remember("kring-days") ? now : 0;
}

const isPhone = () => matchMedia("(pointer: coarse) and (max-width: 47.99rem)").matches;
const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
const isApple = () => /iPhone|iPad|iPod/.test(navigator.userAgent);

export function offerInstall(hint, offered) {
  if (!isPhone() || isInstalled()) return;
  const isTime = days() >= DAYS || hint.dataset.install === "now";
  if (!isTime || Date.now() < Number(remember("kring-install-after") ?? 0)) return;
  const show = (way) => {
    hint.querySelectorAll("[data-way]").forEach((part) => { part.hidden = part.dataset.way !== way; });
    hint.hidden = false;
  };
  const rest = (until) => { remember("kring-install-after", String(until)); hint.hidden = true; };
  hint.querySelector("[data-later]").addEventListener("click", () => rest(Date.now() + PAUSE));
  hint.querySelector("[data-never]").addEventListener("click", () => rest(FOREVER));
  addEventListener("appinstalled", () => rest(FOREVER));
  if (isApple()) { show("apple"); return; }
  // A browser that can install says so; without it there is nothing to press, and no hint.
  offered.then((event) => {
    hint.querySelector("[data-ask]").addEventListener("click", () => event.prompt());
    show("button");
  });
}
