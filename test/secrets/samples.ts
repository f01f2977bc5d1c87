/** Random-looking values, put together here so that no scanner takes this file for a leak. */
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Deterministic text over an alphabet: the same seed, the same text. */
export function randomText(length: number, seed: number, alphabet = letters): string {
  let state = seed * 2_654_435_761 + 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return alphabet[(state >>> 8) % alphabet.length];
  }).join("");
}

const hexDigits = "0123456789abcdef";
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const base64 = `${letters}+/`;
const url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The body of a private key: lines of 64. */
const keyBody = (lines: number, seed = 7): string =>
  [
    `MIIE${randomText(60, seed, base64)}`,
    ...Array.from({ length: lines - 1 }, (_, n) => randomText(64, seed + n + 1, base64)),
  ].join("\n");

export const intercomToken = Buffer.from(
  `tok:${randomText(8, 3, hexDigits)}_${randomText(4, 4, hexDigits)}_${randomText(28, 5, hexDigits)}:1:0`,
).toString("base64");

export const jwt = [
  url({ alg: "HS256", typ: "JWT" }),
  url({ sub: "u-77812", scope: "billing", iat: 1_763_000_000 }),
  randomText(43, 11),
].join(".");

/** Kind → a secret of it, as a document may hold it; private keys are in `real-keys.ts`. */
export const secrets: Readonly<Record<string, string>> = {
  "intercom-token": intercomToken,
  jwt,
  "aws-access-key-id": `AKIA${randomText(16, 21, base32)}`,
  "aws-secret-access-key": `AWS_SECRET_ACCESS_KEY= "${randomText(40, 22, base64)}"`,
  "google-api-key": `AIza${randomText(35, 23)}`,
  "google-oauth-secret": `GOCSPX-${randomText(28, 24)}`,
  "azure-account-key": `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${randomText(86, 25, base64)}==;EndpointSuffix=core.windows.net`,
  "azure-client-secret": `abC8Q~${randomText(34, 26)}`,
  "azure-shared-access-signature": `https://acme.blob.core.windows.net/c?sv=2022-11-02&sr=c&sig=${randomText(43, 27)}%3D`,
  "github-token": `ghp_${randomText(36, 28)}`,
  "github-token, fine-grained": `github_pat_${randomText(22, 29)}_${randomText(59, 30)}`,
  "gitlab-token": `glpat-${randomText(20, 31)}`,
  "slack-token": `xoxb-${randomText(12, 32, "123456789")}-${randomText(12, 33, "123456789")}-${randomText(24, 34)}`,
  "slack-webhook": `https://hooks.slack.com/services/T${randomText(8, 35, base32)}/B${randomText(8, 36, base32)}/${randomText(24, 37)}`,
  "stripe-key": `sk_live_${randomText(24, 38)}`,
  "stripe-webhook-secret": `whsec_${randomText(32, 39)}`,
  "npm-token": `npm_${randomText(36, 40)}`,
  "openai-key": `sk-proj-${randomText(48, 41)}`,
  "atlassian-token": `ATATT3xFfGF0${randomText(180, 42)}`,
  "notion-token": `ntn_${randomText(46, 43)}`,
  "url-password": `https://deploy:${randomText(14, 44)}@git.acme-corp.com/docs.git`,
  "url-password, database": `postgres://billing:${randomText(16, 45)}@db1.acme-corp.com:5432/billing`,
};

