// Suggested replies: Alt and a digit puts one at the cursor, "/" in an empty answer goes to them; what waits to be filled is selected.
Sada.behaviour("suggested", (composer) => {
  const text = () => composer.querySelector("textarea");
  const offers = () => [...composer.querySelectorAll("[data-place]")];
  const digit = ({ code }) => /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];

  // The next field that nobody filled; without one the cursor stays where it is.
  function fill(from = 0) {
    const field = /\{\s*[^\s{}][^{}\n]{0,39}\}/g;
    field.lastIndex = from;
    const found = field.exec(text().value);
    text().focus();
    if (found) text().setSelectionRange(found.index, found.index + found[0].length);
  }

  function take(offer) {
    const box = text(), start = box.selectionStart;
    box.setRangeText(offer.dataset.text, start, box.selectionEnd, "end");
    box.form.elements.template.value = offer.dataset.template;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    fill(start);
  }

  composer.addEventListener("click", (event) => {
    const offer = event.target.closest("[data-place]");
    if (!offer || !text()) return;
    event.preventDefault();
    take(offer);
  });

  composer.addEventListener("keydown", (event) => {
    const { target, key, altKey, ctrlKey, metaKey } = event;
    const among = target.closest("[data-place]");
    const number = (altKey || among) && !ctrlKey && !metaKey && digit(event);
    const step = among && { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    let goes;
    if (number) goes = offers().find((offer) => offer.dataset.place === number);
    else if (among && key === " ") goes = among;
    if (goes) take(goes);
    else if (key === "/" && target === text() && !text().value && offers().length) offers()[0].focus();
    else if (step) offers().at((offers().indexOf(among) + step) % offers().length).focus();
    else if (among && key === "Escape") text().focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // A form that came back, or came with a template, asks for what is missing.
  new MutationObserver(() => { if (composer.querySelector("[data-filling]") && !composer.contains(document.activeElement)) fill(); })
    .observe(composer, { childList: true, subtree: true });
  if (composer.querySelector("[data-filling]")) fill();
});
