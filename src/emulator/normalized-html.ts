/**
 * What becomes of html that is sent. Whether Intercom gives it back byte for byte is not documented, so a client must do
 * with each of these:
 * - `never`: it is kept as it was sent
 * - `at-once`: it is kept normalised, and the answer to the upload already shows it so
 * - `later`: the answer shows what was sent, every later one what was kept
 */
export const htmlHandlings = ["never", "at-once", "later"] as const;
export type HtmlHandling = (typeof htmlHandlings)[number];

/** Html as an editor would write it again: same text, other markup. Doing it twice does nothing more. */
export const normalizeHtml = (html: string): string =>
  html
    .replace(/<(p|h[1-6])>/g, '<$1 class="intercom-align-left">')
    .replace(/<(br|hr)\s*\/?>/g, "<$1 />")
    .replace(/>\s*\n\s*</g, "><")
    .trim();
