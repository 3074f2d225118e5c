// What was pressed while there was no line waits in this browser, and is sent once when the line is back. Every act bears a mark,
// made when it is pressed and kept until it is answered: sent a second time, the house knows it.
Sada.waits = (ctx) => Sada.keeps && ctx?.request?.method === "POST" && (/^\/(comments|replies)\/\d+\//.test(ctx.request.action) || Sada.isWholeBatch(ctx));

// Comments chosen by hand and one act that asks for nothing more; "all that match" is for the house to freeze, and waits for a line.
Sada.isWholeBatch = ({ request, sourceElement }) => {
  const body = new URLSearchParams(request.body);
  return request.action === "/batches" && !body.has("all") && Boolean(sourceElement.querySelector(`[data-at-once][value="${body.get("kind")}"]`));
};

Sada.behaviour("outbox", (place, hears) => {
  const DAYS = 7 * 24 * 3600 * 1000, SOON = 1500;
  const user = document.body.dataset.user, mine = `outbox ${user} `;
  const marks = new WeakMap();
  let busy = false, next = 0, every = SOON;
  // A browser that keeps nothing can hold nothing back.
  try { Sada.keeps = localStorage.length >= 0; } catch { return; }

  const kept = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
  const read = () => kept(mine).map((key) => JSON.parse(localStorage.getItem(key))).sort((one, other) => one.at - other.at);
  const keep = (one) => localStorage.setItem(mine + one.mark, JSON.stringify(one));
  const drop = (one) => localStorage.removeItem(mine + one.mark);
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const draftOf = (one, name) => `draft ${user} ${one.url} ${name}`;
  const written = (one) => [...new URLSearchParams(one.body)].filter(([name]) => name === "text");

  hears("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.request.method === "GET") return;
    const form = ctx.sourceElement, what = new URLSearchParams(ctx.request.body).toString();
    const before = marks.get(form), mark = before?.what === what ? before.mark : fresh();
    marks.set(form, { what, mark });
    ctx.request.headers["Sada-Act"] = mark;
  });
  hears("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx?.request?.method !== "GET" && ctx?.response) marks.delete(ctx.sourceElement);
    if (ctx?.response) go();
  });
  hears("htmx:error", ({ detail: { ctx, error } }) => {
    if (error instanceof TypeError && Sada.waits(ctx)) take(ctx);
  });

  function take({ request, sourceElement: form }) {
    const body = new URLSearchParams(request.body);
    body.delete("csrf_token");
    // A second answer in the box of one that waits is an answer of its own.
    const token = body.get("token"), mark = request.headers["Sada-Act"];
    if (token && read().some((one) => one.mark !== mark && one.body.includes(`token=${token}`))) body.set("token", `${token}.${Date.now() % 1e6}`);
    const comment = form.closest("[data-comment]")?.dataset.comment ?? /\d+/.exec(request.action)?.[0];
    const button = form.querySelector(comment ? "button:not([type=button])" : `[name=kind][value="${body.get("kind")}"]`);
    const who = comment ? document.querySelector(`#row-${comment} .row__who bdi`)?.textContent ?? "" : place.dataset.chosen.replace("{count}", body.getAll("comment").length);
    keep({ mark, url: request.action, body: body.toString(), comment, who, at: Date.now(), said: (button?.title || button?.querySelector("span")?.textContent || "").trim() });
    empty(form);
    draw();
    soon(SOON);
  }

  // The words are in the list now; the box they were written in is free, and what was opened above the buttons folds away.
  function empty(form) {
    for (const field of form.querySelectorAll("textarea")) { localStorage.removeItem(`draft ${user} ${form.getAttribute("hx-post")} ${field.name}`); field.value = field.defaultValue; }
    form.closest(".slot:not(.composer)")?.replaceChildren();
    form.querySelector("[data-unpick]")?.click();
  }

  // Dropped, a reply goes back to where it was written, with its token: its answer may have been lost on the way.
  function giveBack(one) {
    drop(one);
    const token = new URLSearchParams(one.body).get("token") ?? undefined;
    for (const [name, text] of written(one)) localStorage.setItem(draftOf(one, name), JSON.stringify({ text, at: Date.now(), token }));
    document.dispatchEvent(new CustomEvent("htmx:after:settle"));
    draw();
  }

  async function go() {
    clearTimeout(next);
    const waiting = read().filter((one) => !one.why);
    if (busy || !waiting.length) return;
    busy = true;
    let all = true, some = false;
    for (const { mark } of waiting) {
      const one = JSON.parse(localStorage.getItem(mine + mark) ?? "null");
      if (one && !(all = await send(one))) break;
      some ||= Boolean(one);
    }
    busy = false;
    draw();
    if (some && all && place.hidden) Sada.say(place.dataset.sent);
    if (some) { document.querySelector("#notices [data-offline]")?.remove(); document.dispatchEvent(new CustomEvent("comment-changed")); }
    if (!all) soon((every = Math.min(every * 2, 60000)));
    else every = SOON;
  }

  // Whether the house answered; what it refused stays in the list with its reason, and is never forced.
  async function send(one) {
    if (one.at < Date.now() - DAYS) { keep({ ...one, why: place.dataset.old }); return true; }
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers:inherited")), "HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": location.href, "Sada-Act": one.mark };
    let answer, text;
    try {
      answer = await fetch(one.url, { method: "POST", headers, body: new URLSearchParams(one.body) });
      text = await answer.text();
    } catch { return false; }
    const tries = (one.tries ?? 0) + 1;
    // What the house stumbles over each time is for a person to look at; a house that is away is waited for.
    if (answer.status === 500 && tries < 3) keep({ ...one, tries });
    if ((answer.status >= 500 && tries < 3) || answer.status > 500 || [401, 408, 429].includes(answer.status)) return false;
    if (answer.ok) done(one, answer);
    else keep({ ...one, why: reason(text) || place.dataset.refused });
    return true;
  }

  // What was pressed after it on the same comment knows of this change: it was made by the same hand.
  function done(one, answer) {
    drop(one);
    const now = changed(answer.headers.get("HX-Trigger")), seen = new URLSearchParams(one.body).get("version");
    for (const other of read()) {
      const body = new URLSearchParams(other.body);
      if (now?.id !== other.comment || other.comment !== one.comment || body.get("version") !== seen) continue;
      body.set("version", now.version);
      keep({ ...other, body: body.toString() });
    }
  }

  function changed(told) { try { return JSON.parse(told)["comment-changed"]; } catch { return null; } }

  function reason(text) {
    const found = new DOMParser().parseFromString(text.replaceAll("hx-partial", "div"), "text/html");
    return found.querySelector(".notice--problem p, .field__error")?.textContent.trim();
  }

  function draw() {
    const all = read(), list = place.querySelector("ul"), item = document.getElementById("outbox-act").content;
    place.hidden = !all.length;
    place.querySelector("[data-count]").textContent = all.length.toLocaleString(document.documentElement.lang);
    place.toggleAttribute("data-met", all.some((one) => one.why));
    list.replaceChildren(...all.map((one) => {
      const line = item.cloneNode(true).firstElementChild;
      const fill = (name, words) => { line.querySelector(`[data-${name}]`).textContent = words; };
      fill("said", one.said); fill("who", one.who || `#${one.comment}`); fill("text", written(one).map(([, text]) => text).join(" ") || new URLSearchParams(one.body).get("names") || ""); fill("why", one.why ?? "");
      line.querySelector("a").href = one.comment ? `/inbox/${one.comment}` : one.url;
      line.querySelector("button").addEventListener("click", () => giveBack(one));
      return line;
    }));
  }

  function soon(wait) { clearTimeout(next); next = setTimeout(go, wait); }

  addEventListener("online", () => { every = SOON; go(); });
  addEventListener("storage", ({ key }) => { if (key?.startsWith(mine)) draw(); });
  hears("visibilitychange", () => { if (!document.hidden) go(); });
  hears("submit", ({ target }) => { if (target.getAttribute("action") === "/logout") for (const key of kept("outbox ")) localStorage.removeItem(key); });
  draw();
  go();
});
