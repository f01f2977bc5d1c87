import { ProxyUnreachableError } from "./proxied.ts";

/** What went wrong below HTTP, by the error's code. */
export interface Fault {
  /** In words, without addresses of ours and without secrets. */
  readonly text: string;
  /** The request cannot have reached the server. */
  readonly unsent: boolean;
  /** The same request may go through later. */
  readonly passing: boolean;
  readonly hint?: string | undefined;
}

interface Known {
  readonly text: string;
  readonly unsent?: true;
  readonly lasting?: true;
}

/**
 * System and undici error codes.
 * @see https://nodejs.org/docs/latest-v20.x/api/errors.html#common-system-errors
 * @see https://undici.nodejs.org/#/docs/api/Errors
 */
const known: Readonly<Record<string, Known>> = {
  ENOTFOUND: { text: "the host name does not exist", unsent: true, lasting: true },
  EAI_AGAIN: { text: "the host name could not be looked up", unsent: true },
  ECONNREFUSED: { text: "the connection was refused", unsent: true },
  EHOSTUNREACH: { text: "the host cannot be reached", unsent: true },
  ENETUNREACH: { text: "the network cannot be reached", unsent: true },
  UND_ERR_CONNECT_TIMEOUT: { text: "no connection in time", unsent: true },
  UND_ERR_HEADERS_TIMEOUT: { text: "no answer in time" },
  UND_ERR_BODY_TIMEOUT: { text: "the answer stopped coming" },
  UND_ERR_SOCKET: { text: "the connection was closed before the answer was complete" },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { text: "the answer is shorter than it says" },
  UND_ERR_HEADERS_OVERFLOW: { text: "the answer's headers are too large", lasting: true },
  UND_ERR_INVALID_ARG: { text: "the request is not valid HTTP", unsent: true, lasting: true },
  ECONNRESET: { text: "the connection was reset" },
  EPIPE: { text: "the connection broke" },
  ETIMEDOUT: { text: "the connection timed out" },
  BODY_TOO_LARGE: { text: "the answer is too large", lasting: true },
  DEADLINE: { text: "no complete answer in time" },
};

/** Codes of TLS errors; they do not pass by waiting. */
const tls = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/;

/** Codes for a certificate whose issuer is not trusted, https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const untrusted =
  /^(?:DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|CERT_UNTRUSTED)/;
const untrustedHint =
  "Nobody here vouches for its certificate. If your company's own authority issued it, or a proxy that decrypts, name the file of that authority's certificate in NODE_EXTRA_CA_CERTS, or for one source in its `ca_file`.";

/** undici's words: https://github.com/nodejs/undici/blob/v7.30.2/lib/dispatcher/proxy-agent.js */
const refusedByProxy = /^Proxy (?:response|Authentication Required) \((\d+)\)/;

/** Classifies an error of a request; of the errors of one connect attempt (one per address) the first counts. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ProxyUnreachableError) return proxyFault(error);
  const message = error instanceof Error ? error.message : String(error);
  const refused = refusedByProxy.exec(message)?.[1];
  if (refused !== undefined)
    return {
      text: `the proxy refused the connection (HTTP ${refused})`,
      unsent: true,
      passing: refused >= "500",
      hint: refusalHint(refused),
    };
  const code = codeOf(error);
  const entry = known[code];
  if (entry)
    return { text: textOf(error, entry), unsent: entry.unsent === true, passing: entry.lasting !== true };
  if (tls.test(code)) {
    const hint = untrusted.test(code) ? untrustedHint : undefined;
    return { text: `the TLS connection could not be made (${code})`, unsent: true, passing: false, hint };
  }
  return { text: message || code || "unknown fault", unsent: false, passing: code.startsWith("HPE_") };
}

function proxyFault({ message, cause }: ProxyUnreachableError): Fault {
  const { text, passing } = faultOf(cause);
  return { text: `${message}: ${text}`, unsent: true, passing, hint: `Check ${proxyVariables}.` };
}

const proxyVariables = "HTTPS_PROXY, HTTP_PROXY and NO_PROXY";

const refusalHint = (status: string): string =>
  status === "407"
    ? "It asks for a name and a password: HTTPS_PROXY=http://name:password@proxy.example.com:3128."
    : `Have the host allowed there, or check ${proxyVariables}: what is named in NO_PROXY is asked without it.`;

const ownWords = new Set(["BODY_TOO_LARGE", "DEADLINE"]);

function textOf(error: unknown, { text }: Known): string {
  const code = codeOf(error);
  if (ownWords.has(code) && error instanceof Error) return error.message;
  return `${text} (${code})`;
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  if (typeof code === "string" && code !== "") return code;
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : "";
}
