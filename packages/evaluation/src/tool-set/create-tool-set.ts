import type { Embedder, PredictionHeader, Random, TestItem, TestTool, ToolSetKind } from '@imaginarium/contracts';
import type { TestSet } from '../test-set/read-test-set.ts';
import { documentationText } from './documentation-text.ts';
import { embedOnce, nearest, similarityOf } from './nearest.ts';

export interface ToolSetOptions {
  readonly kind: ToolSetKind;
  /** Tools shown by `oracle` and `retriever`. @default 15 (method §2) */
  readonly size?: number;
  readonly testSet: Pick<TestSet, 'items' | 'tools'>;
  readonly embedder: Embedder;
  /** Orders the tools of an item: a right one that always stood first would be easily found. */
  readonly random: Random;
}

/** Chooses the tools that a model sees with a query. */
export interface ToolSet {
  readonly header: NonNullable<PredictionHeader['toolSet']>;
  /** @throws ImaginariumError of the embedder */
  for(item: TestItem, options?: { readonly signal?: AbortSignal }): Promise<readonly TestTool[]>;
}

/**
 * `none`; `all`, in the order of the test set (where no call is right, those of which that was judged); `oracle`: the tools of the item's gold calls and the tools whose documentation is
 * most like theirs (method §2); `retriever`: the tools whose documentation is most like the query. An item without a call has
 * no oracle: it gets the retriever's tools. The same seed gives an item the same tools in the same order.
 */
export function createToolSet(options: ToolSetOptions): ToolSet {
  const { kind, size = 15, testSet, embedder, random } = options;
  const { items, tools } = testSet;
  if (kind === 'none') return { header: { kind }, for: async () => [] };
  if (kind === 'all') return { header: { kind }, for: async (item) => judgedFor(item, tools) };

  const textOf = new Map(tools.map((tool) => [tool, documentationText(tool)]));
  const goldOf = (item: TestItem) =>
    kind === 'oracle'
      ? tools.filter(({ name }) => item.tool === name || item.calls.some((call) => call.tool === name))
      : [];
  // Only what will be compared: an endpoint is paid for each text.
  const queries = items.filter((item) => goldOf(item).length === 0).map(({ query }) => query);
  const embed = embedOnce(embedder, [...textOf.values(), ...queries]);
  return {
    header: { kind, size, embeddings: embedder.id },
    for: async (item, call) => {
      const vectorOf = await embed(call);
      const documentOf = (tool: TestTool) => vectorOf(textOf.get(tool) as string);
      const gold = goldOf(item);
      const targets = gold.length > 0 ? gold.map(documentOf) : [vectorOf(item.query)];
      const others = judgedFor(item, tools).filter((tool) => !gold.includes(tool));
      const near = nearest(others, Math.max(0, size - gold.length), (tool) =>
        Math.max(...targets.map((target) => similarityOf(target, documentOf(tool)))),
      );
      return random.fork(item.id).shuffle([...gold, ...near]);
    },
  };
}

/** Where no call is right, the tools of which that is known: another might serve the query. */
function judgedFor({ calls, offered }: TestItem, tools: readonly TestTool[]): readonly TestTool[] {
  return calls.length > 0 || offered === undefined ? tools : tools.filter(({ name }) => offered.includes(name));
}
