// Sada on a phone: its worker, the number on its picture, and messages to a device that asked for them.
Sada.behaviour("installed", (body, hears) => {
  if (!navigator.serviceWorker) return;
  const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 2000));
  // The first page has enough to fetch.
  const begin = () => idle(() => navigator.serviceWorker.register(`/worker.js?lang=${document.documentElement.lang}`).catch(() => {}));
  document.readyState === "complete" ? begin() : addEventListener("load", begin);

  function badge() {
    const counted = document.querySelector("#views[data-waiting]");
    if (counted) navigator.setAppBadge?.(Number(counted.dataset.waiting)).catch(() => {});
  }
  hears("htmx:after:settle", badge);
  // Nobody is to read on a shared phone what waits for whom.
  hears("submit", ({ target }) => { if (target.getAttribute("action") === "/logout") navigator.clearAppBadge?.().catch(() => {}); });
  badge();
});

Sada.behaviour("no-line", () => { addEventListener("online", () => location.reload()); });
