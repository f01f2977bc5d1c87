import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  installedVersion,
  loadOptional,
  type OptionalPackage,
  versionFault,
} from "../src/optional-package.ts";

describe("versions of optional packages", () => {
  test.each<[OptionalPackage, string, boolean]>([
    ["pg", "8.0.0", true],
    ["pg", "8.23.1", true],
    ["pg", "9.0.0", true],
    ["pg", "7.18.2", false],
    ["mysql2", "3.0.0-rc.1", true],
    ["mysql2", "2.3.3", false],
    ["mssql", "11.0.1", true],
    ["mssql", "10.0.4", false],
    ["nodemailer", "7.0.0", true],
    ["nodemailer", "6.10.1", false],
    ["playwright-core", "1.50.0", true],
    ["playwright-core", "1.49.1", false],
    ["playwright-core", "2.0.0", true],
    ["pdfjs-dist", "4.0.379", true],
    ["pdfjs-dist", "3.11.174", false],
    ["@huggingface/transformers", "4.0.0", true],
    ["@huggingface/transformers", "3.8.1", false],
    ["pg-boss", "10.4.0", true],
    ["pg-boss", "10.9.9", true],
    ["pg-boss", "10.3.3", false],
    ["pg-boss", "11.0.0", false],
    ["pg-boss", "12.0.0", true],
    ["pg-boss", "13.0.0", false],
    ["pg", "workspace", true],
  ])("%s %s works: %s", (name, version, works) => {
    const fault = versionFault(name, version);
    expect(fault === undefined).toBe(works);
    if (fault) expect(fault.message).toContain(`${name} ${version} is installed beside fin-ingest`);
  });

  test("what is wrong and what to do is said in words", () => {
    expect(versionFault("pg", "7.18.2")).toMatchObject({
      message: "pg 7.18.2 is installed beside fin-ingest, which needs 8.0 or a later one",
      hint: "npm install pg@latest, beside fin-ingest.",
    });
    expect(versionFault("pg-boss", "11.0.0")).toMatchObject({
      message:
        "pg-boss 11.0.0 is installed beside fin-ingest, which needs 10.4 or a later 10, or 12.0 or a later 12",
      hint: "npm install pg-boss@10.4, or pg-boss@12.0, beside fin-ingest.",
    });
  });
});

describe("what is installed", () => {
  test.each<OptionalPackage>(["pg", "mysql2", "nodemailer", "playwright-core", "pg-boss"])(
    "%s is found, whatever it exports, and works",
    (name) => {
      const version = installedVersion(name) ?? "";
      expect(version).toMatch(/^\d+\.\d+/);
      expect(versionFault(name, version)).toBeUndefined();
    },
  );

  test("one that is not there is named, with the way to install it", async () => {
    expect(existsSync("node_modules/mssql")).toBe(false);
    await expect(loadOptional("mssql", () => import("mssql"), "which reads mssql")).rejects.toMatchObject({
      message: "the package mssql, which reads mssql, is not installed",
      hint: "npm install mssql, beside fin-ingest.",
    });
  });

  test("one that is there and fails by itself says so itself", async () => {
    const broken = () => Promise.reject(new Error("no native module"));
    await expect(loadOptional("pg", broken, "which reads postgres")).rejects.toThrow("no native module");
  });
});
