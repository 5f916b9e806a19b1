// Keeps an open page up to date while its sources are edited. The server adds it to pages on
// their way to the browser; the published site does not have it.
"use strict";

(() => {
  const script = document.currentScript;
  const version = Number(script.dataset.version);
  const address = new URL("livereload", script.src);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  let overlay = null;

  function connect(isAgain) {
    const socket = new WebSocket(address);
    let isOpen = false;
    socket.addEventListener("open", () => { isOpen = true; });
    socket.addEventListener("message", (event) => {
      const state = JSON.parse(event.data);
      if (state.version !== version) location.reload();
      else if (state.report !== null) show(state.report);
    });
    socket.addEventListener("close", () => {
      if (isOpen) setTimeout(connect, 250, true);
      else if (isAgain) setTimeout(find, 500);
    });
  }

  // A server that was started again listens under another address, which a fresh page knows.
  async function find() {
    try {
      await fetch(location.href, { method: "HEAD", cache: "no-store" });
      location.reload();
    } catch {
      setTimeout(connect, 500, true);
    }
  }

  // The report quotes files that anybody may have written: it is text and never markup.
  function show(report) {
    const page = document.getElementById("serve-report");
    if (page) {
      page.textContent = report;
      return;
    }
    overlay ??= makeOverlay();
    overlay.querySelector("pre").textContent = report;
    if (!overlay.open) overlay.showModal();
  }

  function makeOverlay() {
    const host = document.body.appendChild(document.createElement("div"));
    host.id = "serve-overlay";
    const root = host.attachShadow({ mode: "open" }); // the page's style stays outside
    const style = root.appendChild(document.createElement("link"));
    style.rel = "stylesheet";
    style.href = new URL("overlay.css", script.src).href;
    const dialog = root.appendChild(document.createElement("dialog"));
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-labelledby", "heading");
    const heading = dialog.appendChild(document.createElement("h2"));
    heading.id = "heading";
    heading.textContent = "The build failed: this page is the last good one";
    dialog.appendChild(document.createElement("pre")).tabIndex = 0;
    const close = dialog.appendChild(document.createElement("button"));
    close.type = "button";
    close.autofocus = true; // else the report would be scrolled to, and its heading away
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    return dialog;
  }

  connect(false);
})();
