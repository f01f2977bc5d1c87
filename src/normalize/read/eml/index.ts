import { FinIngestError } from "../../../errors.ts";
import { withWindowsSigns } from "../../../html/charset.ts";
import type { Document } from "../../document.ts";
import { sheetOfFormat } from "../../vocabulary/dropped.ts";
import { Warnings } from "../../warnings.ts";
import { cleanText } from "../encoding.ts";
import { plainHtml } from "../html-and-plain.ts";
import type { ReadPage } from "../reader.ts";

/** Far below the parser's own limits: nobody nests mail in mail more deeply by hand. */
const limits = { maxNestingDepth: 50, maxHeadersSize: 500_000, maxRfc822NestingDepth: 3 };

/**
 * An e-mail (.eml) as its reader sees it: the subject as the title, then the text, its HTML version where there is one.
 * Senders, recipients and other headers are left out, attached files are named.
 * https://www.rfc-editor.org/rfc/rfc5322
 *
 * @throws FinIngestError where it is encrypted, or nested more deeply than mail programs do
 */
export async function readEml({ body }: Document): Promise<readonly ReadPage[]> {
  const { default: PostalMime } = await import("postal-mime");
  const mail = await PostalMime.parse(body, limits).catch((cause: unknown) => {
    throw new FinIngestError("the document cannot be read: its parts are nested too deeply", {
      hint: "Is the file an .eml? Save the message again, or leave the document out.",
      cause,
    });
  });
  const warnings = new Warnings();
  for (const { filename, mimeType, related } of mail.attachments) {
    if (/^application\/(?:x-)?pkcs7-mime$|^application\/pgp-encrypted$/.test(mimeType)) throw encrypted();
    if (related !== true)
      warnings.add("attachment-dropped", `The attached file ${filename ?? `(${mimeType})`} is left out.`);
  }
  // The parser decodes by the runtime, which does not know Windows-1252.
  const decoded = (text: string) => cleanText(withWindowsSigns(text));
  const html = mail.html === undefined ? plainHtml(decoded(mail.text ?? "")) : content(decoded(mail.html));
  return [{ html, title: mail.subject, warnings: warnings.all() }];
}

/** All of a message is content: its sheets come along for what they hide, its head says nothing else. */
function content(html: string): string {
  return html
    .replaceAll(/<title\b[\s\S]*?<\/title\s*>/gi, "")
    .replaceAll(/<style\b/gi, `<style ${sheetOfFormat}`);
}

function encrypted(): FinIngestError {
  return new FinIngestError("the document cannot be read: it is encrypted", {
    hint: "Save a copy of the message that is not encrypted, or leave the document out.",
  });
}
