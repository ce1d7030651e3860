// What every page needs; pages add their own module. Every form works without it.

// News counts as seen a few seconds after it was really on the screen, or when the page is left after that began.
const form = document.querySelector("form[data-seen]");
if (form) {
  const SECONDS = 4;
  let left = SECONDS;
  let sent = false;
  const send = () => {
    if (sent) return;
    sent = true;
    clearInterval(timer);
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {
      sent = false;
    });
  };
  const timer = setInterval(() => {
    if (document.visibilityState === "visible" && --left <= 0) send();
  }, 1000);
  addEventListener("pagehide", () => {
    if (left < SECONDS - 1) send();
  });
}

// The portal among the apps of the phone: the shell is kept, and a page for who has no internet.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
const hint = document.querySelector("[data-install]");
if (hint) {
  // A browser says once that it can install, maybe before the module is here.
  const offered = new Promise((done) => addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); done(event); }));
  import("./install.js").then(({ offerInstall }) => offerInstall(hint, offered)).catch(() => {});
}

// The number on its icon; a page that knows none leaves it, a page for nobody takes it away.
const unread = document.querySelector("[data-unread]")?.dataset.unread;
if (unread !== undefined && navigator.setAppBadge) navigator.setAppBadge(Number(unread) || 0).catch(() => {});

// A device that shows pushes goes on doing so when its owner has signed in there again.
const { wake } = document.body.dataset;
if (wake && localStorage.getItem("push")) {
  import("./push/device.js").then((device) => device.wake(wake)).catch(() => {});
}
