// @ and the beginning of a name in a note: the colleagues it may mean, chosen by arrows and Enter or by hand.
Sada.behaviour("mention", (place) => {
  const box = place.querySelector("textarea");
  const list = place.querySelector("[role=listbox]");
  const all = [...list.children];
  const shown = () => all.filter((option) => !option.hidden);
  const chosen = () => shown().find((option) => option.getAttribute("aria-selected") === "true");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-autocomplete", "list");

  function close() { list.hidden = true; box.removeAttribute("aria-activedescendant"); }

  function mark(option) {
    for (const each of all) each.setAttribute("aria-selected", String(each === option));
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // The @ before the cursor, with nothing but the beginning of a name between them.
  function begun() { return /(?:^|[^\w@.])@"?([^\s"@]{0,40})$/u.exec(box.value.slice(0, box.selectionStart)); }

  function look() {
    const found = begun();
    if (!found) return close();
    const wanted = found[1].toLocaleLowerCase();
    for (const option of all) option.hidden = !option.dataset.name.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(wanted));
    list.hidden = !shown().length;
    if (list.hidden) close(); else mark(shown()[0]);
  }

  function take({ dataset: { name } }) {
    const end = box.selectionStart, start = box.value.lastIndexOf("@", end - 1);
    box.setRangeText(`${/\s/.test(name) ? `@"${name}"` : `@${name}`} `, start, end, "end");
    close();
    box.focus();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  box.addEventListener("input", look);
  box.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => { const option = event.target.closest("[role=option]"); if (option) { event.preventDefault(); take(option); } });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], options = shown();
    if (step) mark(options[(options.indexOf(chosen()) + step + options.length) % options.length]);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen()) take(chosen());
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
});
