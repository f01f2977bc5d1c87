import { z } from "zod";
import { secret } from "../../src/config/schema/secret.ts";
import { attachmentKinds, textFormats } from "../../src/connector-kit/formats.ts";
import { parseUrl } from "../../src/http/url.ts";

/** The schemes of addresses, and what each is read by. */
const systems = {
  postgres: "postgres",
  postgresql: "postgres",
  mysql: "mysql",
  mariadb: "mysql",
  sqlserver: "mssql",
  mssql: "mssql",
  sqlite: "sqlite",
} as const;
export type System = (typeof systems)[keyof typeof systems];

const column = z.string().min(1).max(128);
const columns = z.union([column, z.array(column).min(1)]).transform((one) => [one].flat());

/** A column, or a template over columns. */
const value = z
  .string()
  .min(1)
  .refine(
    (text) => !/[{}]/.test(text.replaceAll(/\{[^{}]+\}/g, "")),
    "must be a column, or a template with {columns}",
  );

const fields = z.strictObject({
  id: column.describe("column that identifies a row permanently; unique, never NULL, best an indexed key"),
  title: value.optional().describe("column or template of the title; default: what the body says"),
  body: column.describe("column with the text; read for new versions only"),
  body_format: z
    .enum([...textFormats, ...attachmentKinds])
    .default("html")
    .describe("what the body is written in; pdf, docx, pptx, xlsx, odt and ods are for columns with bytes"),
  url: value
    .refine((text) => !text.includes("{") || isHttpTemplate(text), "must be an absolute URL with {columns}")
    .optional()
    .describe("where people read it: a column with absolute URLs, or https://kb.example.com/{slug}"),
  version: columns
    .optional()
    .describe(
      "column, or columns, of which one changes whenever the text may have; without it every body is read on every run",
    ),
  labels: columns.optional().describe("columns with labels for `rules`: text, an array, or a JSON array"),
  label_separator: z.string().min(1).optional().describe('what separates labels in one text: ","'),
  path: value
    .optional()
    .describe("column or template of the path that the globs of `rules` are matched against"),
  updated_at: column.optional().describe("column with the time of the last change"),
  deleted: column
    .optional()
    .describe(
      "column that says that the row was deleted: true, 1, or a time; false, 0, NULL and '' say it was not",
    ),
  withheld: column
    .optional()
    .describe("column that says in the same way that the row is a draft or withheld"),
  visible_to: column
    .optional()
    .describe(
      "column that narrows who may be answered: customers, teammates or nobody; NULL narrows nothing",
    ),
});
export type Fields = z.output<typeof fields>;

/** The options of a sql source, beside the common ones. README.md explains each. */
export const sqlOptions = z
  .strictObject({
    database: z
      .string()
      .refine(
        (text) => systemIn(text) !== undefined,
        "must be an address such as postgres://reader@db.example.com/kb, mysql://…, sqlserver://… or sqlite:./kb.db",
      )
      .refine(
        (text) => !/^[a-z]+:\/\/[^/@]*:[^/@]*@/i.test(text),
        "must not hold a password; give it as `password`",
      )
      .refine(isWholeAddress, "must name a user, a host and a database: postgres://reader@db.example.com/kb")
      .describe(
        "address of the database: postgres, mysql, mariadb or sqlserver with ://user@host:port/name, or sqlite:FILE",
      ),
    password: secret().optional().describe("the user's password"),
    tls: z
      .boolean()
      .default(true)
      .describe("encrypt the connection and check the server's certificate; false only in your own network"),
    query: z
      .string()
      .refine(
        (text) => /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with)\b/i.test(text),
        "must begin with SELECT or WITH",
      )
      .transform((text) => text.trim().replace(/(?:;\s*)+$/, ""))
      .describe("the query whose rows are the documents; without LIMIT and ORDER BY, which are added"),
    fields: fields.describe("what becomes of a row, by the query's columns"),
    page_size: z.number().int().min(1).max(10_000).default(500).describe("rows that are read at a time"),
    timeout: z
      .number()
      .int()
      .min(1)
      .max(3600)
      .default(60)
      .describe("seconds after which the database ends a query"),
    row_security: z
      .boolean()
      .default(false)
      .describe(
        "PostgreSQL: rows that a policy hides from the user are left out on purpose; else that is an error",
      ),
  })
  .superRefine(({ database, tls, password, row_security }, context) => {
    const system = systemIn(database);
    if (row_security && system !== "postgres")
      context.addIssue({ code: "custom", path: ["row_security"], message: "is for PostgreSQL only" });
    if (system !== "sqlite") return;
    if (password !== undefined)
      context.addIssue({ code: "custom", path: ["password"], message: "SQLite has none" });
    if (!tls)
      context.addIssue({
        code: "custom",
        path: ["tls"],
        message: "SQLite is a file: there is no connection",
      });
  });
export type SqlOptions = z.output<typeof sqlOptions>;

/** What an address is read by; undefined for a scheme that is not known. */
export function systemIn(database: string): System | undefined {
  const scheme = /^([a-z]+):/i.exec(database)?.[1]?.toLowerCase() ?? "";
  return scheme in systems ? systems[scheme as keyof typeof systems] : undefined;
}

function isWholeAddress(database: string): boolean {
  if (systemIn(database) === "sqlite") return /^sqlite:(?:\/\/)?[^?]+$/i.test(database);
  const url = parseUrl(database);
  return url !== undefined && url.username !== "" && url.hostname !== "" && /^\/[^/]+$/.test(url.pathname);
}

function isHttpTemplate(template: string): boolean {
  return (
    /^https?:\/\/[^/{}]+(?:[/?#]|$)/i.test(template) &&
    parseUrl(template.replaceAll(/\{[^}]*\}/g, "x")) !== undefined
  );
}
