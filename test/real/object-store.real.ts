import { AwsV4Signer } from "aws4fetch";
import { afterAll, describe, it } from "vitest";
import { stateStories } from "../e2e/state-stories.ts";
import { s3Env } from "../ledger/stores/s3-server.ts";
import { lacksForCeph, startCeph } from "./kit/ceph.ts";

const title = "a ledger in a Ceph Object Gateway";

if (lacksForCeph.length > 0) it.skip(`${title} (not installed: ${lacksForCeph.join(", ")})`, () => {});
else {
  const key = { accessKeyId: s3Env.AWS_ACCESS_KEY_ID, secretAccessKey: s3Env.AWS_SECRET_ACCESS_KEY };
  const ceph = await startCeph(key);
  afterAll(() => ceph.stop());
  await makeBucket(`${ceph.url}/bucket`, key);
  // The contract suites of a ledger's stores ask where their object store is.
  process.env.FIN_INGEST_TEST_S3 = ceph.url;
  console.log(`${title}: ${ceph.version}`);
  describe(title, async () => {
    for (const suite of ["stores/stores", "ledger", "environment", "unchanged-listings"])
      await import(`../ledger/${suite}.test.ts`);
    stateStories((kind) => kind === "an object store");
  });
}

async function makeBucket(url: string, key: { accessKeyId: string; secretAccessKey: string }): Promise<void> {
  const signer = new AwsV4Signer({ ...key, method: "PUT", url, service: "s3", region: "us-east-1" });
  const { method, headers } = await signer.sign();
  const { status } = await fetch(url, { method, headers });
  if (status !== 200) throw new Error(`a bucket could not be made: ${status}`);
}
