// The list: which row is open, j and k, and rows that changed elsewhere.
Sada.behaviour("rows", (list, hears) => {
  const links = () => [...list.querySelectorAll(".row__link")];
  const open = () => document.querySelector(".case [data-comment]")?.dataset.comment;
  let again = 0;

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

  // Many changed at once: one question for all that are in sight.
  function lookAgain() {
    const seen = list.getBoundingClientRect();
    const near = [...list.querySelectorAll(".row")].filter((row) => {
      const place = row.getBoundingClientRect();
      return place.bottom > seen.top - seen.height && place.top < seen.bottom + seen.height;
    });
    if (!near.length) return;
    const asked = new URLSearchParams(location.search);
    for (const row of near.slice(0, 100)) asked.append("id", row.dataset.row);
    htmx.ajax("GET", `/inbox/rows/now?${asked}`, { target: list, swap: "none" });
  }

  hears("htmx:after:settle", mark);
  hears("comment-changed", ({ detail }) => {
    if (!detail?.id) {
      clearTimeout(again);
      again = setTimeout(lookAgain, 300);
      return;
    }
    const row = document.getElementById(`row-${detail.id}`);
    const ours = document.querySelector(`[data-comment="${detail.id}"] .htmx-request`);
    if (row && !ours && String(detail.version) !== row.dataset.version) {
      htmx.ajax("GET", `/inbox/row/${detail.id}${location.search}`, { target: row, swap: "outerMorph" });
    }
  });
  mark();
});
