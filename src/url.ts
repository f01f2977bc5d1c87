/**
 * An address, or undefined where it is none. `URL.canParse` is not asked: on Node 20 it denies international host names
 * (`https://é.example`) once V8 has optimised whoever asks.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
