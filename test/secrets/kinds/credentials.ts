import { nodeKeys } from "../real-keys.ts";
import { fromTemplate, type Kind, kindsOf } from "./kind.ts";

const url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (payload: object, seed: number) =>
  [url({ alg: "HS256", typ: "JWT" }), url(payload), fromTemplate("{u43}", seed)].join(".");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const keys = nodeKeys();

/** Passwords where they stand, signed tokens and private keys. */
export const credentials: readonly Kind[] = [
  ...kindsOf(`
address postgres postgres://billing:{n16}@db1.acme-corp.com:5432/billing
address postgres-private postgres://billing:{n16}@10.2.3.4:5432/billing
address postgres-internal postgresql://app:{n14}@db.internal:5432/app
address postgres-driver postgresql+psycopg2://app:{n16}@db.local/app
address mysql mysql://root:{n16}@mysql.acme.local:3306/shop
address mongodb mongodb+srv://svc:{n18}@cluster0.a1b2c.mongodb.net/prod
address redis redis://:{n24}@cache.internal:6379/0
address amqp amqp://worker:{n16}@mq.acme.internal:5672/jobs
address smtp smtp://mailer:{n16}@smtp.acme.com:587
address ftp ftp://upload:{n12}@files.acme.com/in
address https https://deploy:{n14}@git.acme-corp.com/docs.git
address https-odd https://deploy:{n6}%21{n6}@nexus.acme.com/repository
address ldap ldap://cn=admin:{n14}@ldap.acme.internal
address jdbc jdbc:postgresql://db.acme.com/app?user=app&password={n16}
address jdbc-oracle jdbc:oracle:thin:scott/{n12}@//db.acme.com:1521/ORCL
address jdbc-sqlserver jdbc:sqlserver://db.acme.com:1433;user=sa;password={n16};encrypt=true
address ado Server=tcp:sql.acme.com,1433;Initial Catalog=app;User ID=app;Password={n16};Encrypt=True
address odbc Driver={ODBC Driver 18};Server=db1;Uid=report;Pwd={n14};
header basic Authorization: Basic {b64:deploy:{n16}}
header curl-user curl -u deploy:{n16} https://api.acme.com/v1/users
file npmrc-token //registry.acme.com/:_authToken={n40}
file npmrc-auth //registry.acme.com/:_auth={b64:ci:{n18}}
file netrc machine api.acme.com login deploy password {n16}
file pgpass db.acme.com:5432:billing:app:{n16}
file docker-auth {"auths": {"registry.acme.com": {"auth": "{b64:ci-bot:{n20}}"}}}
file kubeconfig-token users:\\n- name: admin\\n  user:\\n    token: {n48}
file nuget <add key="ClearTextPassword" value="{n20}" />
file htaccess AuthUserPassword: {p16}
file wireguard PrivateKey = {s43}=
file pip index-url = https://ci:{n20}@pypi.acme.com/simple
file maven <password>{n16}</password>
totp url otpauth://totp/Acme:ann@acme.com?secret={B32}&issuer=Acme
totp seed TOTP secret: {B32}
password assignment password = "{p16}"
password yaml password: {n16}
password env DB_PASSWORD={n20}
password admin The admin password is {p14}
password wifi Wi-Fi password: {n12}
password german Passwort: {n14}
password passphrase passphrase: {n20}
password camel "dbPassword": "{n18}"
password root root password for the router is {p14}.
password pwd pwd={n14}
password app app password: {l4} {l4} {l4} {l4}
`),
  ...Object.keys(keys).map(
    (name): Kind => ({
      provider: "private-key",
      name: name.replaceAll(" ", "-"),
      make: () => keys[name] ?? "",
    }),
  ),
  {
    provider: "jwt",
    name: "plain",
    make: (seed) => jwt({ sub: "u-77812", scope: "billing", iat: 1_763_000_000 }, seed),
  },
  {
    provider: "jwt",
    name: "of-example.com",
    make: (seed) => jwt({ sub: "ann@example.com", aud: "https://api.example.com" }, seed),
  },
  {
    provider: "jwt",
    name: "supabase-service",
    make: (seed) => jwt({ iss: "supabase", role: "service_role", iat: 1_700_000_000 }, seed),
  },
  {
    provider: "file",
    name: "kubernetes-secret",
    make: (seed) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: ${base64(fromTemplate("{n18}", seed))}\n`,
  },
  {
    provider: "file",
    name: "kubernetes-secret-other",
    make: (seed) =>
      `kind: Secret\nmetadata:\n  name: mail\ndata:\n  SMTP_CRED: ${base64(fromTemplate("{n24}", seed))}\n`,
  },
  {
    provider: "file",
    name: "kubeconfig-key",
    make: () => `users:\n- name: admin\n  user:\n    client-key-data: ${base64(keys["P-256 SEC 1"] ?? "")}\n`,
  },
  {
    provider: "file",
    name: "service-account",
    make: (seed) =>
      JSON.stringify({
        type: "service_account",
        private_key_id: fromTemplate("{h40}", seed),
        private_key: keys["RSA PKCS#8"],
      }),
  },
];
