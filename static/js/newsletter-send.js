// Sends the newsletter's form to a provider that answers scripts: "taken", "refused" (the address
// is at fault) or "unknown".  Ghost takes JSON, with a token asked for before; others take fields.
const PATIENCE = 15_000;

const ask = (address, request) => fetch(address, { ...request, signal: AbortSignal.timeout(PATIENCE) });

async function sendJson(action, data) {
  const token = await ask(new URL("../integrity-token/", action));
  if (!token.ok) return "unknown";
  const { email, emailType } = Object.fromEntries(data);
  const labels = data.getAll("labels");
  const integrityToken = await token.text();
  const reply = await ask(action, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, emailType, labels, integrityToken }),
  });
  if (reply.ok) return "taken";
  return reply.status === 400 ? "refused" : "unknown";
}

// Formspree lists errors with their fields, MailerLite has a list for each field.
const atFault = ({ errors }) =>
  Array.isArray(errors) ? errors.map((error) => error.field) : Object.keys(errors?.fields ?? {});

async function sendFields(action, data) {
  const reply = await ask(action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(data),
  });
  const answer = (await reply.json().catch(() => null)) ?? {};
  if (reply.ok && answer.success !== false) return "taken";
  return atFault(answer).includes("email") ? "refused" : "unknown";
}

export function send(form) {
  const action = form.getAttribute("action") ?? location.href;
  const data = new FormData(form);
  return form.dataset.sends === "json" ? sendJson(action, data) : sendFields(action, data);
}
