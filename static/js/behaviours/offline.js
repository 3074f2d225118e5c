// What was asked for never reached us: say so where the person looks, and keep what they wrote.
Sada.behaviour("offline", (body, hears) => {
  hears("htmx:error", ({ detail }) => {
    if (!(detail.error instanceof TypeError) || !detail.ctx) return;
    document.getElementById("notices").replaceChildren(document.getElementById("no-connection").content.cloneNode(true));
  });
});
