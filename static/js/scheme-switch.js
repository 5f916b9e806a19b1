// Lets the reader choose light or dark, and remembers it; without a choice the system decides.
const KEY = "glossary:scheme";
const root = document.documentElement;
const room = document.querySelector(".scheme-switch");

const remember = (scheme) => {
  try {
    if (scheme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, scheme);
  } catch {
    // No storage: the choice holds for this page.
  }
};

if (room) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", (room.title = "Color scheme"));
  for (const name of ["System", "Light", "Dark"]) select.add(new Option(name, name.toLowerCase()));
  room.append(select);
  const show = () => (select.value = root.dataset.scheme);
  show();
  addEventListener("scheme", show);
  select.addEventListener("change", () => {
    remember(select.value);
    dispatchEvent(new CustomEvent("scheme", { detail: select.value }));
  });
}
