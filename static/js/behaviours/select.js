// Choosing many comments: x, Shift+x or the box on each row; the bar says how many, and what is chosen outlives a new drawing of its row.
Sada.behaviour("select", (queue, hears) => {
  const bar = queue.querySelector("#selection");
  if (!bar) return;
  const chosen = new Set();
  let anchor = null;
  const boxes = () => [...queue.querySelectorAll(".pick")];
  const boxOf = (row) => row?.querySelector(".pick");

  function show() {
    for (const box of boxes()) box.checked = chosen.has(box.value);
    const here = boxes().filter((box) => box.checked).length;
    bar.querySelector("[data-picked]").textContent = here.toLocaleString(document.documentElement.lang);
  }

  function pick(box, on) {
    const first = !chosen.size;
    on ? chosen.add(box.value) : chosen.delete(box.value);
    anchor = box.value;
    // How many match is only asked for once somebody chooses.
    if (first && on) {
      queue.querySelector("#batch").replaceChildren();
      htmx.ajax("GET", bar.dataset.matching, { target: "#matching", swap: "outerHTML" });
    }
    show();
  }

  function clear() { chosen.clear(); anchor = null; show(); }

  function range(box) {
    const all = boxes();
    const from = all.findIndex((other) => other.value === anchor), to = all.indexOf(box);
    for (const other of all.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1)) pick(other, true);
    anchor = box.value;
  }

  const atHand = () => document.activeElement.closest?.(".row") ?? queue.querySelector(".row:has([aria-current])") ?? queue.querySelector(".row");

  hears("pick-row", ({ detail }) => {
    const box = boxOf(atHand());
    if (!box) return;
    if (detail.range) return range(box);
    pick(box, !box.checked);
    const row = box.closest(".row");
    (boxOf(row.nextElementSibling) ? row.nextElementSibling : row).querySelector(".row__link").focus();
  });

  // A click with Shift reaches from the last one to this one, as everywhere.
  queue.addEventListener("click", (event) => {
    if (event.target.matches(".pick")) event.shiftKey && anchor ? range(event.target) : pick(event.target, event.target.checked);
    if (event.target.closest("[data-unpick]")) clear();
    if (event.target.closest("[data-close-batch]")) queue.querySelector("#batch").replaceChildren();
  });

  queue.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.target.matches("input:not([type=checkbox]), textarea")) return;
    if (chosen.size) clear(); else queue.querySelector("#batch").replaceChildren();
  });

  hears("htmx:after:settle", ({ target }) => {
    // From here on the set that was written down stands for what was chosen.
    if (target.id !== "batch" || !target.firstElementChild) return show();
    clear();
    target.querySelector("[autofocus], input:not([type=hidden], :disabled), select")?.focus();
  });
  show();
});
