// One key for each act. The typed Latin letter counts; where another script is typed, the place of the key does.
Sada.behaviour("keys", (body) => {
  const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const foreign = (key) => /^\p{L}$/u.test(key) && !/\p{Script=Latin}/u.test(key);

  function letterOf({ key, code, shiftKey }) {
    if (key === "؟") return "?";
    if (!foreign(key)) return /^[a-z]$/i.test(key) && shiftKey ? "" : key.toLowerCase();
    if (code === "Slash") return shiftKey ? "?" : "/";
    return shiftKey ? "" : (/^Key([A-Z])$/.exec(code)?.[1] ?? "").toLowerCase();
  }

  // What is out of sight (the thumb bar's second row) can still be pressed, but what is in sight comes first; of what is not,
  // the last: the open comment's own acts stand after those of the bar for many, which is there only while some are chosen.
  function press(letter) {
    const all = [...body.querySelectorAll(`[data-key="${letter}"]`)];
    const wanted = all.find((element) => element.checkVisibility?.() ?? element.offsetParent) ?? all.at(-1);
    if (!wanted) return false;
    // What has just been drawn may not be htmx's yet: a quick hand would leave the page.
    htmx.process(wanted.form ?? wanted);
    if (wanted.matches("input, textarea")) { wanted.focus(); wanted.select(); } else wanted.click();
    return true;
  }

  function act(letter, range) {
    if (letter === "j" || letter === "k") return document.dispatchEvent(new CustomEvent("move-row", { detail: letter === "j" ? 1 : -1 }));
    if (letter === "x") return document.dispatchEvent(new CustomEvent("pick-row", { detail: { range } }));
    if (letter === "?") { document.getElementById("keys-help").showModal(); return true; }
    return /^[a-z/!]$/.test(letter) && press(letter);
  }

  body.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const { target, key } = event;
    if (key === "Escape" && typing(target)) return target.blur();
    if ((event.ctrlKey || event.metaKey) && key === "Enter" && target.form) return target.form.requestSubmit();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(target) || target.closest("dialog, [popover]:popover-open")) return;
    // Shift belongs to no letter but x: there it reaches from the last one chosen to this one.
    const range = event.shiftKey && event.code === "KeyX";
    if (act(range ? "x" : letterOf(event), range)) event.preventDefault();
  });

  body.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("move-row", { detail: Number(step.dataset.step) }));
  });
});
