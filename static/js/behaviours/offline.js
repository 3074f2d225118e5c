// What was asked for never reached us: say so where the person looks, and keep what they wrote.
Sada.behaviour("offline", (body, hears) => {
  const notices = () => document.getElementById("notices");

  hears("htmx:error", ({ detail }) => {
    if (!(detail.error instanceof TypeError) || !detail.ctx) return;
    notices().replaceChildren(document.getElementById("no-connection").content.cloneNode(true));
    notices().firstElementChild.dataset.offline = "";
  });

  hears("htmx:after:request", () => notices().querySelector("[data-offline]")?.remove());
});
