import type { ReportedChange } from "../sync/run-report.ts";
import { audienceText, widens } from "./audience.ts";
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
export const signs: Readonly<Record<ListedKind, { readonly sign: string; readonly tone: Tone }>> = {
  create: { sign: "+", tone: "new" },
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
  const { sign, tone } = signs[change.kind];
  const prefix = pad(`  ${sign} ${change.kind}`, prefixWidth);
  const audience = pad(audienceText(change.audience), audienceWidth);
  const start = `${paint(tone, prefix)}${paint(isAlarming(change) ? "alarm" : "quiet", audience)}  `;
  const name = oneLine(nameOf(change));
  const reasons = change.reasons.length > 0 ? `(${oneLine(change.reasons.join(", "))})` : "";
  const id = change.title === null ? "" : oneLine(change.externalId);
  if (!Number.isFinite(width)) {
    const rest = [id, reasons].filter(Boolean).join(" ");
    return `${start}${rest ? `${pad(name, roomyTitle)}  ${rest}` : name}`;
  }
  const room = width - prefixWidth - displayWidth(audience) - 2;
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
