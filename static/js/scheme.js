// Applies the color scheme that the reader chose, before the page is painted.
// An attribute on <html> tells the stylesheet; scheme-switch.js is where the reader chooses.
(() => {
  const KEY = "glossary:scheme";
  const root = document.documentElement;

  const chosen = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return root.dataset.scheme;
    }
  };

  const apply = (wish) => {
    const scheme = wish === "light" || wish === "dark" ? wish : "system";
    root.dataset.scheme = scheme;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.dataset.media ??= meta.media;
      const isChosen = meta.dataset.media.includes(scheme);
      meta.media = scheme === "system" ? meta.dataset.media : isChosen ? "all" : "not all";
    }
  };

  apply(chosen());
  addEventListener("scheme", (event) => apply(event.detail));
  const renew = () => dispatchEvent(new CustomEvent("scheme", { detail: chosen() }));
  // Another tab may have chosen, also while this page lay in the back-forward cache.
  addEventListener("storage", (event) => (event.key ?? KEY) === KEY && renew());
  addEventListener("pageshow", (event) => event.persisted && renew());
})();
