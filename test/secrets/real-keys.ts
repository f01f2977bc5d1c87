import { execFileSync } from "node:child_process";
import { createCipheriv, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Kind → a private key that opens something, made just now. */
export type Keys = Readonly<Record<string, string>>;

const pkcs8 = { type: "pkcs8", format: "pem" } as const;
const encrypted = { ...pkcs8, cipher: "aes-256-cbc", passphrase: "a passphrase" } as const;

/** Keys as Node writes them. */
export function nodeKeys(): Keys {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const ed25519 = generateKeyPairSync("ed25519").privateKey;
  return {
    "RSA PKCS#1": rsa.export({ type: "pkcs1", format: "pem" }).toString(),
    "RSA PKCS#8": rsa.export(pkcs8).toString(),
    "RSA PKCS#8 encrypted": rsa.export(encrypted).toString(),
    "RSA PKCS#1 encrypted (DEK-Info)": rsa
      .export({ type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase: "a passphrase" })
      .toString(),
    "P-256 SEC 1": p256.export({ type: "sec1", format: "pem" }).toString(),
    "P-256 SEC 1 encrypted (DEK-Info)": p256
      .export({ type: "sec1", format: "pem", cipher: "aes-128-cbc", passphrase: "a passphrase" })
      .toString(),
    "P-256 PKCS#8": p256.export(pkcs8).toString(),
    "P-384 PKCS#8": generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export(pkcs8).toString(),
    "Ed25519 PKCS#8": ed25519.export(pkcs8).toString(),
    "Ed25519 PKCS#8 encrypted": ed25519.export(encrypted).toString(),
    "X25519 PKCS#8": generateKeyPairSync("x25519").privateKey.export(pkcs8).toString(),
    "Ed448 PKCS#8": generateKeyPairSync("ed448").privateKey.export(pkcs8).toString(),
    "DSA PKCS#8": generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 })
      .privateKey.export(pkcs8)
      .toString(),
    "Ed25519 OpenSSH": openSsh(),
    "Ed25519 OpenSSH encrypted": openSsh(randomBytes(32)),
    PGP: pgp(),
  };
}

/** Keys as `ssh-keygen` writes them, where it is installed. */
export function sshKeygenKeys(): Keys {
  // To find longer primes takes most of a second each, and what is written has the same form.
  const short = ["-b", "1024"];
  const kinds = [
    ["ed25519"],
    ["rsa", ...short],
    ["ecdsa"],
    ["ecdsa", "-b", "521"],
    ["ed25519", "-N", "a passphrase"],
    ["rsa", ...short, "-m", "PEM"],
    ["rsa", ...short, "-m", "PKCS8"],
    ["rsa", ...short, "-m", "PEM", "-N", "a passphrase"],
    ["ecdsa", "-m", "PEM"],
  ];
  return inFolder((folder) =>
    Object.fromEntries(
      kinds.flatMap(([type = "", ...rest], index) => {
        const file = join(folder, `key-${index}`);
        const phrase = rest.includes("-N") ? [] : ["-N", ""];
        const options = { stdio: "ignore" } as const;
        if (
          !ran(() => execFileSync("ssh-keygen", ["-q", "-t", type, ...rest, ...phrase, "-f", file], options))
        )
          return [];
        return [[`ssh-keygen -t ${[type, ...rest].join(" ")}`, readFileSync(file, "utf8")]];
      }),
    ),
  );
}

/** Keys as `openssl` writes them, where it is installed. */
export function opensslKeys(): Keys {
  const kinds = [
    "genrsa 1024",
    "genrsa -traditional 1024",
    "genrsa -aes256 -passout pass:phrase -traditional 1024",
    "genpkey -algorithm ed25519",
    "genpkey -algorithm x25519",
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
    "ecparam -name prime256v1 -genkey -noout",
    "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -aes-256-cbc -pass pass:phrase",
  ];
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      let key = "";
      const options = {
        encoding: "utf8" as const,
        stdio: ["ignore" as const, "pipe" as const, "ignore" as const],
      };
      return ran(() => {
        key = execFileSync("openssl", kind.split(" "), options);
      })
        ? [[`openssl ${kind}`, key]]
        : [];
    }),
  );
}

function ran(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "keys-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const armour = (kind: string, bytes: Buffer, width: number, before = "", after = ""): string => {
  const lines = bytes.toString("base64").match(new RegExp(`.{1,${width}}`, "g")) ?? [];
  return `-----BEGIN ${kind}-----\n${before}${lines.join("\n")}\n${after}-----END ${kind}-----\n`;
};

const field = (value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** The format of OpenSSH, https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
function openSsh(wrapping?: Buffer): string {
  const { d = "", x = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const [secret, open] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  const check = randomBytes(4);
  const named = field("ssh-ed25519");
  const plain = [check, check, named, field(open), field(Buffer.concat([secret, open])), field("ann@laptop")];
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  const inner = Buffer.concat(plain);
  const whole = Buffer.concat([inner, padding.subarray(0, (16 - (inner.length % 16)) % 16)]);
  const cipher = wrapping && createCipheriv("aes-256-ctr", wrapping, randomBytes(16));
  const [name, kdf, parameters] = cipher
    ? ["aes256-ctr", "bcrypt", Buffer.concat([field(randomBytes(16)), Buffer.from([0, 0, 0, 16])])]
    : ["none", "none", Buffer.alloc(0)];
  const body = [
    Buffer.from("openssh-key-v1\0"),
    ...[field(name), field(kdf), field(parameters), Buffer.from([0, 0, 0, 1])],
    field(Buffer.concat([named, field(open)])),
    field(cipher ? Buffer.concat([cipher.update(whole), cipher.final()]) : whole),
  ];
  return armour("OPENSSH PRIVATE KEY", Buffer.concat(body), 70);
}

/** A secret-key packet of EdDSA, https://www.rfc-editor.org/rfc/rfc4880#section-5.5.3 */
function pgp(): string {
  const { d = "", x = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const curve = Buffer.from("092b06010401da470f01", "hex");
  const point = Buffer.concat([Buffer.from([1, 7, 0x40]), Buffer.from(x, "base64url")]);
  const key = Buffer.concat([Buffer.from([0, 1, 0]), Buffer.from(d, "base64url"), randomBytes(2)]);
  const packet = Buffer.concat([Buffer.from([4]), randomBytes(4), Buffer.from([22]), curve, point, key]);
  const whole = Buffer.concat([
    Buffer.from([0x94, packet.length]),
    packet,
    Buffer.from([0xb4, 3]),
    Buffer.from("Ann"),
  ]);
  return armour(
    "PGP PRIVATE KEY BLOCK",
    whole,
    64,
    "Version: GnuPG v2\n\n",
    `=${randomBytes(3).toString("base64")}\n`,
  );
}
