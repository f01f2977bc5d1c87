/** How a word is styled on a terminal. Colour only repeats what the word says. */
export type Tone = "good" | "new" | "changed" | "gone" | "alarm" | "quiet" | "strong";
export type Paint = (tone: Tone, text: string) => string;

const codes: Readonly<Record<Tone, readonly [number, number]>> = {
  good: [32, 39],
  new: [32, 39],
  changed: [33, 39],
  gone: [31, 39],
  alarm: [31, 39],
  quiet: [2, 22],
  strong: [1, 22],
};

/** Styles with ANSI codes, or leaves every text as it is. */
export function painter(colours: boolean): Paint {
  if (!colours) return (_tone, text) => text;
  return (tone, text) => {
    const [on, off] = codes[tone];
    return text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** What measures texts beyond ASCII. */
interface Measures {
  readonly graphemes: Intl.Segmenter;
  /** Asian wide and full-width characters and emoji, which take two columns (Unicode Standard Annex 11). */
  readonly wide: RegExp;
  readonly nothing: RegExp;
}

let measures: Measures | undefined;

/** Made when a text first needs it: to read Unicode's tables takes longer than all else of a verb's help. */
function unicode(): Measures {
  measures ??= {
    graphemes: new Intl.Segmenter("en", { granularity: "grapheme" }),
    wide: /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f1e6}-\u{1f1ff}\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|^\p{Extended_Pictographic}\ufe0f/u,
    nothing: /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u,
  };
  return measures;
}

const segmentsOf = (text: string): Intl.Segments => unicode().graphemes.segment(text);

const ansi = /\p{Cc}\[[0-9;]*m/gu;
const printableAscii = /^[\x20-\x7e]*$/;

/** Columns a text takes on a terminal; colour codes take none. */
export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  const plain = text.replace(ansi, "");
  if (printableAscii.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of segmentsOf(plain)) width += graphemeWidth(segment);
  return width;
}

function graphemeWidth(grapheme: string): number {
  const { nothing, wide } = unicode();
  if (nothing.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** Cuts a text without colour codes to at most `columns`, ending in `…` where something was cut. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  if (columns < 1) return "";
  let kept = "";
  let width = 0;
  for (const { segment } of segmentsOf(text)) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Like `truncate`, but cuts at the start: the end of a path or an address says more than its beginning. */
export function truncateStart(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  if (columns < 1) return "";
  let kept = "";
  let width = 0;
  for (const { segment } of [...segmentsOf(text)].reverse()) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    kept = segment + kept;
  }
  return `…${kept}`;
}

/** Keeps the first folder of a path, and as much of its end as there is room for: `internal/…te-work.md`. */
export function truncateMiddle(path: string, columns: number): string {
  const first = path.slice(0, path.indexOf("/") + 1);
  const room = columns - displayWidth(first);
  if (displayWidth(path) <= columns || first === "" || room < 1) return truncateStart(path, columns);
  return first + truncateStart(path.slice(first.length), room);
}

/** Fills up with spaces to `columns`. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** Breaks a text at spaces into lines of at most `columns`; a longer word gets a line of its own, whole, so that it can be copied. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}

/**
 * Makes a text from outside (a title, an id, an error) safe for one line of a terminal: control characters, which
 * could move the cursor or recolour the screen, and direction overrides become visible marks; line ends become spaces.
 */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd")
    .trim();
}
