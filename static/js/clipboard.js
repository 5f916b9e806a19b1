// Lets the reader copy what is made to be copied, and share the page by the system's own means.
//
// <pre data-copy="BibTeX"> gets a button "Copy BibTeX"; code in prose gets one too.  In .tools
// stand "Copy link" and, where the system has it, "Share".  Where a browser has no clipboard or
// no sharing there is no button: the text can still be selected.
const SHOWN = 2000;

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");

const say = (words) => {
  status.textContent = words;
  clearTimeout(status.timer);
  status.timer = setTimeout(() => (status.textContent = ""), 2 * SHOWN);
};

const makeButton = (words, what, act) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(words);
  if (what) {
    const rest = document.createElement("span");
    rest.className = "visually-hidden";
    rest.textContent = ` ${what}`;
    button.append(rest);
  }
  button.addEventListener("click", () => act(button));
  return button;
};

const copy = async (button, text) => {
  const words = button.firstChild;
  const before = (button.dataset.words ??= words.data);
  try {
    await navigator.clipboard.writeText(text);
    words.data = "Copied";
    say("Copied");
  } catch {
    words.data = "Not copied";
    say("The browser did not allow copying. The text can be selected.");
  }
  setTimeout(() => (words.data = before), SHOWN);
};

const addCopyButton = (element) => {
  const what = element.dataset.copy ?? "code";
  const text = () => element.textContent.trim();
  const button = makeButton("Copy", what, () => copy(button, text()));
  button.className = "copy-button";
  element.after(button);
};

const address = () => document.querySelector("link[rel=canonical]")?.href ?? location.href;

const share = async () => {
  try {
    await navigator.share({ title: document.title, url: address() });
  } catch {
    // The reader thought better of it.
  }
};

const addTool = (tools, button) => {
  button.className = "tool-button";
  const item = document.createElement(tools.matches("ul, ol") ? "li" : "p");
  item.append(button);
  tools.append(item);
};

const main = document.querySelector("main");
const tools = main?.querySelector(".tools");
if (tools && navigator.share) addTool(tools, makeButton("Share", "", share));
if (main && navigator.clipboard) {
  main.append(status);
  main.querySelectorAll("[data-copy], .prose pre").forEach(addCopyButton);
  if (tools) addTool(tools, makeButton("Copy link", "", (button) => copy(button, address())));
}
