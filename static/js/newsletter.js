// Sends the newsletter's form once, however often it is clicked, and says what becomes of it.
const form = document.querySelector(".newsletter-form");
const field = form.querySelector("[type=email]");
const button = form.querySelector("button");
const status = form.querySelector("[role=status]");
const provider = status.dataset.provider;
const REFUSED = `${provider} did not take this address. Look at it once more.`;
const FAILED = `${provider} could not be reached, or takes nothing just now. Try again later.`;
let isUnderWay = false;

const wait = (on) => {
  isUnderWay = button.disabled = on;
  status.textContent = on ? `Sending to ${provider}…` : "";
};

const fail = (words) => {
  wait(false);
  status.textContent = words;
  if (words === REFUSED) field.setAttribute("aria-invalid", "true");
  field.focus();
};

const thank = () => {
  for (const part of form.children) part.hidden = part !== status;
  status.textContent = form.dataset.done;
  status.focus();
};

// What the provider's own page can say better is left to it.
const leave = () => (form.dataset.sends === "json" ? fail(FAILED) : HTMLFormElement.prototype.submit.call(form));

wait(false);
form.hidden = false;
form.parentElement.querySelector(".newsletter-else")?.remove();
field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
// A page that the reader comes back to stands as it was left.
addEventListener("pageshow", ({ persisted }) => persisted && wait(false));
form.addEventListener("submit", async (event) => {
  if (isUnderWay || form.dataset.sends) event.preventDefault();
  if (isUnderWay) return;
  wait(true);
  if (!form.dataset.sends) return;
  const answer = await import("./newsletter-send.js").then(({ send }) => send(form)).catch(() => "");
  if (answer === "taken") thank();
  else if (answer === "refused") fail(REFUSED);
  else leave();
});
