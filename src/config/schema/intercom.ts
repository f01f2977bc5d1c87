import { z } from "zod";
import { parseUrl } from "../../http/url.ts";
import { secret } from "./secret.ts";

/** Intercom's regional hosts, https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis (Regional endpoints). */
export const regionUrls = {
  us: "https://api.intercom.io",
  eu: "https://api.eu.intercom.io",
  au: "https://api.au.intercom.io",
} as const;

export const defaultVersion = "2.15";
export const tokenVariable = "INTERCOM_ACCESS_TOKEN";

const headerSafe = /^[\x21-\x7e]+$/;
const inQuotes = /^["']|["']$/;

export const intercomSchema = z
  .strictObject({
    token: secret()
      .refine((token) => !inQuotes.test(token), {
        error: "stands in quotes: Docker's --env-file and some CI settings keep them; write it without",
        abort: true,
      })
      .refine((token) => !/^bearer\s/i.test(token), {
        error: "begins with Bearer, which the program puts before it: write the token alone",
        abort: true,
      })
      .regex(headerSafe, "must be a single word without spaces, line breaks or special characters")
      .optional()
      .describe(
        `Access token of the workspace; default: \${${tokenVariable}}. Never write the token itself into this file.`,
      ),
    region: z
      .enum(["us", "eu", "au"])
      .optional()
      .meta({ default: "us", description: "Where the workspace is hosted." }),
    base_url: z
      .string()
      .superRefine((text, context) => {
        const fault = baseUrlFault(text);
        if (fault !== undefined) context.addIssue(fault);
      })
      .optional()
      .describe(
        "Address of the API instead of a region, such as that of a proxy or the emulator. https, or http on this machine.",
      ),
    version: z
      .string()
      .regex(/^(\d{1,2}\.\d{1,2}|Preview|Unstable)$/i, 'must be a version such as "2.15", or Preview')
      .default(defaultVersion)
      .describe("Intercom-Version header."),
  })
  .superRefine(({ region, base_url }, context) => {
    if (region === undefined || base_url === undefined) return;
    context.addIssue({
      code: "custom",
      path: ["base_url"],
      message: "cannot be combined with region; give one of the two",
    });
  })
  .describe("The workspace that receives the pages.");

/** What is wrong with a base URL, or undefined. It carries the token, so plain http is for this machine only. */
function baseUrlFault(text: string): string | undefined {
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol))
    return "must be an absolute URL such as https://api.intercom.io";
  if (url.username || url.password || url.search || url.hash)
    return "must be a plain address, without user name, ? or #";
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === "https:" || loopback
    ? undefined
    : "must start with https://: the token would travel in the clear (http is for this machine only)";
}