/** What documentation is full of, and opens nothing. */
export const placeholders: readonly string[] = [
  "AKIAIOSFODNN7EXAMPLE",
  "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "ghp_1234567890abcdefghijklmnopqrstuvwxyz",
  "GITHUB_TOKEN=ghp_YourPersonalAccessTokenGoesHere0000",
  "glpat-xxxxxxxxxxxxxxxxxxxx",
  `sk_test_${"4eC39HqLyjWDarjtT1zdp7dc"}`,
  `sk_live_${"4eC39HqLyjWDarjtT1zdp7dc"}`,
  "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
  "xoxb-your-token-here",
  "xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx",
  "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
  "npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "//npm.example.com/:_authToken=${NPM_TOKEN}",
  "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ...\n-----END PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----\n<your key>\n-----END PRIVATE KEY-----",
  `-----BEGIN CERTIFICATE-----\n${keyBody(10)}\n-----END CERTIFICATE-----`,
  `-----BEGIN PUBLIC KEY-----\n${keyBody(6)}\n-----END PUBLIC KEY-----`,
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
  "Authorization: Bearer <access_token>",
  "Authorization: Bearer dG9rOxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "postgres://user:password@localhost:5432/db",
  "postgres://postgres:postgres@db:5432/app",
  "mongodb://myDBReader:D1fficultP%40ssw0rd@localhost:27017/",
  "mysql://root:secret@127.0.0.1/test",
  "https://user:pass@example.com/path",
  "https://username:password@proxy.acme.com:8080",
  "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
  "password: hunter2",
  "password: P@ssw0rd123!",
  "DB_PASSWORD=${DB_PASSWORD}",
  "password = os.environ['APP_PASSWORD_PRODUCTION']",
  "PASSWORD: {{ vault_database_password }}",
  "the admin password is changeme-2024!",
  "api_key = YOUR_API_KEY_GOES_HERE_12345",
  "api_key: 0123456789abcdef0123456789abcdef",
  "token: abcabcabcabcabcabcabcabcabcabcabcabc",
  "client_secret: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
  "client_id: 6f1ed002-ab5b-4c4e-9c0d-8f6f0e4b6a2a",
  `public_key = "${randomText(43, 91)}="`,
  `fingerprint of the key: ${randomText(40, 92, hexDigits)}`,
  `The token is cached under its sha256 ${randomText(64, 93, hexDigits)}`,
  "sk-...",
  "sk-ant-api03-...",
  "AKIAI44QH8DHBEXAMPLE",
  "TOTP secret: JBSWY3DPEHPK3PXP",
  "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
  "Authorization: Basic dXNlcm5hbWU6cGFzc3dvcmQ=",
  "curl -u admin:password https://api.acme.com",
  "redis://:password@cache:6379/0",
  "kubectl create secret generic db --from-literal=password=S3cret123",
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
  "ServiceType : Win32OwnProcess",
  "PublicKeyToken=31bf3856ad364e35",
  "tls.key: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCi4uLgotLS0tLUVORCBQUklWQVRFIEtFWS0tLS0tCg==",
  "commit 3f786850e387550fdab836ed7e6dc881de23001b",
  `argocd.token=${randomText(16, 94)}...`,
  `ORY_API_KEY="${randomText(14, 95)}…"`,
  "proxy: { bypass: 'localhost,127.0.0.1' }",
  "See the pass:specialcharacters,macros[introductory chapter] first.",
  '<user name="jimi" password="{noop}jimispassword" />',
  "gpg --keyserver keyserver.ubuntu.com --receive-keys 9F1E0C7A4B83D26E5A017C94D8B3F6E21A5C7D90",
  "keys:\n  - 4BDE18F83AF7EB23",
  `server_key: ${Buffer.from([4, ...randomText(64, 96)].map((one) => (typeof one === "number" ? one : one.charCodeAt(0)))).toString("base64url")}`,
  `"vapid_key": "${randomText(40, 97)}"`,
  `<AccessKeyId>${randomText(20, 98, base32)}</AccessKeyId>`,
  `AWS Access Key ID [None]: ${randomText(20, 99, base32)}`,
  `https://calendar.google.com/selfsched?sstoken=${randomText(40, 100)}`,
  `https://commons.wikimedia.org/w/index.php?search=a&searchToken=${randomText(25, 101)}`,
  "val oauth2UserRequest = OAuth2UserRequest(clientRegistration, accessToken)",
  "val accessToken = OAuth2UserRequest2(clientRegistration)",
  "val credential: Saml2X509Credential = Saml2X509Credential.verification(certificate)",
  `"authenticatorData": "${randomText(48, 102)}"`,
  "x-amz-credential=AKIDEXAMPLE99Q/20150830/us-east-1/s3/aws4_request",
  "apiKey: 'TU_LLAVE_DE_API_DE_BÚSQUEDA'",
  "postgres://kratos:CHANGE-ME-INSECURE-PASSWORD@db.acme-corp.com:5432/kratos",
  "smtp://{POSTMARK_API_TOKEN}:{POSTMARK_API_TOKEN}@smtp.postmarkapp.com:587/",
  "KEYCLOAK_ADMIN_PASSWORD=keycloakadmin123",
  "File system options to pass on to [chokidar](https://github.com/paulmillr/chokidar/tree/3.6.0#api).",
  "password = request.form['password']",
  "--- PASS: TestConfigValidation/invalid_config_-_empty_attribute_name (0.00s)",
  `Your webhook signing secret is whsec_${randomText(6, 106)}xxxxxxx`,
  `"authenticity_token"=>"${randomText(86, 107)}=="`,
  "[standup](https://acme.zoom.us/j/97683894330?pwd=1cb64ed5-3014-48b6-ae72-3d0738ac2263)",
  "helm verify --keyring acme_keyring_1020CF3C033D4F35BAE1C19E1226061C665DF13E.gpg chart.tgz",
  'logger="acme.trigger" key="team-864-p6ts6/app-7" error="none"',
  "| keystores | CertificateKeystoresX509 | key ACMEChallengeSolverDNS01 |",
  `| github.com/acme/terraform-pagerduty-integration | ${randomText(40, 105, hexDigits)} |`,
  `https://links.acme.com/l/${url({ alg: "HS256" })}.${url({ link: 103, to: "b:click" })}.${randomText(43, 103)}`,
  `DPoP: ${url({ typ: "dpop+jwt", alg: "ES256" })}.${url({ htm: "POST", iat: 1, jti: "a" })}.${randomText(86, 104)}`,
  "sha512-D1a/6U3JT2hhs+OpocAf1j+2t79ExrFqNm8j7pilhCQqpJ9QIEexGs1ty3v9wDACm48v0PFhCNCyn4hyctGYig==",
  "6f1ed002-ab5b-4c4e-9c0d-8f6f0e4b6a2a",
];
