/** How Word writes a number; formats that are not here are written as digits. ECMA-376 part 1, 17.18.59 */
export function formatted(value: number, format: string): string {
  switch (format) {
    case "lowerLetter":
      return letters(value);
    case "upperLetter":
      return letters(value).toUpperCase();
    case "lowerRoman":
      return roman(value);
    case "upperRoman":
      return roman(value).toUpperCase();
    case "decimalZero":
      return String(value).padStart(2, "0");
    case "ordinal":
      return `${value}${ordinalEnding(value)}`;
    case "none":
    case "bullet":
      return "";
    default:
      return String(value);
  }
}

/** `a` to `z`, then `aa`, `bb`, …: Word repeats the letter. */
function letters(value: number): string {
  if (value < 1 || value > 780) return String(value);
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

const romans: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

function roman(value: number): string {
  if (value < 1 || value > 3999) return String(value);
  let rest = value;
  let text = "";
  for (const [worth, sign] of romans)
    while (rest >= worth) {
      text += sign;
      rest -= worth;
    }
  return text;
}

function ordinalEnding(value: number): string {
  const last = value % 100;
  if (last >= 11 && last <= 13) return "th";
  return ["th", "st", "nd", "rd"][value % 10] ?? "th";
}
