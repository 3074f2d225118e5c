// Suggestions under the search box: an accessible combobox over a list the server draws.
Sada.behaviour("suggest", (box) => {
  const input = box.querySelector("input");
  const slot = box.querySelector("#suggest-slot");
  const options = () => [...slot.querySelectorAll("[role=option]")];
  const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");
  const busy = (yes) => slot.setAttribute("aria-busy", String(yes));
  const isBusy = () => slot.getAttribute("aria-busy") === "true";
  let waiting, asked = 0, pressed = [];

  async function ask() {
    clearTimeout(waiting);
    const number = ++asked;
    busy(true);
    const url = `${box.dataset.suggest}?q=${encodeURIComponent(input.value)}&at=${input.selectionStart}`;
    const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    const list = answer?.ok ? await answer.text() : "";
    if (number !== asked || document.activeElement !== input) return;
    slot.innerHTML = list;
    busy(false);
    input.setAttribute("aria-expanded", String(options().length > 0));
    while (pressed.length && !isBusy()) press(pressed.shift());
  }

  function close() {
    clearTimeout(waiting);
    asked++;
    pressed = [];
    busy(false);
    slot.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    const caret = Number(option.dataset.caret), left = pressed;
    input.value = option.dataset.value;
    close();
    pressed = left;
    input.focus();
    input.setSelectionRange(caret, caret);
    if (input.value[caret - 1] === ":") ask();
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const at = chosen() ? all.indexOf(chosen()) : Math.min(-step, 0);
    const next = all.at((at + step) % all.length);
    all.forEach((option, place) => { option.id ||= `suggestion-${place}`; option.setAttribute("aria-selected", String(option === next)); });
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  const step = (key) => ({ ArrowDown: 1, ArrowUp: -1 })[key];
  function press(key) {
    if (step(key)) move(step(key));
    else if (chosen()) choose(chosen());
    else input.form.requestSubmit();
  }

  // The list shown while somebody types answers letters typed before: a key of the list waits for the one that is on its way.
  input.addEventListener("input", () => { clearTimeout(waiting); asked++; pressed = []; busy(true); waiting = setTimeout(ask, 120); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "Escape") return close();
    if (isBusy() && (step(key) || (pressed.length && (key === "Enter" || key === "Tab")))) pressed.push(key);
    else if (step(key)) options().length ? move(step(key)) : ask();
    else if (chosen() && !isBusy() && (key === "Enter" || key === "Tab")) choose(chosen());
    else return;
    event.preventDefault();
  });
  slot.addEventListener("mousedown", (event) => { const option = event.target.closest("[role=option]"); if (option) { event.preventDefault(); choose(option); } });
});
