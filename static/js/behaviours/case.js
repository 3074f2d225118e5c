// The open comment: on a phone it takes the screen; after an act that ends it, the next one is shown.
Sada.behaviour("case", (pane, hears) => {
  const shown = () => pane.querySelector("[data-comment]");
  const row = (id) => document.getElementById(`row-${id}`);
  const written = (slot) => [...slot.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);

  function opened(article) {
    pane.toggleAttribute("data-open", Boolean(article));
    const path = article && `/inbox/${article.dataset.comment}`;
    if (path && location.pathname.startsWith("/inbox") && location.pathname !== path) history.pushState({ htmx: true }, "", path + location.search);
    if (article && !document.activeElement?.checkVisibility?.()) pane.focus();
  }

  hears("htmx:after:settle", ({ target }) => {
    if (!pane.contains(target)) return;
    if (!target.matches(".slot")) return opened(shown());
    for (const slot of pane.querySelectorAll(".slot")) if (slot !== target && !written(slot)) slot.replaceChildren();
    target.querySelector("textarea, input:not([type=hidden]), select, button")?.focus();
  });

  hears("comment-changed", ({ detail }) => {
    const article = shown();
    if (!article || (detail.id && detail.id !== article.dataset.comment)) return;
    if (detail.left) return advance(detail.id);
    // Our own act is told by the stream too, often before its answer is here; and who is writing keeps their words.
    const busy = written(article) || article.querySelector(".slot:not(:empty), .htmx-request");
    if ((detail.from === "elsewhere" || !detail.id) && String(detail.version) !== article.dataset.version && !busy) {
      htmx.ajax("GET", `/inbox/${article.dataset.comment}${location.search}`, { target: "#case", swap: "innerMorph" });
    }
  });

  function advance(id) {
    const next = row(id)?.nextElementSibling?.querySelector(".row__link");
    next?.click();
    next?.focus();
  }

  pane.addEventListener("click", (event) => {
    const back = event.target.closest("[data-back]");
    pane.querySelector("#more-acts:popover-open")?.hidePopover();
    if (!back || !document.getElementById("rows")) return;
    event.preventDefault();
    pane.removeAttribute("data-open");
    history.pushState({ htmx: true }, "", back.href);
    row(shown()?.dataset.comment)?.querySelector("a").focus();
  });

  pane.addEventListener("keydown", (event) => {
    const slot = event.key === "Escape" && event.target.closest(".slot");
    if (slot && !written(slot)) { slot.replaceChildren(); row(shown().dataset.comment)?.querySelector("a").focus(); }
  });
});
