// What was asked for never reached us: say so where the person looks, and keep what they wrote.
Sada.behaviour("offline", (body, hears) => {
  const notices = () => document.getElementById("notices");

  hears("htmx:error", ({ detail }) => {
    if (!(detail.error instanceof TypeError) || !detail.ctx) return;
    notices().replaceChildren(document.getElementById("no-connection").content.cloneNode(true));
    notices().firstElementChild.dataset.offline = "";
  });

  // An answer that was under way when the line was cut does not mean that it is back.
  hears("htmx:after:request", () => navigator.onLine && notices().querySelector("[data-offline]")?.remove());
});
