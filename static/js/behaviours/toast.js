// What was just done stays for its seconds, longer while somebody points at it or stands in it.
Sada.behaviour("toast", (toast) => {
  // Who asks for less motion is given the same seconds, without the bar that runs.
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const time = toast.querySelector("[data-time]").animate(
    [{ transform: calm ? "scaleX(0)" : "scaleX(1)" }, { transform: "scaleX(0)" }],
    1000 * Number(toast.dataset.seconds) || 10000,
  );
  const leave = () => toast.remove();
  const goOn = () => { if (!toast.matches(":hover, :focus-within")) time.play(); };
  time.onfinish = leave;
  for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, () => time.pause());
  for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, () => setTimeout(goOn));
  toast.querySelector("[data-close]").addEventListener("click", leave);
  // Once taken back there is nothing left to take back, whatever the answer says.
  toast.querySelector("form")?.addEventListener("htmx:finally:request", leave);
});

Sada.behaviour("notice", (notice) => {
  notice.querySelector("[data-close]").addEventListener("click", () => notice.remove());
  if (!notice.matches(".notice--problem")) setTimeout(() => notice.remove(), 10000);
});
