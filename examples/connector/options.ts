import { z } from "zod";
import { secret } from "../../src/config/schema/secret.ts";

/** The options of a json-feed source, beside the common ones. */
export const jsonFeedOptions = z.strictObject({
  feed: z.url({ protocol: /^https?$/ }).describe("address of the JSON Feed"),
  token: secret().optional().describe("bearer token, if the feed is private"),
});
export type JsonFeedOptions = z.output<typeof jsonFeedOptions>;
