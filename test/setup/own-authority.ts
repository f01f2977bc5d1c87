import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A certificate authority of a test's own, and a server's key and certificate for 127.0.0.1 that it issued. */
export interface OwnAuthority {
  /** Path of the authority's certificate. */
  readonly caFile: string;
  readonly ca: string;
  readonly keyFile: string;
  readonly certFile: string;
  readonly key: string;
  readonly cert: string;
}

/** Makes one with openssl in an empty folder. @param names hosts that the server's certificate is for, besides this machine */
export function ownAuthority(dir: string, names: readonly string[] = []): OwnAuthority {
  const file = (name: string) => path.join(dir, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const newKey = ["-newkey", "rsa:2048", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "30",
    "-subj",
    "/CN=Example authority",
    "-keyout",
    file("ca.key"),
    "-out",
    file("ca.pem"),
  );
  openssl(
    "req",
    ...newKey,
    "-subj",
    "/CN=127.0.0.1",
    "-keyout",
    file("server.key"),
    "-out",
    file("server.csr"),
  );
  const hosts = ["IP:127.0.0.1", ...["localhost", ...names].map((name) => `DNS:${name}`)].join(",");
  writeFileSync(file("server.ext"), `subjectAltName=${hosts}\nbasicConstraints=CA:FALSE\n`);
  openssl(
    "x509",
    "-req",
    "-in",
    file("server.csr"),
    "-CA",
    file("ca.pem"),
    "-CAkey",
    file("ca.key"),
    "-CAcreateserial",
    "-days",
    "30",
    "-extfile",
    file("server.ext"),
    "-out",
    file("server.pem"),
  );
  const [keyFile, certFile] = [file("server.key"), file("server.pem")];
  return {
    caFile: file("ca.pem"),
    ca: readFileSync(file("ca.pem"), "utf8"),
    keyFile,
    certFile,
    key: readFileSync(keyFile, "utf8"),
    cert: readFileSync(certFile, "utf8"),
  };
}
