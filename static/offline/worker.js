// Keeps what a reader has visited, for when there is no network.  The build writes a line before this
// one, `const SITE = …`: the script by which pages name their version (`mark`), a digest of the search
// index and its files (`index`, `search`), and what is kept from the first (`start`).
//
// What is kept belongs to one version of the theme.  A new worker takes over only when every page
// that is open is of its own version, so that no page ever gets what another version has kept.

const HOME = new URL("./", location.href);
const OURS = `glossary:${HOME.pathname}:`;
const PAGES = `${OURS}pages:${SITE.mark}`;
const FILES = `${OURS}files:${SITE.mark}`;
const PICTURES = `${OURS}pictures:${SITE.mark}`;
const INDEX = `${OURS}index:${SITE.mark}:${SITE.index}`;
const MOST = 100;
const PATIENCE = 1000;
const NAMED_BY_CONTENT = /^assets\/[^/]+\.[0-9a-f]{10}\.\w+$/;
const OFFLINE = new URL("offline/", HOME).href;
const WHOLE = new URL("search/whole", HOME).href;

const below = (address) => {
  const { origin, pathname } = new URL(address);
  const isOurs = origin === HOME.origin && pathname.startsWith(HOME.pathname);
  return isOurs ? pathname.slice(HOME.pathname.length) : null;
};
const plain = (address) => new URL(new URL(address).pathname, HOME).href;
const isSound = (answer) => answer.status === 200 && answer.type === "basic" && !answer.redirected;
const isPage = (answer) => isSound(answer) && /^text\/html\b/.test(answer.headers.get("content-type") ?? "");

let isLeaving = false;

// Keeps an answer as the newest of a cache, whose oldest go.
async function put(name, address, answer, most = Infinity) {
  if (isLeaving) return;
  const cache = await caches.open(name);
  await cache.delete(address);
  await cache.put(address, answer);
  const held = await cache.keys();
  await Promise.all(held.slice(0, Math.max(0, held.length - most)).map((one) => cache.delete(one)));
  if (isLeaving) await caches.delete(name);
}

// Looks for a version in a page, which names it by a script.  A page that names none may mean that
// the site has no worker any more.
async function keepPage(address, answer) {
  if ((await answer.clone().text()).includes(`/${SITE.mark}"`)) await put(PAGES, plain(address), answer, MOST);
  else await lookForNews();
}

async function lookForNews() {
  const own = await fetch(location.href, { cache: "no-cache" }).catch(() => null);
  if (!own) return;
  const isGone = own.status === 404 || own.status === 410;
  const isOther = own.ok && !/javascript/.test(own.headers.get("content-type") ?? "");
  if (!isGone && !isOther) return void (await registration.update().catch(() => {}));
  isLeaving = true;
  await forget(() => true);
  await registration.unregister();
}

async function forget(isOld) {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && isOld(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function visit(event) {
  const { url } = event.request;
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    if (isPage(answer)) event.waitUntil(keepPage(url, answer.clone()));
    else if (answer.status === 404 || answer.status === 410) {
      event.waitUntil(caches.open(PAGES).then((pages) => pages.delete(plain(url))));
    }
    return answer;
  } catch {
    const kept = await caches.match(plain(url), { cacheName: PAGES });
    return kept ?? (await caches.match(OFFLINE, { cacheName: FILES })) ?? Response.error();
  }
}

// A file that is named by its content never changes.
async function unchanging(event) {
  const { url } = event.request;
  const kept = await caches.match(url, { cacheName: FILES });
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (isSound(answer)) event.waitUntil(put(FILES, url, answer.clone()));
  return answer;
}

async function other(event) {
  const { url, destination } = event.request;
  try {
    const answer = await fetch(event.request);
    if (destination === "image" && isSound(answer)) event.waitUntil(put(PICTURES, url, answer.clone(), MOST));
    return answer;
  } catch (error) {
    const name = destination === "image" ? PICTURES : PAGES;
    const kept = await caches.match(destination === "image" ? url : plain(url), { cacheName: name });
    if (kept) return kept;
    throw error;
  }
}

// The index is kept whole or not at all: its parts fit each other.  Once it is, it answers at once,
// and whether there is a newer one is looked up behind it: a worker that names it.
async function found(event) {
  const { url } = event.request;
  const client = await clients.get(event.clientId);
  const isWhole = await caches.match(WHOLE, { cacheName: INDEX });
  if (isWhole && client && (await versionOf(client)) === SITE.mark) {
    const kept = await caches.match(url, { cacheName: INDEX });
    if (kept) {
      if (url === new URL(SITE.search[0], HOME).href) event.waitUntil(lookForNews());
      return kept;
    }
  }
  const answer = await fetch(event.request);
  if (!isWhole && isSound(answer)) client?.postMessage("when idle");
  return answer;
}

let keeping = null;

async function keepIndex() {
  if (await caches.match(WHOLE, { cacheName: INDEX })) return;
  try {
    for (const path of SITE.search) {
      const address = new URL(path, HOME).href;
      const answer = await fetch(address, { cache: "no-cache" });
      if (!isSound(answer)) throw new Error(address);
      await put(INDEX, address, answer);
    }
    // All of it is of one build if the host still has the worker that names it.
    const own = await fetch(location.href, { cache: "no-cache" });
    if (!(await own.text()).includes(SITE.index)) throw new Error("a newer one");
    await put(INDEX, WHOLE, new Response(""));
  } catch {
    await caches.delete(INDEX);
    await lookForNews();
  }
}

// The first page came before the worker, with all that it shows.
async function keepVisited([page, ...rest]) {
  const answer = below(page) === null ? null : await fetch(page);
  if (answer && isPage(answer)) await keepPage(page, answer);
  for (const address of rest) {
    if (!NAMED_BY_CONTENT.test(below(address) ?? "")) continue;
    const file = await fetch(address);
    if (isSound(file)) await put(FILES, plain(address), file);
  }
}

// Asks a page which version it is of.
function versionOf(client) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(null), PATIENCE);
    client.postMessage("which version?", [port2]);
  });
}

async function takeOver() {
  const all = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  const open = all.filter((client) => below(client.url) !== null);
  const isInTheWay = async (client) => (await versionOf(client)) !== SITE.mark && (await clients.get(client.id));
  if (!(await Promise.all(open.map(isInTheWay))).some(Boolean)) await skipWaiting();
}

async function install() {
  for (const path of SITE.start) {
    const address = new URL(path, HOME).href;
    const answer = await fetch(address, { cache: "no-cache" });
    if (!isSound(answer)) throw new Error(`${answer.status} ${address}`);
    await put(FILES, address, answer);
  }
  await takeOver();
}

async function activate() {
  const own = [PAGES, FILES, PICTURES, INDEX];
  await forget((name) => !own.includes(name));
  await registration.navigationPreload?.enable();
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));

addEventListener("message", (event) => {
  const { data } = event;
  if (data === "take over") event.waitUntil(takeOver());
  if (data === "keep the index") {
    keeping ??= keepIndex().finally(() => (keeping = null));
    event.waitUntil(keeping);
  }
  if (data?.visited) event.waitUntil(keepVisited(data.visited).catch(() => {}));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const path = below(request.url);
  if (request.method !== "GET" || path === null || request.headers.has("range")) return;
  if (request.mode === "navigate") event.respondWith(visit(event));
  else if (NAMED_BY_CONTENT.test(path)) event.respondWith(unchanging(event));
  else if (SITE.search.includes(path)) event.respondWith(found(event));
  else event.respondWith(other(event));
});
