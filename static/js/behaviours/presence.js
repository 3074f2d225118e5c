// Who else is at a comment: says where this person is, and shows the others as small initials.
Sada.behaviour("presence", (body, hears) => {
  const lasts = 50000, beat = 20000;
  const met = new Map();
  const mine = () => document.getElementById("bell")?.dataset.user;
  const shown = () => document.querySelector("#case [data-comment]");
  let said = null;

  function doing() {
    const box = shown()?.querySelector(".composer textarea");
    return box && box.value.trim() && box.value !== box.defaultValue ? "writing" : "looking";
  }

  function send(id, what) { fetch(`/comments/${id}/presence?doing=${what}`, { keepalive: true }).catch(() => {}); }

  function report(still) {
    const id = document.hidden ? null : shown()?.dataset.comment;
    if (said && said.id !== id) { send(said.id, "gone"); said = null; }
    if (!id || (!still && said?.doing === doing())) return;
    said = { id, doing: doing() };
    send(id, said.doing);
  }

  function circle({ user, name, initials, doing: what }, pane) {
    const who = document.createElement("span"), whole = document.createElement("span");
    who.className = `here__who here__who--${what}`;
    Object.assign(who.dataset, { user, name, doing: what });
    whole.className = "unseen";
    whole.textContent = ` ${name}`;
    who.append(initials, ...(pane ? [] : [whole]));
    if (pane) who.ariaHidden = "true";
    return who;
  }

  function paint(place) {
    const pane = place.classList.contains("here--pane");
    const here = [...met.values()].filter((one) => one.id === place.dataset.here && one.until > Date.now());
    here.sort((one, other) => (other.doing === "writing") - (one.doing === "writing"));
    const words = document.createElement("bdi");
    if (pane && here.length) words.textContent = place.dataset[here[0].doing].replace("{name}", here[0].name);
    const parts = here.map((one) => circle(one, pane));
    if (pane) { const line = document.createElement("span"); line.className = "here__words"; line.append(words); parts.push(line); }
    place.replaceChildren(...parts);
  }

  function paintAll() { for (const place of document.querySelectorAll("[data-here]")) paint(place); }

  // What the page was drawn with counts like what is heard.
  function learn() {
    for (const who of document.querySelectorAll("[data-here] [data-user]")) {
      const { user, name, doing: what } = who.dataset, id = who.parentElement.dataset.here, key = `${id}:${user}`;
      if (!met.has(key)) met.set(key, { id, user, name, doing: what, initials: who.firstChild.textContent, until: Date.now() + lasts });
    }
  }

  hears("presence", ({ detail }) => {
    if (!detail?.user || detail.user === mine()) return;
    const key = `${detail.id}:${detail.user}`, before = met.get(key);
    if (detail.doing === "gone") met.delete(key);
    else met.set(key, { ...detail, until: Date.now() + lasts });
    for (const place of document.querySelectorAll(`[data-here="${detail.id}"]`)) paint(place);
    const place = document.querySelector(`.here--pane[data-here="${detail.id}"]`);
    if (place && detail.doing === "writing" && before?.doing !== "writing") Sada.say(place.dataset.writing.replace("{name}", detail.name));
  });
  hears("htmx:after:settle", () => { learn(); paintAll(); report(); });
  hears("visibilitychange", () => report());
  hears("input", ({ target }) => { if (target.closest?.(".composer")) report(); });
  addEventListener("pagehide", () => { if (said) send(said.id, "gone"); said = null; });
  addEventListener("pageshow", () => report());
  setInterval(() => { report(true); for (const [key, one] of met) if (one.until < Date.now()) met.delete(key); paintAll(); }, beat);
  learn();
  report();
});
