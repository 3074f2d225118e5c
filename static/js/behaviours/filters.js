// The drop-downs above the list: one open at a time, folded by Escape, by the same chip again, or by a press elsewhere.
Sada.behaviour("filters", (bar, hears) => {
  const slot = bar.querySelector("#filter");
  const chips = [...bar.querySelectorAll(".filters__open")];
  const opened = () => chips.find((chip) => chip.getAttribute("aria-expanded") === "true");

  function mark(open) { for (const chip of chips) chip.setAttribute("aria-expanded", String(chip === open)); }
  function fold() { slot.replaceChildren(); mark(null); }

  bar.addEventListener("click", (event) => {
    const chip = event.target.closest(".filters__open");
    if (!chip) return;
    if (chip === opened()) { event.preventDefault(); event.stopPropagation(); return fold(); }
    mark(chip);
  }, true);
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opened()) return;
    const chip = opened();
    fold();
    chip.focus();
  });
  hears("htmx:after:settle", ({ target }) => { if (target === slot) slot.querySelector("a")?.focus(); });
  hears("click", ({ target }) => { if (!bar.contains(target)) fold(); });
});
