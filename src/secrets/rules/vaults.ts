import { form, type SecretRule, token } from "./rule.ts";

/** Keys of where keys are kept, and of what sets machines up with them. */
export const vaultRules: readonly SecretRule[] = [
  token(
    "vault-token",
    "https://developer.hashicorp.com/vault/docs/concepts/tokens",
    "hvs. hvb. hvr.",
    /[\w-]{24,300}/,
  ),
  token(
    "vault-token",
    "https://developer.hashicorp.com/vault/docs/concepts/tokens",
    "s.",
    /[A-Za-z0-9]{24}(?![\w.(-])/,
  ),
  form(
    "terraform-token",
    "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens",
    ".atlasv1.",
    /(?<![A-Za-z0-9])(?<random>[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70})/,
  ),
  token(
    "doppler-token",
    "https://docs.doppler.com/reference/auth-token-formats",
    "dp.pt. dp.sa. dp.ct. dp.scim. dp.audit. dp.said.",
    /[A-Za-z0-9]{40,44}/,
  ),
  token(
    "doppler-token",
    "https://docs.doppler.com/reference/auth-token-formats",
    "dp.st.",
    /(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/,
  ),
  token(
    "pulumi-token",
    "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/",
    "pul-",
    /[a-f0-9]{40}/,
  ),
  token(
    "infisical-token",
    "https://infisical.com/docs/documentation/platform/token",
    "st.",
    /[a-f0-9]{20,30}\.[a-f0-9]{20,40}\.[a-f0-9]{20,40}/,
  ),
  token(
    "onepassword-key",
    "https://support.1password.com/secret-key-security/",
    "A3-",
    /[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}/,
  ),
  token(
    "onepassword-token",
    "https://developer.1password.com/docs/service-accounts/",
    "ops_eyJ",
    /[\w+/=-]{200,2000}/,
  ),
  token(
    "age-secret-key",
    "https://github.com/C2SP/C2SP/blob/main/age.md",
    "AGE-SECRET-KEY-1",
    /[A-Z0-9]{58}/,
  ),
];
