import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";
import { processEnv } from "../config/read/env.ts";
import { ConfigError, toFailure } from "../errors.ts";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates of a file in PEM, after those that Node trusts: its own (https://nodejs.org/api/tls.html#tlsrootcertificates)
 * and those of `NODE_EXTRA_CA_CERTS`, which Node itself passes over where others are given.
 *
 * @throws ConfigError that names `ca_file`, for a file that cannot be read or has no valid certificate
 */
export async function trustedCertificates(file: string): Promise<string[]> {
  const hint =
    "`ca_file` is a file of certificates in PEM (-----BEGIN CERTIFICATE-----), such as your IT hands out.";
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new ConfigError(`ca_file cannot be read: ${toFailure(error).message}`, { hint, cause: error });
  });
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new ConfigError(`${file} (ca_file) has no certificate`, { hint });
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate);
    } catch (error) {
      throw new ConfigError(`${file} (ca_file) has a certificate that cannot be read`, {
        hint,
        cause: error,
      });
    }
  }
  return [...rootCertificates, ...(await extraCertificates()), ...certificates];
}

/** None where the file cannot be read: Node has warned of it. https://nodejs.org/api/cli.html#node_extra_ca_certsfile */
async function extraCertificates(): Promise<string[]> {
  const file = processEnv().NODE_EXTRA_CA_CERTS;
  if (!file) return [];
  const text = await readFile(file, "utf8").catch(() => "");
  return text.match(CERTIFICATE) ?? [];
}
