// Behaviours are tied to elements by data-behaviour, and tied again to whatever htmx brings in.
const Sada = (() => {
  const known = {};
  const tied = new WeakMap();

  function behaviour(name, tie) { known[name] = tie; }

  function tieAll(root) {
    const found = root.matches?.("[data-behaviour]") ? [root] : [];
    for (const element of [...found, ...root.querySelectorAll("[data-behaviour]")]) {
      const done = tied.get(element) ?? new Set();
      for (const name of element.dataset.behaviour.split(" ")) {
        if (known[name] && !done.has(name)) { done.add(name); known[name](element, hears(element)); }
      }
      tied.set(element, done);
    }
  }

  // What happens anywhere on the page, heard for as long as the element is on it.
  function hears(element) {
    return (name, act) => {
      const heard = (event) => (element.isConnected ? act(event) : document.removeEventListener(name, heard));
      document.addEventListener(name, heard);
    };
  }

  function say(words) { document.getElementById("announcer").textContent = words; }

  document.addEventListener("DOMContentLoaded", () => {
    tieAll(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) tieAll(node);
    }).observe(document.body, { childList: true, subtree: true });
  });

  return { behaviour, say };
})();
