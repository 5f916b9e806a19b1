// Registers the worker that keeps what was visited.  Pages name their version by this script.

const workers = navigator.serviceWorker;
const MARK = import.meta.url.slice(new URL("../", import.meta.url).href.length);
const WORKER = new URL("../offline.js", import.meta.url).href;

// The one address that any code may ever come from by name.
const address = () => {
  const policy = window.trustedTypes?.createPolicy("glossary-offline", { createScriptURL: () => WORKER });
  return policy ? policy.createScriptURL("") : WORKER;
};

const whenIdle = (task) => (window.requestIdleCallback ?? setTimeout)(task);

// A search has begun: the rest of the index comes when there is nothing else to do.
function keepIndex() {
  if (!navigator.connection?.saveData) whenIdle(() => workers.controller?.postMessage("keep the index"));
}

async function start() {
  const isNew = !workers.controller;
  const registration = await workers.register(address());
  registration.waiting?.postMessage("take over");
  if (!isNew) return;
  const shown = performance.getEntriesByType("resource").map(({ name }) => name);
  (await workers.ready).active.postMessage({ visited: [location.href, ...shown] });
}

if (workers) {
  workers.addEventListener("message", ({ data, ports }) => {
    if (data === "which version?") ports[0].postMessage(MARK);
    if (data === "when idle") keepIndex();
  });
  const begin = () => start().catch(() => {});
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
