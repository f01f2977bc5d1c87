import { Buffer } from "node:buffer";
import { FinIngestError } from "../../../errors.ts";
import type { DocumentFile, Warning } from "../../document.ts";
import { unseenText } from "../../legibility/ink.ts";
import type { ConvertedPage } from "../reader.ts";
import { finishDocx } from "./finish.ts";
import { preparedDocx } from "./package.ts";
import { withRoles } from "./roles.ts";

const styleMap = [
  "p[style-name='Fin Code'] => pre:separator('\\n')",
  "p[style-name='Fin Code Block'] => pre:fresh",
  "r[style-name='Fin Code'] => code",
  "p[style-name='Fin Quote'] => blockquote > p:fresh",
  "p[style-name='Fin Caption'] => p.caption:fresh",
  "p[style-name='Fin Title'] => h1.title:fresh",
  "p[style-name='Fin Subtitle'] => p:fresh",
  ...[1, 2, 3, 4, 5, 6].map((level) => `p[style-name='Fin Heading ${level}'] => h${level}:fresh`),
];

/**
 * A Word document (.docx) as semantic HTML: headings, lists, tables, code, quotes, notes and links, images by their
 * alternative text. As a reader sees it: without deleted and hidden text and comments, with inserted text.
 *
 * @throws FinIngestError when the document is encrypted, damaged, not a .docx, or unpacks to too much
 */
export async function readDocx({ body }: Pick<DocumentFile, "body">): Promise<readonly ConvertedPage[]> {
  const {
    zip,
    styles,
    title: stated,
    unseen,
    labels,
  } = preparedDocx(typeof body === "string" ? Buffer.from(body, "latin1") : body);
  const { default: mammoth } = await import("mammoth");
  const convertImage = mammoth.images.imgElement(async () => ({ src: "" }));
  const result = await mammoth
    .convertToHtml(
      { buffer: zip },
      {
        styleMap,
        convertImage,
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        transformDocument: (tree: unknown) => withRoles(tree, styles),
      },
    )
    .catch((error: unknown) => {
      throw unreadable(error);
    });
  const { html, title, warnings } = finishDocx(result.value, labels);
  const best = title ?? stated;
  return [
    {
      html,
      title: best,
      warnings: [
        ...warnings,
        ...unseenWarning(unseen),
        ...grouped(result.messages.map(({ message }) => message)),
      ],
    },
  ];
}

function unseenWarning(count: number): Warning[] {
  if (count === 0) return [];
  return [{ code: "hidden-text", message: unseenText(count) }];
}

function unreadable(cause: unknown): FinIngestError {
  return new FinIngestError("the document cannot be read: its XML is damaged", {
    hint: "Open the file in Word or LibreOffice and save it again.",
    cause,
  });
}

/** These do not matter: the style falls back to a paragraph, and images are dropped. */
const idle =
  /^(?:Unrecognised (?:paragraph|run|table) style|(?:Paragraph|Run|Table) style with ID|Image of type)/;

function grouped(messages: readonly string[]): Warning[] {
  const counts = new Map<string, number>();
  for (const message of messages)
    if (!idle.test(message)) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts].slice(0, 20).map(([message, times]) => ({
    code: "docx-conversion",
    message: times === 1 ? message : `${message} (${times} times)`,
  }));
}
