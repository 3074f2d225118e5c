// The list: which row is open, j and k, and rows that changed elsewhere.
Sada.behaviour("rows", (list, hears) => {
  const links = () => [...list.querySelectorAll(".row__link")];
  const open = () => document.querySelector(".case [data-comment]")?.dataset.comment;

  function mark() {
    for (const link of links()) {
      if (link.parentElement.dataset.row === open()) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  hears("move-row", ({ detail: step }) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    const from = at >= 0 ? at : all.findIndex((link) => link.hasAttribute("aria-current"));
    const next = all[Math.max(0, from + step)];
    if (!next) return list.querySelector(".queue__more a")?.click();
    next.focus();
    if (open()) next.click();
  });

  hears("htmx:after:settle", mark);
  hears("comment-changed", ({ detail }) => {
    const row = detail.id && document.getElementById(`row-${detail.id}`);
    const ours = document.querySelector(`[data-comment="${detail.id}"] .htmx-request`);
    if (row && !ours && String(detail.version) !== row.dataset.version) {
      htmx.ajax("GET", `/inbox/row/${detail.id}${location.search}`, { target: row, swap: "outerMorph" });
    }
  });
  mark();
});
