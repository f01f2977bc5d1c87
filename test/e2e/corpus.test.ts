import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { validateExchange } from "../emulator/openapi.ts";
import { type Company, startCompany } from "./company.ts";

const corpora = path.resolve(import.meta.dirname, "../../../shared/corpus");

const astro = path.join(corpora, "astro-docs/src/content/docs/en");
const powershell = path.join(corpora, "powershell-docs");

/** Real documentation, where it lies beside the project; elsewhere the bundled handbook stands for it. */
const repositories = [
  {
    name: "astro-docs",
    // All of it takes a quarter of a minute, most of which is spent on parsing MDX: with FULL_CORPORA=1.
    ...(process.env.FULL_CORPORA
      ? { folder: astro, pages: 420, edit: "astro-courses.mdx" }
      : { folder: path.join(astro, "tutorial"), pages: 33, edit: "0-introduction/index.mdx" }),
  },
  {
    name: "powershell-docs",
    ...(process.env.FULL_CORPORA
      ? { folder: powershell, pages: 246 }
      : { folder: path.join(powershell, "reference/docs-conceptual"), pages: 33 }),
    edit: undefined,
  },
].filter(({ folder }) => existsSync(folder));
const handbook = {
  name: "the sample handbook",
  folder: path.resolve("examples/handbook"),
  pages: 24,
  edit: "api/webhooks.md",
};

describe("a real docs repository", () => {
  let company: Company;
  afterEach(() => company.close());

  it.each(repositories.length > 0 ? repositories : [handbook])(
    "$name: $pages pages, then no write, then one",
    async ({ folder, pages, edit }) => {
      company = await startCompany({ inProcess: true, documents: 0 });
      rmSync(path.join(company.dir, "docs/internal"), { recursive: true });
      company.configure((text) =>
        text.replace("visible_to: teammates}", "visible_to: teammates, optional: true}"),
      );
      rmSync(path.join(company.dir, "docs/draft.md"));
      cpSync(folder, path.join(company.dir, "docs"), { recursive: true });
      company.commit("the real documents");

      const first = await company.report("nightly");
      expect(first.report.sources[0]?.counts).toMatchObject({ create: pages, fail: 0, hold: 0 });
      expect(first.code).toBe(0);
      expect(company.emulator.log.all().flatMap(validateExchange)).toEqual([]);
      expect(company.emulator.log.all().flatMap(({ notes }) => notes)).toEqual([]);
      expect(company.emulator.state.pages()).toHaveLength(pages);
      for (const { html, title, externalId } of company.emulator.state.pages()) {
        expect(title, externalId).not.toBe("");
        expect(html, externalId).not.toMatch(/<script|<style|="javascript:|<\/?[A-Z]/);
      }
      company.writes();

      expect((await company.report("nightly")).report.sources[0]?.counts).toMatchObject({
        unchanged: pages,
        update: 0,
      });
      expect(company.writes()).toEqual([]);
      expect((await company.run("plan", "--detailed-exitcode")).code).toBe(0);

      if (edit === undefined) return;
      const file = path.join(company.dir, "docs", edit);
      writeFileSync(file, `${readFileSync(file, "utf8")}\nOne more sentence.\n`);
      expect((await company.run("plan", "--detailed-exitcode")).code).toBe(2);
      await company.run("nightly");
      expect(company.writes()).toMatchObject([{ method: "POST", externalId: edit }]);
    },
    120_000,
  );
});
