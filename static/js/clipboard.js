// Loads the buttons for copying and sharing where there is something to copy or to share.
if (document.querySelector("main :is([data-copy], .prose pre, .tools)")) {
  import("./clipboard-buttons.js").catch(() => {});
}
