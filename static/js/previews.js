// Shows the definition behind a link to a term.  All that it takes is loaded with the first sign
// that a reader may want it; see previews-intent.js.
const SIGNS = ["pointerover", "focusin", "pointerdown", "pointerup", "pointercancel"];

let last = null;
let loading = null;

const begin = async () => {
  try {
    const { notice } = await import("./previews-intent.js");
    for (const sign of SIGNS) document.removeEventListener(sign, note);
    notice(last);
  } catch {
    loading = null;
  }
};

const note = (event) => {
  last = event;
  if (event.target.closest?.("main a[href]")) loading ??= begin();
};

for (const sign of SIGNS) document.addEventListener(sign, note);
