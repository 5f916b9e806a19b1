// Lists on the page for readers without a network what they have visited before.

const HOME = new URL("../", import.meta.url);
const SIGNS = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#34;": '"', "&#39;": "'" };

async function title(answer) {
  const found = /<title>([^<]*)<\/title>/.exec(await answer.text());
  const text = (found?.[1] ?? "").replace(/&(?:[lg]t|amp|quot|#3[49]);/g, (sign) => SIGNS[sign]);
  const site = document.querySelector('meta[property="og:site_name"]')?.content;
  return text.endsWith(` · ${site}`) ? text.slice(0, -` · ${site}`.length) : text;
}

async function kept() {
  const links = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(`glossary:${HOME.pathname}:pages:`)) continue;
    const pages = await caches.open(name);
    for (const request of await pages.keys()) {
      links.push([await title(await pages.match(request)), request.url]);
    }
  }
  return links.filter(([text]) => text).sort(([a], [b]) => a.localeCompare(b, document.documentElement.lang));
}

async function show(section) {
  const links = await kept();
  if (!links.length) return;
  section.querySelector("ul").replaceChildren(
    ...links.map(([text, address]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = address;
      link.textContent = text;
      item.append(link);
      return item;
    }),
  );
  section.hidden = false;
}

const section = document.getElementById("kept");
if (section) show(section).catch(() => {});
