// The open comment: on a phone it takes the screen; after an act that ends it, the next one is shown.
// The row below one, past those that have left the queue already.
Sada.below = (id) => {
  const first = document.getElementById(`row-${id}`)?.nextElementSibling;
  let next = first;
  while (next?.matches(".row--left")) next = next.nextElementSibling;
  return [next, first].find((row) => row?.matches(".row")) ?? null;
};

Sada.behaviour("case", (pane, hears) => {
  const shown = () => pane.querySelector("[data-comment]");
  const row = (id) => document.querySelector(`#row-${id} .row__link`);
  let again = 0, behind = null;

  function opened(article) {
    pane.toggleAttribute("data-open", Boolean(article));
    const path = article && `/inbox/${article.dataset.comment}`;
    if (path && location.pathname.startsWith("/inbox") && location.pathname !== path) history.pushState({ htmx: true }, "", path + location.search);
    const focused = document.activeElement;
    if (article && !focused?.checkVisibility?.()) pane.focus();
    // What had the focus may be gone with its form: then the row of what is open has it.
    else if (focused === document.body || focused.matches(".row__link")) row(article?.dataset.comment)?.focus({ preventScroll: true });
  }

  function advance(id) {
    const next = Sada.below(id)?.querySelector(".row__link");
    // The end of what is drawn is not the end of the list: the next one is opened once it is here.
    behind = next ? null : id;
    if (!next) return document.querySelector("#rows .queue__more a")?.click();
    next.click();
    next.focus();
  }

  function lookAgain() {
    const article = shown();
    if (!article || Sada.written(article) || article.querySelector(".slot:not(:empty), .htmx-request")) return;
    const unfolded = article.querySelector("[data-unfolded]")?.dataset.unfolded;
    const asked = new URLSearchParams(location.search);
    if (unfolded) asked.set("thread", unfolded);
    htmx.ajax("GET", `/inbox/${article.dataset.comment}?${asked}`, { target: "#case", swap: "innerMorph" });
  }

  hears("htmx:after:settle", ({ target }) => {
    if (behind && shown()?.dataset.comment !== behind) behind = null;
    if (behind && Sada.below(behind)) advance(behind);
    if (pane.contains(target) && !target.closest(".slot, .pane__place")) opened(shown());
  });

  hears("comment-changed", ({ detail }) => {
    const article = shown();
    if (!article || (detail?.id && detail.id !== article.dataset.comment)) return;
    if (detail?.left) return advance(detail.id);
    // Many changed at once, and more may be changing.
    if (!detail?.id) {
      clearTimeout(again);
      again = setTimeout(lookAgain, 400);
    // Our own act is told by the stream too, often before its answer is here; and who is writing keeps their words.
    } else if (detail.from === "elsewhere" && String(detail.version) !== article.dataset.version) lookAgain();
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
