/** How a word is set off on a terminal. Colour only repeats what the word says. */
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

/** Colours with ANSI codes, or leaves every text as it is. */
export function painter(colours: boolean): Paint {
  if (!colours) return (_tone, text) => text;
  return (tone, text) => {
    const [on, off] = codes[tone];
    return text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
