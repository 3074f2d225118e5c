// The open comment: on a phone it takes the screen; after an act that ends it, the next one is shown.
Sada.behaviour("case", (pane, hears) => {
  const shown = () => pane.querySelector("[data-comment]");
  const row = (id) => document.querySelector(`#row-${id} .row__link`);

  function opened(article) {
    pane.toggleAttribute("data-open", Boolean(article));
    const path = article && `/inbox/${article.dataset.comment}`;
    if (path && location.pathname.startsWith("/inbox") && location.pathname !== path) history.pushState({ htmx: true }, "", path + location.search);
    const focused = document.activeElement;
    if (article && !focused?.checkVisibility?.()) pane.focus();
    else if (focused.matches(".row__link")) row(article?.dataset.comment)?.focus({ preventScroll: true });
  }

  function advance(id) {
    const next = document.getElementById(`row-${id}`)?.nextElementSibling?.querySelector(".row__link");
    next?.click();
    next?.focus();
  }

  hears("htmx:after:settle", ({ target }) => {
    if (pane.contains(target) && !target.matches(".slot")) opened(shown());
  });

  hears("comment-changed", ({ detail }) => {
    const article = shown();
    if (!article || (detail.id && detail.id !== article.dataset.comment)) return;
    if (detail.left) return advance(detail.id);
    // Our own act is told by the stream too, often before its answer is here; and who is writing keeps their words.
    const busy = Sada.written(article) || article.querySelector(".slot:not(:empty), .htmx-request");
    if ((detail.from === "elsewhere" || !detail.id) && String(detail.version) !== article.dataset.version && !busy) {
      htmx.ajax("GET", `/inbox/${article.dataset.comment}${location.search}`, { target: "#case", swap: "innerMorph" });
    }
  });

  pane.addEventListener("click", (event) => {
    const back = event.target.closest("[data-back]");
    pane.querySelector("#more-acts:popover-open")?.hidePopover();
    if (!back || !document.getElementById("rows")) return;
    event.preventDefault();
    pane.removeAttribute("data-open");
    history.pushState({ htmx: true }, "", back.href);
    row(shown()?.dataset.comment)?.focus();
  });
});
