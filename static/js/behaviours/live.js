// One stream a browser: the tab that holds the lock listens, and tells the others.
Sada.behaviour("live", () => {
  if (!document.querySelector(".rail") || !window.EventSource) return;
  const others = new BroadcastChannel("sada-live");

  function say(name, detail) { document.dispatchEvent(new CustomEvent(name, { detail: { from: "elsewhere", ...detail } })); }

  function hear(message) {
    for (const id of message.ids) say(message.kind, { ...message, id });
    // Too much to name, or heard too late: everybody looks again.
    if (!message.ids.length) { say("comment-changed"); say("comment-arrived"); say("alert-told"); say("notice-told"); }
  }

  function tell(message) { hear(message); others.postMessage(message); }

  function listen() {
    const stream = new EventSource("/events");
    let lost = false;
    for (const kind of ["comment-changed", "comment-arrived", "alert-told", "notice-told", "presence"]) stream.addEventListener(kind, ({ data }) => tell(JSON.parse(data)));
    stream.onopen = () => { if (lost) tell({ ids: [] }); lost = false; };
    stream.onerror = () => {
      lost = true;
      // A refused stream closes for good: ask again later, so that a full server is not hammered.
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000 + Math.random() * 10000);
    };
  }

  others.onmessage = ({ data }) => hear(data);
  // Without HTTPS a browser has no locks: then each tab has a stream of its own.
  if (navigator.locks) navigator.locks.request("sada-live", () => { listen(); return new Promise(() => {}); });
  else listen();
});
