// What somebody writes under a comment stays in their browser until it is sent: a cut line, a reload or a shut lid loses nothing.
Sada.behaviour("drafts", (body, hears) => {
  const DAYS = 3 * 24 * 3600 * 1000;
  const FIELDS = "form[hx-post^='/comments/'] textarea";
  const mine = `draft ${body.dataset.user} `;
  const place = (field) => `${mine}${field.form.getAttribute("hx-post")} ${field.name}`;
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith("draft "));

  // A browser that keeps nothing (private window, full disk) is no reason to stop anybody from writing.
  function quietly(act) { try { return act(); } catch { return null; } }

  const token = (field) => field.form.querySelector("input[name=token]");

  // With the words stays the token of their form: sent again after a lost answer, the house knows them.
  function keep(field) {
    const draft = { text: field.value, at: Date.now(), token: token(field)?.value };
    if (field.value.trim()) localStorage.setItem(place(field), JSON.stringify(draft));
    else localStorage.removeItem(place(field));
  }

  function bring(field) {
    const draft = !field.value && JSON.parse(localStorage.getItem(place(field)) ?? "null");
    if (!draft) return;
    field.value = draft.text;
    if (draft.token && token(field)) token(field).value = draft.token;
  }

  function forget(keys) { for (const key of keys) localStorage.removeItem(key); }

  const stale = (key) => !(JSON.parse(localStorage.getItem(key)).at > Date.now() - DAYS);
  const bringAll = () => quietly(() => document.querySelectorAll(FIELDS).forEach(bring));

  hears("input", ({ target }) => { if (target.matches?.(FIELDS)) quietly(() => keep(target)); });
  hears("htmx:after:settle", bringAll);
  hears("htmx:after:request", ({ detail: { ctx } }) => {
    const form = ctx?.sourceElement;
    if (!(ctx?.response?.status < 300) || !form?.matches?.("form[hx-post]")) return;
    quietly(() => forget([...form.querySelectorAll("textarea")].map(place)));
  });
  // Who signs out leaves nothing behind for the next person at this computer.
  hears("submit", ({ target }) => { if (target.getAttribute("action") === "/logout") quietly(() => forget(kept())); });

  quietly(() => forget(kept().filter(stale)));
  bringAll();
});
