import type { ReportedChange } from "../sync/run-report.ts";
import { audienceText, widens } from "./audience.ts";
import { count } from "./numbers.ts";
import {
  displayWidth,
  oneLine,
  type Paint,
  pad,
  type Tone,
  truncate,
  truncateMiddle,
} from "./terminal-text.ts";

type ListedKind = ReportedChange["kind"];

/** The sign and tone of each kind of change, everywhere. */
export const signs: Readonly<Record<ChangeLabel, { readonly sign: string; readonly tone: Tone }>> = {
  create: { sign: "+", tone: "new" },
  "sent again": { sign: "~", tone: "changed" },
  update: { sign: "~", tone: "changed" },
  hide: { sign: "-", tone: "gone" },
  delete: { sign: "-", tone: "gone" },
  hold: { sign: "!", tone: "alarm" },
  skip: { sign: "·", tone: "quiet" },
  fail: { sign: "x", tone: "alarm" },
};

/** What a change is called: the title, or the id where there is none. */
export function nameOf(change: Pick<ReportedChange, "title" | "externalId">): string {
  return change.title ?? change.externalId;
}

type Labelled = Pick<ReportedChange, "kind" | "reasons">;

export type ChangeLabel = ListedKind | "sent again";

/** What people are told that is done: a page that Intercom had before is sent again, not created. */
export const labelOf = ({ kind, reasons }: Labelled): ChangeLabel =>
  reasons.includes("sent again") ? "sent again" : kind;

/** The reason of changes that only another version of this program brings. */
export const newVersion = "new version of fin-ingest";

/** Their heading. */
export const newVersionHeading = (pages: number): string =>
  `${newVersion}: ${count(pages, "page")} ${pages === 1 ? "changes" : "change"} although nothing changed at the source`;

/** The reasons that the label does not say. */
export const furtherReasons = ({ reasons }: Labelled): readonly string[] =>
  reasons.filter((reason) => reason !== "sent again");

const prefixWidth = 12;
const roomyTitle = 40;

/** As wide as `customers` and `teammates`. */
const audienceWidth = 9;

/**
 * `  ~ update  customers  Leave and holidays   people/leave.md (content, title)`: one line per change, with the same
 * columns for every change, so that lines can be written as they come; `teammates → customers` where the audience
 * changes. Infinite `width`: nothing is cut.
 */
export function changeLine(change: ReportedChange, width: number, paint: Paint): string {
  const label = labelOf(change);
  const { sign, tone } = signs[label];
  const prefix = `${pad(`  ${sign} ${label}`, prefixWidth - 2)}  `;
  const audience = pad(audienceText(change.audience), audienceWidth);
  const start = `${paint(tone, prefix)}${paint(isAlarming(change) ? "alarm" : "quiet", audience)}  `;
  const name = oneLine(nameOf(change));
  const further = furtherReasons(change);
  const reasons = further.length > 0 ? `(${oneLine(further.join(", "))})` : "";
  const id = change.title === null ? "" : oneLine(change.externalId);
  if (!Number.isFinite(width)) {
    const rest = [id, reasons].filter(Boolean).join(" ");
    return `${start}${rest ? `${pad(name, roomyTitle)}  ${rest}` : name}`;
  }
  const room = width - displayWidth(prefix) - displayWidth(audience) - 2;
  const title = Math.floor((room - 2) / 2);
  if (id === "" && reasons === "") return `${start}${truncate(name, room)}`;
  const rest = fitted(id, reasons, room - 2 - title);
  return `${start}${pad(truncate(name, title), title)}  ${paint("quiet", rest)}`;
}

/** A page that was there is answered to more people than before. */
const isAlarming = ({ audience }: ReportedChange): boolean => audience.before !== null && widens(audience);

/** The reasons get their room first, up to two thirds. Of an id the first folder is kept, which tells what is internal. */
function fitted(id: string, reasons: string, room: number): string {
  if (id === "") return truncate(reasons, room);
  if (reasons === "") return truncateMiddle(id, room);
  const whyWidth = Math.max(room - displayWidth(id) - 1, Math.floor((room * 2) / 3));
  const why = truncate(reasons, whyWidth);
  return `${truncateMiddle(id, room - displayWidth(why) - 1)} ${why}`;
}
