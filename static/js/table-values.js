// What the cells of a column are to whoever sorts them: numbers, days, or words.
const POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });

// "−1,234.5" and "5 × 10²⁶", as the page writes them.
const toNumber = (text) => {
  const plain = text.replaceAll(",", "").replaceAll("−", "-");
  const [digits, power] = plain.split(" × 10");
  if (!power) return Number(digits);
  const exponent = power.replace("⁻", "-").replace(/[⁰¹²³⁴-⁹]/g, (sign) => POWERS.indexOf(sign));
  return Number(`${digits}e${exponent}`);
};

const asItIs = (text) => text;

const NUMBER = { read: toNumber, compare: (a, b) => a - b };
const TIME = { read: asItIs, compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0) };
const TEXT = { read: asItIs, compare };

export const kindOf = ({ classList }) => {
  if (classList.contains("number")) return NUMBER;
  return classList.contains("time") ? TIME : TEXT;
};
