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
  hears("submit", ({ target }) => {
    if (target.getAttribute("action") !== "/logout") return;
    navigator.clearAppBadge?.().catch(() => {});
    navigator.serviceWorker.ready.then(async ({ pushManager }) => (await pushManager?.getSubscription())?.unsubscribe()).catch(() => {});
  });
  badge();
});

// Whether this device is told of what is urgent: asked for by a press, on one's profile.
Sada.behaviour("push", (place) => {
  const [begin, end, said] = ["begin", "end", "said"].map((name) => place.querySelector(`[data-${name}]`));
  const raw = (word) => Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers:inherited")), "Content-Type": "application/json" };
  const ask = (method, url, what) => fetch(url, { method, headers, body: JSON.stringify(what) });
  const subscription = async () => (await navigator.serviceWorker.ready).pushManager.getSubscription();
  if (!navigator.serviceWorker || !window.PushManager || !window.Notification) return void (said.textContent = place.dataset.no);

  async function show() {
    const told = Boolean(await subscription()) && Notification.permission === "granted";
    [begin.hidden, end.hidden] = [told, !told];
    place.querySelector("[data-asks]").hidden = false;
  }

  async function start() {
    if ((await Notification.requestPermission()) !== "granted") throw place.dataset.denied;
    const { key } = await (await ask("POST", "/push/key")).json();
    const manager = (await navigator.serviceWorker.ready).pushManager;
    await (await manager.getSubscription())?.unsubscribe();
    const made = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: raw(key) });
    if (!(await ask("POST", "/push/devices", made.toJSON())).ok) { await made.unsubscribe(); throw place.dataset.failed; }
  }

  async function stop() {
    const made = await subscription();
    await ask("DELETE", "/push/devices", { endpoint: made?.endpoint });
    await made?.unsubscribe();
  }

  const press = (act) => async () => {
    said.textContent = "";
    try { await act(); await show(); location.reload(); } catch (why) { said.textContent = typeof why === "string" ? why : place.dataset.failed; }
  };
  begin.addEventListener("click", press(start));
  end.addEventListener("click", press(stop));
  show();
});

// The page that stands where none could be had: opens the right one as soon as the house answers again.
Sada.behaviour("no-line", () => {
  const look = () => fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok && location.reload()).catch(() => {});
  addEventListener("online", look);
  setInterval(look, 5000);
});
