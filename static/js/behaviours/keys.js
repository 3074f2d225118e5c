// One key for each act. The typed Latin letter counts first; on an Arabic keyboard the place of the key does.
Sada.behaviour("keys", (body) => {
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  function letterOf(event) {
    if (/^[a-z/?]$/i.test(event.key)) return event.key.toLowerCase();
    if (event.key === "؟") return "?";
    const place = /^Key([A-Z])$/.exec(event.code);
    if (place) return place[1].toLowerCase();
    return event.code === "Slash" ? (event.shiftKey ? "?" : "/") : event.key;
  }

  function press(letter) {
    const wanted = [...document.querySelectorAll(`[data-key="${letter}"]`)].find((element) => element.offsetParent !== null || element.matches("input"));
    if (!wanted) return false;
    if (wanted.matches("input, textarea")) { wanted.focus(); wanted.select?.(); } else wanted.click();
    return true;
  }

  body.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form) return event.target.form.requestSubmit();
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key === "Enter" || typing(event.target)) return;
    const letter = letterOf(event);
    if (letter === "j" || letter === "k") {
      document.dispatchEvent(new CustomEvent("move-row", { detail: letter === "j" ? 1 : -1 }));
    } else if (letter === "?") {
      document.getElementById("keys-help").showModal();
    } else if (!/^[a-z/]$/.test(letter) || !press(letter)) {
      return;
    }
    event.preventDefault();
  });
});
