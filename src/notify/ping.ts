import { exitCode } from "../errors.ts";
import type { Request } from "./send.ts";

/** The request at the start of a run, as Healthchecks and its relatives expect it: https://healthchecks.io/docs/http_api/ */
export const startPing = (url: string): Request => ({ url: withPath(url, "start"), method: "GET" });

/**
 * The request at the end: the address itself when all went well, `/log` when the run is to be repeated later (neither
 * well nor ill), else `/fail`, where what is held counts as ill: somebody has to look.
 *
 * @param summary the run's last line
 */
export function endPing(url: string, code: number, summary: string): Request {
  const end = code === exitCode.ok ? "" : code === exitCode.tryLater ? "log" : "fail";
  return { url: withPath(url, end), method: "POST", text: summary };
}

function withPath(address: string, end: string): string {
  if (end === "") return address;
  const url = new URL(address);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${end}`;
  return url.href;
}
