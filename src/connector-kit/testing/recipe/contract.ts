import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { rest } from "../../../../connectors/rest/index.ts";
import { valueAt } from "../../../../connectors/rest/jsonpath.ts";
import { type RestOptions, restOptions } from "../../../../connectors/rest/options.ts";
import { secretsIn } from "../../../config/read/mask.ts";
import { recipeOptions } from "../../../config/recipe/options.ts";
import { FinIngestError } from "../../../errors.ts";
import { withAuth } from "../../auth.ts";
import { type ApiFixture, describeApiConnector } from "../api-contract.ts";
import { testIo } from "../connector-contract.ts";
import {
  changeAt,
  type ExampleRecord,
  holderOfField,
  placeOf,
  recordsIn,
  takeAway,
  textExchange,
} from "./changes.ts";
import { type Examples, type Exchange, examplesSchema } from "./examples.ts";
import { type Replay, routesOf, startReplay } from "./replay.ts";

/** The address in examples that stands for the server which plays them. */
const SERVER = "${server}";

/**
 * The contract of all connectors, for a recipe of `rest`: its documented or noted examples are played by a server, which
 * then changes as the contract asks.
 *
 * @param recipe the name of a built-in recipe, or the path of a file
 * @param examples the path of the examples; see `examplesSchema`
 */
export function describeRecipe(recipe: string, examples: string): void {
  describeApiConnector(`rest: ${path.basename(recipe)}`, rest, () => startExamples(recipe, examples));
}

/** A server with a recipe's examples, and the source that reads it. @throws ConfigError, ZodError for unfit files */
export async function startExamples(recipe: string, file: string): Promise<ApiFixture> {
  const written = readFileSync(file, "utf8");
  const { exchanges: first, removed: last } = examplesSchema.parse(parse(written));
  let played: readonly Exchange[] = [];
  let headers: Readonly<Record<string, string>> = {};
  const server = await startReplay(
    () => played,
    () => headers,
    routesOf([...first, ...last.exchanges]),
  );
  const examples = examplesSchema.parse(parse(written.replaceAll(SERVER, server.url)));
  const options = recipeOptions(rest, { ...examples.source, recipe }, fromHere);
  const parsed = restOptions.parse(options);
  if (parsed.auth?.oauth)
    throw new FinIngestError("the examples have `auth: {oauth: …}`, which no example can answer", {
      hint: "Write `auth: {bearer: …}` there: what is asked with a token is the same however it was had.",
    });
  played = examples.exchanges;
  headers = await headersSentWith(parsed.auth, server.url);
  return {
    ...about(server, options, examples),
    ...changing(server, parsed, examples, (now) => (played = now)),
  };
}

type Changes = Pick<ApiFixture, "retitle" | "edit" | "remove">;

/** What never changes of a fixture. */
function about(
  server: Replay,
  options: unknown,
  { title_is_id, one_list, exchanges }: Examples,
): Omit<ApiFixture, keyof Changes> {
  const { list, detail } = restOptions.parse(options);
  const secrets = secretsIn(restOptions, options);
  const isText = (one: Exchange | undefined) =>
    (one?.text ?? "") !== "" ||
    (detail?.body !== undefined && typeof valueAt(detail.body, one?.answer) === "string");
  const nowhere = [list].flat().map((one) => ({ ...one, url: `${server.url}/nowhere` }));
  const given = JSON.stringify(options);
  const others = secrets.map((secret) => given.replaceAll(secret, "another-secret-1"));
  return {
    server,
    options,
    secrets,
    baseDir: "/",
    // The first page of an only list: without it there is nothing to go on with.
    isOwnFailure: (request) => nowhere.length === 1 && server.find(request) === exchanges[0],
    refused: [{}, { ...Object(options), fields: {} }],
    broken: [{ ...Object(options), list: nowhere }, ...others.map((text): unknown => JSON.parse(text))],
    ...(title_is_id && { titleIsId: true }),
    ...(one_list && { oneRequest: true }),
    bodyReads: () => server.requests.filter((request) => isText(server.find(request))).length,
    close: () => server.close(),
  };
}

/** What the contract does to the system, done to the examples. */
function changing(
  server: Replay,
  options: RestOptions,
  { exchanges, removed }: Examples,
  play: (now: readonly Exchange[]) => void,
): Changes {
  const { fields, detail } = options;
  async function recordWhere(isIt: (id: string) => boolean, nth = 0): Promise<ExampleRecord> {
    const io = testIo("/", tmpdir());
    const found = (await recordsIn(options, io).finally(() => io.http.close())).filter(({ id }) => isIt(id))[
      nth
    ];
    if (found === undefined) throw new Error(`the examples list too few documents, or no ${removed.id}`);
    return found;
  }
  return {
    async retitle() {
      const record = await recordWhere((id) => id !== removed.id);
      if (fields.title === undefined) return;
      const { at, holder } = holderOfField(fields.title, record);
      changeAt(at, placeOf(holder, exchanges).own, "fields.title");
    },
    async edit() {
      const record = await recordWhere((id) => id !== removed.id, 1);
      const { own } = placeOf(record, exchanges);
      const text = textExchange(options, record, server);
      if (text?.text !== undefined) text.text += " (again)";
      else if (text && detail?.body !== undefined) changeAt(detail.body, Object(text.answer), "detail.body");
      else if (fields.body !== undefined) changeAt(fields.body, own, "fields.body");
      if (fields.version !== undefined) changeAt(fields.version, own, "fields.version");
      return record.id;
    },
    async remove() {
      const record = await recordWhere((id) => id === removed.id);
      takeAway(options, placeOf(record, exchanges), exchanges);
      play([...removed.exchanges, ...exchanges]);
      return record.id;
    },
  };
}

/** The headers that a source's credentials send. */
async function headersSentWith(auth: RestOptions["auth"], origin: string): Promise<Record<string, string>> {
  let sent: Readonly<Record<string, string>> = {};
  const note = async (_url: string | URL, options: { headers?: Readonly<Record<string, string>> } = {}) => {
    sent = options.headers ?? {};
    return { status: 200, headers: {}, url: origin, body: new Uint8Array(), setCookies: [] };
  };
  await withAuth({ get: note, post: note }, auth, [origin]).get(origin);
  return { ...sent };
}

/** A recipe's file is where the process is: there is no configuration beside it. */
const fromHere = {
  file: "",
  read: (file: string) => readFileSync(file, "utf8"),
  resolve: (_from: string, named: string) => path.resolve(named),
  display: (file: string) => path.relative(process.cwd(), file),
};
