{% autoescape off %}// Keeps the shell and one page for who has no internet. Never a page of the school, never a message, never a photo.
const FILES = {{ files }};
const OFFLINE = "{{ offline }}";
const SHELL = "kring-{{ version }}";
// Asked as nobody: what is kept says of nobody who they are, not even how light they like it.
const fresh = (path) => new Request(path, { cache: "reload", credentials: "omit" });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([...FILES, OFFLINE].map(fresh))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== SHELL).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});

// A push shows words that say nothing private: they stand on a lock screen.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  const options = { body: told.body || "", tag: told.tag, badge: "{{ badge }}", data: { path: told.path || "/" } };
  const tasks = [self.registration.showNotification(told.title || "Kring", options)];
  if (self.navigator.setAppBadge && Number.isInteger(told.unread)) tasks.push(self.navigator.setAppBadge(told.unread));
  event.waitUntil(Promise.all(tasks));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const path = event.notification.data.path;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((windows) => {
      const open = windows.find((one) => "focus" in one);
      return open ? open.focus().then((one) => one.navigate(path)) : self.clients.openWindow(path);
    }),
  );
});

// The push service gave this device another address: the portal hears of it, if somebody is signed in here.
self.addEventListener("pushsubscriptionchange", (event) => {
  const before = event.oldSubscription;
  if (!before) return;
  const moved = async () => {
    const made = event.newSubscription || (await self.registration.pushManager.subscribe(before.options));
    const { endpoint, keys } = made.toJSON();
    const body = new URLSearchParams({ known: before.endpoint, endpoint, p256dh: keys.p256dh, auth: keys.auth });
    await fetch("{{ wake }}", { method: "POST", body, redirect: "manual" });
  };
  event.waitUntil(moved());
});
{% endautoescape %}
