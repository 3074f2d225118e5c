// Suggestions under the search box: an accessible combobox over a list the server draws.
Sada.behaviour("suggest", (box) => {
  const input = box.querySelector("input");
  const slot = box.querySelector("#suggest-slot");
  const options = () => [...slot.querySelectorAll("[role=option]")];
  let waiting, asked = 0;

  async function ask() {
    const number = ++asked;
    const url = `${box.dataset.suggest}?q=${encodeURIComponent(input.value)}&at=${input.selectionStart}`;
    const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || number !== asked || document.activeElement !== input) return;
    slot.innerHTML = await answer.text();
    input.setAttribute("aria-expanded", String(options().length > 0));
  }

  function close() { asked++; slot.replaceChildren(); input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); }

  function choose(option) {
    const caret = Number(option.dataset.caret);
    input.value = option.dataset.value;
    close();
    input.focus();
    input.setSelectionRange(caret, caret);
    if (input.value[caret - 1] === ":") ask();
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = all[(at + step + all.length) % all.length];
    all.forEach((option, place) => { option.id ||= `suggestion-${place}`; option.setAttribute("aria-selected", String(option === next)); });
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const chosen = options().find((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); options().length ? move(event.key === "ArrowDown" ? 1 : -1) : ask(); }
    else if (chosen && (event.key === "Enter" || event.key === "Tab")) { event.preventDefault(); choose(chosen); }
    else if (event.key === "Escape") close();
  });
  slot.addEventListener("mousedown", (event) => { const option = event.target.closest("[role=option]"); if (option) { event.preventDefault(); choose(option); } });
});
