import { AwsV4Signer } from "aws4fetch";
import { afterAll, beforeAll, describe, it } from "vitest";
import { stateStories } from "../e2e/state-stories.ts";
import { s3Env } from "../ledger/stores/s3-server.ts";
import { type Ceph, lacksForCeph, startCeph } from "./kit/ceph.ts";

const title = "a ledger in a Ceph Object Gateway";

if (lacksForCeph.length > 0) it.skip(`${title} (not installed: ${lacksForCeph.join(", ")})`, () => {});
else
  describe(title, async () => {
    let ceph: Ceph | undefined;
    beforeAll(async () => {
      const key = { accessKeyId: s3Env.AWS_ACCESS_KEY_ID, secretAccessKey: s3Env.AWS_SECRET_ACCESS_KEY };
      ceph = await startCeph(key);
      await makeBucket(`${ceph.url}/bucket`, key);
      // The suites of a ledger ask where an object store is when they need one.
      process.env.FIN_INGEST_TEST_S3 = ceph.url;
      console.log(`${title}: ${ceph.version}`);
    });
    afterAll(() => ceph?.stop());
    await import("../ledger/stores/stores.test.ts");
    await import("../ledger/ledger.test.ts");
    await import("../ledger/histories.test.ts");
    await import("../ledger/unchanged-listings.test.ts");
    await import("../ledger/environment.test.ts");
    stateStories(() => true, ["an object store"]);
  });

async function makeBucket(url: string, key: { accessKeyId: string; secretAccessKey: string }): Promise<void> {
  const signer = new AwsV4Signer({ ...key, method: "PUT", url, service: "s3", region: "us-east-1" });
  const { method, headers } = await signer.sign();
  const { status } = await fetch(url, { method, headers });
  if (status !== 200) throw new Error(`a bucket could not be made: ${status}`);
}
