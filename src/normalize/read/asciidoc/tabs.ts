import { Block, type Registry } from "@asciidoctor/core";

/** The part of Asciidoctor's extension interface used here: https://docs.asciidoctor.org/asciidoctor.js/latest/extend/extensions/block-processor/ */
interface BlockDsl {
  named(name: string): void;
  onContext(context: string): void;
  parseContentAs(model: string): void;
  process(run: (parent: Parent, reader: unknown, attributes: Attributes) => Block): void;
}
type Parent = ConstructorParameters<typeof Block>[0];
type Attributes = Readonly<Record<string, unknown>>;

/**
 * Tabs are written as an example, but are none: examples that have a title are counted, and their number stands before it.
 * https://github.com/asciidoctor/asciidoctor-tabs
 */
export function readTabs(registry: Registry): void {
  registry.block(function (this: BlockDsl) {
    this.named("tabs");
    this.onContext("example");
    this.parseContentAs("compound");
    this.process(
      (parent, _reader, attributes) => new Block(parent, "open", { content_model: "compound", attributes }),
    );
  });
}
