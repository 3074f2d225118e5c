// A comment pulled towards the end of its line is done, towards the beginning it waits until tomorrow; the buttons below do the same.
Sada.behaviour("swipe", (card) => {
  const FAR = 96;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const towardsEnd = () => (document.documentElement.dir === "rtl" ? -1 : 1);
  let from = null;

  const verbOf = (pulled) => (Math.abs(pulled) < FAR ? null : pulled * towardsEnd() > 0 ? "done" : "later");

  function show(pulled) {
    const verb = verbOf(pulled);
    if (verb) card.dataset.pull = verb;
    else delete card.dataset.pull;
    if (!calm.matches) card.style.translate = pulled ? `${pulled}px` : "";
  }

  function leave() {
    from = null;
    show(0);
  }

  card.addEventListener("pointerdown", (event) => {
    // A mouse selects words, and a button is a button.
    if (event.pointerType === "mouse" || !event.isPrimary || event.target.closest("a, button")) return;
    from = { x: event.clientX, y: event.clientY, id: event.pointerId };
  });

  card.addEventListener("pointermove", (event) => {
    if (!from || event.pointerId !== from.id) return;
    const pulled = event.clientX - from.x;
    if (Math.abs(event.clientY - from.y) > Math.max(24, Math.abs(pulled))) return leave();
    if (Math.abs(pulled) > 12) card.setPointerCapture(event.pointerId);
    show(pulled);
  });

  card.addEventListener("pointerup", (event) => {
    const verb = from && verbOf(event.clientX - from.x);
    leave();
    if (verb) document.querySelector(`[data-swipe-act="${verb}"]`)?.click();
  });

  card.addEventListener("pointercancel", leave);
});
