import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import path from "node:path";

type PlainServer = ReturnType<typeof createPlainServer>;

const backend = path.join(execFileSync("git", ["--exec-path"]).toString().trim(), "git-http-backend");

/** A git server over https as hosts run them: basic authentication, then git's own http backend. */
export class GitServer {
  /** Whether this machine has what it takes: git's http backend and openssl for a certificate. */
  static readonly possible = existsSync(backend) && hasOpenssl();

  /** The password to ask for; none asks for nothing. */
  password: string | undefined;
  /** Sends every request to another server, when set. */
  redirectTo: string | undefined;
  /** The user names that came, one per request with credentials. */
  readonly users: string[] = [];
  readonly url: string;
  readonly certificate: string;
  private readonly server: Server | PlainServer;

  private constructor(server: Server | PlainServer, certificate: string, port: number, scheme = "https") {
    this.server = server;
    this.certificate = certificate;
    this.url = `${scheme}://localhost:${port}`;
  }

  /** The same without encryption; `certificate` names no file. */
  static async startPlain(root: string): Promise<GitServer> {
    const server = createPlainServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const started = new GitServer(server, "", port, "http");
    server.on("request", (request, response) => started.answer(root, request, response));
    return started;
  }

  /** Serves the repositories below a folder; with the certificate of another server, when given. */
  static async start(root: string, like?: GitServer): Promise<GitServer> {
    const certificate = like?.certificate ?? path.join(root, "certificate.pem");
    const key = path.join(path.dirname(certificate), "key.pem");
    if (like === undefined) makeCertificate(certificate, key);
    const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const started = new GitServer(
      server,
      certificate,
      typeof address === "object" ? (address?.port ?? 0) : 0,
    );
    server.on("request", (request, response) => started.answer(root, request, response));
    return started;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer(root: string, request: IncomingMessage, response: ServerResponse): void {
    const basic = /^Basic (.*)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const [, user = "", password] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, "base64").toString()) ?? [];
    if (password !== undefined) this.users.push(user);
    if (this.redirectTo !== undefined) {
      response.writeHead(302, { location: this.redirectTo + (request.url ?? "") }).end();
    } else if (this.password !== undefined && password !== this.password) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    } else runBackend(root, request, response);
  }
}

/** https://git-scm.com/docs/git-http-backend: CGI, RFC 3875. */
function runBackend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "https://localhost");
  const encoding = request.headers["content-encoding"];
  const child = spawn(backend, {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "safe.directory",
      GIT_CONFIG_VALUE_0: "*",
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      ...(encoding === undefined ? {} : { HTTP_CONTENT_ENCODING: encoding }),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => {});
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.once("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    const headers = output
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(/:\s*/, 2));
    const status = Number(headers.find(([name]) => name === "Status")?.[1]?.slice(0, 3) ?? 200);
    for (const [name = "", value = ""] of headers) if (name !== "Status") response.setHeader(name, value);
    response.writeHead(status).end(output.subarray(end + 4));
  });
}

function makeCertificate(certificate: string, key: string): void {
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const kind = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
  ];
  execFileSync("openssl", [...kind, "-keyout", key, "-out", certificate, ...subject], { stdio: "pipe" });
}

function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}
