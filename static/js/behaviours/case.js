// The open comment: on a phone it takes the screen; after an act that ends it, the next row has the focus.
Sada.behaviour("case", (pane) => {
  const shown = () => pane.querySelector("[data-comment]");

  document.addEventListener("htmx:after:swap", (event) => {
    if (!pane.contains(event.target) && event.target !== pane) return;
    pane.toggleAttribute("data-open", Boolean(shown()));
    const slot = event.target.closest(".slot");
    slot?.querySelector("textarea, input:not([type=hidden]), select, button")?.focus();
  });

  document.addEventListener("comment-changed", ({ detail }) => {
    const article = shown();
    if (!article || String(detail?.id) !== article.dataset.comment) return;
    if (detail.status && detail.status !== "open" && detail.from !== "elsewhere") {
      const next = document.getElementById(`row-${detail.id}`)?.nextElementSibling?.querySelector(".row__link");
      next?.focus({ preventScroll: false });
    } else if (detail.from === "elsewhere" && String(detail.version) !== article.dataset.version && !busy(article)) {
      htmx.ajax("GET", location.pathname + location.search, { target: "#case", swap: "innerHTML" });
    }
  });

  // Somebody who is writing keeps their words: the version check will tell them what changed.
  function busy(article) {
    return [...article.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue) || article.querySelector(".slot:not(:empty)");
  }
});
