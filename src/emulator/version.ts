import { Refusal } from "./errors.ts";

/** What a version of the API does differently. Facts: Intercom's OpenAPI descriptions 2.14, 2.15, 2.16 and preview. */
export interface Profile {
  readonly version: string;
  /** `audience_ids` and `apply_audience_to_existing_content` on sources. */
  readonly sourceAudiences: boolean;
  readonly locales: "en" | "any";
  /** `ai_sales_agent_availability` in requests. */
  readonly salesAgent: boolean;
  /** What PUT of a page takes: the deprecated `fin_availability` alone, or each availability too. */
  readonly putAvailability: "fin" | "each";
  /** PUT of a page without `url` removes the page's url instead of refusing the request. */
  readonly putDropsUrl: boolean;
  /** A source's url needs a public host. */
  readonly publicSourceUrl: boolean;
  /** `total_count` of a listing counts deleted pages too. */
  readonly countsDeleted: boolean;
  /** `GET /content/search`. */
  readonly contentSearch: boolean;
  /** `POST /fin/ask`. */
  readonly askFin: boolean;
}

const v214: Profile = {
  version: "2.14",
  sourceAudiences: false,
  locales: "en",
  salesAgent: false,
  putAvailability: "fin",
  putDropsUrl: false,
  publicSourceUrl: false,
  countsDeleted: false,
  contentSearch: false,
  askFin: false,
};
const v215: Profile = { ...v214, version: "2.15", sourceAudiences: true };
const v216: Profile = { ...v215, version: "2.16", contentSearch: true };
const preview: Profile = {
  ...v216,
  version: "Preview",
  salesAgent: true,
  putAvailability: "each",
  askFin: true,
};
const v217: Profile = {
  ...preview,
  version: "2.17",
  askFin: false,
  locales: "any",
  putDropsUrl: true,
  publicSourceUrl: true,
  countsDeleted: true,
};

/** `Unstable` is what the official SDK calls the preview. */
const profiles: ReadonlyMap<string, Profile> = new Map([
  ["2.14", v214],
  ["2.15", v215],
  ["2.16", v216],
  ["2.17", v217],
  ["preview", preview],
  ["unstable", preview],
]);

const versions: readonly string[] = ["2.14", "2.15", "2.16", "2.17", "Preview"];

/**
 * The profile that an `Intercom-Version` header asks for; without one, that of the app's own version.
 * @throws Refusal 400 for a version that is not emulated.
 */
export function profileOf(header: string | undefined, appVersion: string): Profile {
  const profile = profiles.get((header ?? appVersion).toLowerCase());
  if (profile) return profile;
  throw new Refusal(
    400,
    "intercom_version_invalid",
    `The requested version could not be found: the emulator knows ${versions.join(", ")}`,
    "Intercom-Version",
  );
}
