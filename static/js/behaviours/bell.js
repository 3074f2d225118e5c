// The bell: rings when the stream tells that something is new for whoever sits here.
Sada.behaviour("bell", (bell, hears) => {
  let again = 0;
  hears("notice-told", ({ detail }) => {
    if (detail?.id && detail.id !== bell.dataset.user) return;
    clearTimeout(again);
    again = setTimeout(async () => {
      const before = Number(bell.dataset.count);
      await htmx.ajax("GET", bell.dataset.url, { target: "#bell", swap: "outerHTML" });
      const now = document.getElementById("bell");
      if (now && Number(now.dataset.count) > before) Sada.say(now.dataset.said);
    }, 300);
  });
});
