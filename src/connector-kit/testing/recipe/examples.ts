import { z } from "zod";

const exchange = z
  .strictObject({
    request: z
      .string()
      .regex(/^(?:GET|POST) \/\S*$/, "must be a method and an address: GET /api/pages?offset=0")
      .describe("method, path and query, as the recipe asks"),
    json: z.unknown().optional().describe("the JSON that a POST carries"),
    status: z.number().int().default(200),
    headers: z.record(z.string(), z.string()).default({}),
    answer: z.unknown().optional().describe("the JSON that the system answers"),
    text: z.string().optional().describe("the file that the system answers, which is not JSON"),
  })
  .refine(
    ({ answer, text }) => (answer === undefined) !== (text === undefined),
    "has either an `answer` or a `text`",
  );
export type Exchange = z.output<typeof exchange>;

/**
 * Examples of a system's requests and answers, written from its public documentation or noted from a real system: what a
 * recipe is tested against. `${server}` stands for the address of the server that plays them.
 */
export const examplesSchema = z.strictObject({
  documentation: z.array(z.string().min(1)).min(1).describe("where the examples come from"),
  source: z
    .record(z.string(), z.unknown())
    .describe(
      "what a user writes beside `recipe`: settings, auth, audience; the secrets in `auth` are made up",
    ),
  exchanges: z.array(exchange).min(2),
  removed: z
    .strictObject({
      id: z.string().describe("external id of the document that is removed"),
      exchanges: z.array(exchange).min(1).describe("what is answered for it from then on"),
    })
    .describe("a deletion, as the system tells of it"),
  title_is_id: z.boolean().default(false).describe("a document under another title is another document"),
  one_list: z.boolean().default(false).describe("one answer lists all documents, whatever their number"),
});
export type Examples = z.output<typeof examplesSchema>;
