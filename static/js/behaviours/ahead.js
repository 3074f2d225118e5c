// The comment after the open one is fetched before anybody asks for it: what is opened next is there at once, unless it changed meanwhile.
Sada.behaviour("ahead", (pane, hears) => {
  const FRESH = 60_000;
  const kept = new Map();
  const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 150));
  const versionOf = (id) => document.getElementById(`row-${id}`)?.dataset.version;

  function look() {
    const id = pane.querySelector("[data-comment]")?.dataset.comment;
    const next = id && Sada.below(id);
    if (!next) return void (id && document.querySelector("#more a")?.click());
    const url = next.querySelector(".row__link").getAttribute("hx-get");
    if (kept.get(url)?.version === next.dataset.version) return;
    const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": location.href };
    const text = fetch(url, { headers, priority: "low" }).then((answer) => (answer.ok && !answer.redirected ? answer.text() : null)).catch(() => null);
    kept.clear();
    kept.set(url, { id: next.dataset.row, version: next.dataset.version, at: Date.now(), text });
  }

  hears("htmx:after:settle", ({ target }) => { if (pane.contains(target) && !target.closest(".slot")) idle(look); });
  hears("comment-changed", ({ detail }) => {
    for (const [url, one] of kept) if (!detail?.id || detail.id === one.id) kept.delete(url);
  });

  hears("htmx:before:request", ({ detail: { ctx } }) => {
    const one = ctx.request.method === "GET" && kept.get(ctx.request.action);
    if (!one) return;
    kept.delete(ctx.request.action);
    if (one.version !== versionOf(one.id) || Date.now() - one.at > FRESH) return;
    const { fetch: ask } = ctx;
    ctx.fetch = async (...asked) => {
      const text = await one.text;
      return text === null ? ask(...asked) : new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
    };
  });

  idle(look);
});
