// The forms that acts open above their buttons: one at a time, folded away by Escape or by the same act again.
Sada.written = (place) => [...place.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);

Sada.behaviour("slots", (pane, hears) => {
  function fold(slot) {
    slot.replaceChildren();
    document.querySelector(".row__link[aria-current]")?.focus();
  }

  hears("htmx:after:settle", ({ target }) => {
    if (!pane.contains(target) || !target.matches(".slot")) return;
    for (const slot of pane.querySelectorAll(".slot")) if (slot !== target && !Sada.written(slot)) slot.replaceChildren();
    (target.querySelector("[autofocus]") ?? target.querySelector("textarea, input:not([type=hidden]), select, button"))?.focus();
  });

  // Before htmx hears of it. Under a thumb there is no Escape.
  pane.addEventListener("click", (event) => {
    const act = event.target.closest("a.act");
    const slot = act && pane.querySelector(`.slot${act.getAttribute("hx-target")}:not(:empty)`);
    if (!slot || Sada.written(slot)) return;
    event.preventDefault();
    event.stopPropagation();
    fold(slot);
  }, true);

  pane.addEventListener("keydown", (event) => {
    const slot = event.key === "Escape" && event.target.closest(".slot");
    if (slot && !Sada.written(slot)) fold(slot);
  });
});
