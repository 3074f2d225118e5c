// Puts the form where this script stands, and makes its frame as tall as what is in it.
// <script src="https://sada.example/form/TOKEN/embed.js" data-language="fr" data-theme="light" async></script>
(() => {
  const script = document.currentScript;
  const address = new URL(script.src);
  address.pathname = address.pathname.replace(/\.js$/, "");
  address.search = new URLSearchParams(Object.entries(script.dataset)
    .filter(([name]) => name === "language" || name === "theme"));

  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = script.dataset.title || "Sada";
  frame.loading = "lazy";
  Object.assign(frame.style, { width: "100%", height: "620px", border: "0", colorScheme: "normal" });
  script.after(frame);

  window.addEventListener("message", (event) => {
    const height = Number(event.data?.sadaHeight);
    // Only our own page in our own frame may say how tall it is.
    if (event.source !== frame.contentWindow || event.origin !== address.origin || !(height > 0)) return;
    frame.style.height = `${Math.min(height, 4000)}px`;
  });
})();
