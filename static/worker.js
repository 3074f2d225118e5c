// Beside the pages of Sada: keeps what every page is drawn with, and one page that says there is no line. It never keeps words of
// people: what it did not put there itself it does not look at.
const SHELL = {/* shell */};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL.name).then((kept) => kept.addAll([...SHELL.files, SHELL.page])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("sada-") && name !== SHELL.name);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

const found = (url) => caches.match(url, { cacheName: SHELL.name, ignoreVary: true });

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => found(SHELL.page)));
  else if (origin === location.origin && SHELL.files.includes(pathname)) event.respondWith(found(pathname).then((kept) => kept ?? fetch(request)));
});

self.addEventListener("push", (event) => {
  const { title, body, url, tag, lang, dir } = event.data?.json() ?? {};
  if (!title) return;
  navigator.setAppBadge?.().catch(() => {});
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, dir, data: { url }, icon: "/static/icons/sada-192.png", badge: "/static/icons/sada-192.png" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/inbox", location.origin);
  if (url.origin !== location.origin) return;
  event.waitUntil(self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async ([open]) => {
    if (!open) return self.clients.openWindow(url.href);
    await open.focus();
    return open.navigate(url.href);
  }));
});
