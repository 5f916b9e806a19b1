// Says behind the day on which figures were looked up how long ago that is.
//
// The page itself says no age, for it would be wrong tomorrow.  The stylesheet keeps a line free.
const DAY = 86_400_000;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

const today = new Date();

// A month or a year is no day: its age is counted in its own kind.
const age = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  const years = today.getFullYear() - year;
  if (!month) return [years, "year"];
  const months = years * 12 + today.getMonth() + 1 - month;
  if (!day) return months < 24 ? [months, "month"] : [Math.floor(months / 12), "year"];
  const now = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  const days = Math.round((now - Date.UTC(year, month - 1, day)) / DAY);
  if (days < 14) return [days, "day"];
  if (days < 60) return [Math.floor(days / 7), "week"];
  if (days < 730) return [Math.floor(days / 30.44), "month"];
  return [Math.floor(days / 365.25), "year"];
};

for (const time of document.querySelectorAll(".as-of time")) {
  const [count, unit] = age(time.dateTime);
  if (!(count >= 0)) continue;
  const span = document.createElement("span");
  span.className = "age";
  span.textContent = words.format(-count, unit);
  time.parentElement.append(" ", span);
}
