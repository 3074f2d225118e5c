// What was just done stays for its seconds, longer while somebody points at it or stands in it.
Sada.behaviour("toast", (toast) => {
  let held = false;
  toast.addEventListener("mouseenter", () => { held = true; });
  toast.addEventListener("mouseleave", () => { held = false; });
  toast.querySelector("[data-close]")?.addEventListener("click", () => toast.remove());
  const tick = () => (held || toast.contains(document.activeElement) ? setTimeout(tick, 1000) : toast.remove());
  setTimeout(tick, 1000 * (Number(toast.dataset.seconds) || 10));
});

Sada.behaviour("notice", (notice) => {
  notice.querySelector("[data-close]")?.addEventListener("click", () => notice.remove());
  if (!notice.matches(".notice--problem")) setTimeout(() => notice.remove(), 10000);
});
