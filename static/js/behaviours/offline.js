// What was asked for never reached us: say so where the person looks, and keep what they wrote.
Sada.behaviour("offline", (body, hears) => {
  const notices = () => document.getElementById("notices");
  const words = (name) => document.getElementById(name).content.cloneNode(true);

  hears("htmx:error", ({ detail }) => {
    if (!(detail.error instanceof TypeError) || !detail.ctx || open(detail.ctx)) return;
    // What a page asks for by itself does not talk over what was said of an act.
    if (detail.ctx.request.method === "GET" && notices().querySelector("[data-offline]")) return;
    notices().replaceChildren(words(Sada.waits(detail.ctx) ? "no-connection-waits" : "no-connection"));
    notices().firstElementChild.dataset.offline = "";
  });

  // An answer that was under way when the line was cut does not mean that it is back.
  hears("htmx:after:request", () => navigator.onLine && notices().querySelector("[data-offline]")?.remove());

  // A form that is the same for every comment is at hand without a line: what is written in it waits with the rest.
  function open({ request: { method, action }, sourceElement: act }) {
    const [, comment, noun] = /^\/comments\/(\d+)\/(tags|note)$/.exec(action) ?? [];
    const form = document.getElementById(`${noun}-without-line`)?.content.firstElementChild.cloneNode(true);
    const pane = document.getElementById(`comment-${comment}`), slot = document.getElementById(`${noun}-of-${comment}`);
    if (method !== "GET" || !form || !pane || !slot || act.closest("form")) return false;
    form.setAttribute("hx-post", action);
    form.setAttribute("hx-target", `#${pane.id}`);
    form.elements.version.value = pane.dataset.version;
    slot.replaceChildren(form);
    htmx.process(form);
    form.querySelector("textarea, input:not([type=hidden])").focus();
    return true;
  }
});
