// One stream a browser: the tab that holds the lock listens, and tells the others.
Sada.behaviour("live", () => {
  if (!document.querySelector(".rail") || !navigator.locks || !window.EventSource) return;
  const others = new BroadcastChannel("sada-live");

  function tell(message) {
    for (const id of message.ids) {
      const detail = { id, version: message.version, from: "elsewhere" };
      document.dispatchEvent(new CustomEvent(message.kind, { detail }));
    }
    if (!message.ids.length) document.dispatchEvent(new CustomEvent(message.kind, { detail: {} }));
  }

  others.onmessage = ({ data }) => tell(data);

  function listen() {
    const stream = new EventSource("/events");
    const hear = ({ data }) => { const message = JSON.parse(data); tell(message); others.postMessage(message); };
    stream.addEventListener("comment-changed", hear);
    stream.addEventListener("comment-arrived", hear);
    // A refused stream closes for good: ask again later, so that a full server is not hammered.
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000 + Math.random() * 10000); };
  }

  navigator.locks.request("sada-live", () => { listen(); return new Promise(() => {}); });
});
