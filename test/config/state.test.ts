// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import { describe, expect, test } from "vitest";
import { readState } from "../../src/config/read/state.ts";
import { config, load, refused } from "./support.ts";

const around = { baseDir: "/srv/docs", env: { HOME: "/home/fin" } };
const aws = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "of-nobody",
  AWS_SESSION_TOKEN: "for-now",
};
const storeOf = (written: string, env: Readonly<Record<string, string>> = {}) =>
  readState(written, { ...around, env }).store;

describe("a folder", () => {
  test.each([
    [".fin-ingest", "/srv/docs/.fin-ingest"],
    ["/var/lib/fin", "/var/lib/fin"],
    ["C:/fin", "/srv/docs/C:/fin"],
  ])("%s", (written, stateDir) => {
    expect(readState(written, around)).toEqual({ stateDir, secrets: [] });
  });
});

describe("a database", () => {
  test("with everything that can be said of it", () => {
    const written =
      "postgresql://fin:p%40ss-word@db.internal:5433/fin?workspace=acme&schema=own&lease=2m&sslmode=require&sslrootcert=ca.pem&application_name=x";
    const { store, secrets, stateDir } = readState(written, around);
    expect(store).toEqual({
      kind: "postgres",
      url: "postgresql://fin:p%40ss-word@db.internal:5433/fin?application_name=x",
      place: "postgres://db.internal:5433/fin (workspace acme, schema own)",
      workspace: "acme",
      schema: "own",
      tls: "verified",
      rootCertificates: "/srv/docs/ca.pem",
      leaseMs: 120_000,
    });
    expect(secrets).toEqual(["p%40ss-word", "p@ss-word"]);
    expect(stateDir).toMatch(/^\/home\/fin\/\.cache\/fin-ingest\/[0-9a-f]{16}$/);
  });

  test("whose copy is told apart by workspace and schema, and not by password", () => {
    const dirs = ["", "?workspace=a", "?workspace=b", "?schema=s"].map(
      (query) => readState(`postgres://u:one@h/d${query}`, around).stateDir,
    );
    expect(new Set(dirs).size).toBe(4);
    expect(readState("postgres://v:two@h/d", around).stateDir).toBe(dirs[0]);
    expect(readState("postgres://h/d", { ...around, env: { XDG_CACHE_HOME: "/cache" } }).stateDir).toMatch(
      /^\/cache\/fin-ingest\//,
    );
  });

  test.each([
    ["postgres://h/d", "verified"],
    ["postgres://localhost/d", "off"],
    ["postgres://127.0.0.1/d?sslmode=verify-full", "verified"],
    ["postgres://h/d?sslmode=disable", "off"],
  ])("%s is encrypted: %s", (written, tls) => {
    expect(storeOf(written)).toMatchObject({ tls });
  });
});

describe("an object store", () => {
  test("with a key of the environment", () => {
    const { store, secrets } = readState("s3://acme-fin/some/prefix/?region=eu-central-1", {
      ...around,
      env: aws,
    });
    expect(store).toEqual({
      kind: "s3",
      bucketUrl: "https://acme-fin.s3.eu-central-1.amazonaws.com",
      prefix: "some/prefix/",
      region: "eu-central-1",
      place: "s3://acme-fin/some/prefix",
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "of-nobody", sessionToken: "for-now" },
      leaseMs: 30_000,
    });
    expect(secrets).toEqual(["of-nobody", "for-now"]);
  });

  test.each([
    ["s3://a.dotted.name", {}, { bucketUrl: "https://s3.us-east-1.amazonaws.com/a.dotted.name", prefix: "" }],
    ["s3://acme-fin", { AWS_REGION: "eu-west-1" }, { region: "eu-west-1" }],
    [
      "s3://acme-fin",
      { AWS_ENDPOINT_URL_S3: "https://minio.internal/" },
      { bucketUrl: "https://minio.internal/acme-fin" },
    ],
    [
      "s3://acme-fin/p?endpoint=http://127.0.0.1:9000",
      { AWS_ENDPOINT_URL: "https://other" },
      { bucketUrl: "http://127.0.0.1:9000/acme-fin", place: "s3://acme-fin/p at http://127.0.0.1:9000" },
    ],
  ])("%s with %j", (written, env, expected) => {
    expect(storeOf(written, env)).toMatchObject(expected);
  });
});

describe("is refused, with its place in the file", () => {
  test.each([
    ["ftp://host/x", "knows s3:// and postgres:// and folders, not ftp://"],
    ["s3://B/x", "must name a bucket"],
    ["s3://acme-fin/x?bucket=y", "has no parameter bucket"],
    ["s3://acme-fin/x?endpoint=minio", "endpoint must be an address"],
    ["postgres://h/d?workspace=a/b", "workspace takes letters, digits, ., _ and -"],
    ["postgres://h/d?schema=a;b", "schema takes a-z, 0-9 and _"],
    ["postgres://h/d?lease=0s", "lease must be from 1s to 10m"],
    ["postgres://h/d?sslmode=prefer", "sslmode is verify-full or disable"],
    ["postgres://u:p#a@h/d", "is no address; what is special in a password is percent-encoded there"],
  ])("%s", (written, message) => {
    const { lines } = refused(`state: "${written}"\n${config()}`);
    expect(lines).toEqual([`1:8 state: ${message}`]);
  });
});

test("its password is masked wherever it may show", () => {
  const text = `state: "postgres://u:correct-horse@h/d"\n${config()}`;
  expect(load(text).secrets).toContain("correct-horse");
});
