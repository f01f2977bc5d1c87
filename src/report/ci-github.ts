import type { CiPage, CiPlan } from "../sync/ci-plan.ts";
import { widened } from "./ci-gates.ts";
import { oneLine } from "./terminal-text.ts";

type Level = "notice" | "warning" | "error";

/**
 * A plan as annotations of a GitHub workflow, a line each: what is held, refused, unread or to be looked at, beside the
 * file that it is about. Empty where there is nothing to say.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function ciGithub(plan: CiPlan): string {
  const lines = [
    ...(plan.refused ?? []).map(({ source, message, hint }) =>
      annotation("error", `${source}: ${message} ${hint}`),
    ),
    ...plan.held.map(({ file, message, resolve }) => annotation("error", `${message}. ${resolve}`, file)),
    ...plan.failed.map(({ file, externalId, message }) =>
      annotation("warning", `${externalId} could not be read: ${message}`, file),
    ),
    ...widened(plan).map(({ page, isNew }) =>
      annotation(
        "notice",
        `Customers will be answered from "${page.title}"${isNew ? "" : ", as they were not before"}`,
        page.file,
      ),
    ),
    ...[...(plan.ruleWarnings ?? []), ...(plan.notCompared ?? [])].map(({ source, message }) =>
      annotation("warning", `${source}: ${message}`),
    ),
    ...[...plan.learn, ...plan.change, ...(plan.moved ?? [])].flatMap(warningsOf),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

const warningsOf = ({ title, file, warnings }: CiPage): string[] =>
  warnings.map(({ message }) => annotation("warning", `${title}: ${message}`, file));

/** Documents have no line to point at: a page's warnings are about all of it. */
function annotation(level: Level, message: string, file?: string): string {
  const place = file === undefined ? "" : ` file=${property(file)},line=1`;
  return `::${level}${place}::${data(oneLine(message))}`;
}

/** Titles and paths come from forks: none may end the line, or begin another command. */
const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
