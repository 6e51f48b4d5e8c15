import {
  canonicalJson,
  exampleSchema,
  type JsonObject,
  type Message,
  type SplitName,
  type TestItem,
  testItemSchema,
} from '@imaginarium/contracts';
import { readChatRecord } from './chat-record.ts';
import type { DataProblems } from './data-problems.ts';
import { exampleItem } from './example-item.ts';
import type { ToolCollection } from './tool-collection.ts';

interface Gathered {
  readonly item: TestItem;
  /** Of a chat record: its whole conversation. */
  readonly messages?: readonly Message[];
}

export interface ItemGatherer {
  example(row: JsonObject, name: string, split: SplitName): void;
  record(row: JsonObject, name: string): void;
  item(row: JsonObject, name: string): void;
  /** Items in the order of the file, their calls under legal names; those that call what no tool is are left out and named. */
  finish(): TestItem[];
}

/** Gathers the items of a file row by row: one an id. */
export function gatherItems(tools: ToolCollection, problems: DataProblems): ItemGatherer {
  const gathered = new Map<string, Gathered>();
  const gather = (item: TestItem, name: string) => {
    if (gathered.has(item.id))
      problems.add('duplicate', `${name} (${item.id})`, 'The id was there before: the first holds.');
    else gathered.set(item.id, { item });
  };
  return {
    example(row, name, split) {
      if (row.split !== split) return;
      const example = exampleSchema.safeParse(row);
      if (!example.success) {
        problems.add('broken-line', name, `The row is no example: ${placeOf(example.error)}.`);
        return;
      }
      const item = exampleItem(example.data);
      if (item === undefined)
        problems.add('missing-gold', example.data.id, 'The arguments of the good call are not a JSON object.');
      else gather(item, name);
    },
    record(row, name) {
      const read = readChatRecord(row);
      if ('reason' in read) {
        problems.add(read.kind, name, read.reason);
        return;
      }
      for (const tool of read.tools) tools.add(tool);
      const { item, messages } = read;
      const before = gathered.get(item.id);
      if (before === undefined) gathered.set(item.id, { item, messages });
      else if (before.messages === undefined || !isContinued(before.messages, messages))
        problems.add('duplicate', `${name} (${item.id})`, 'The conversation was there before: the first holds.');
      // The call and the answer of one conversation as two records: the longer one has the observation too.
      else if (before.messages.length < messages.length) gathered.set(item.id, { item, messages });
    },
    item(row, name) {
      const item = testItemSchema.safeParse(row);
      if (item.success) gather(item.data, name);
      else if (row.calls === undefined && typeof row.query === 'string')
        problems.add('missing-gold', name, 'The item has no calls; where none is right, they are an empty list.');
      else problems.add('broken-line', name, `The row is no test item: ${placeOf(item.error)}.`);
    },
    finish() {
      return [...gathered.values()].flatMap(({ item }) => {
        const unknown = item.calls.find(({ tool }) => tools.legalName(tool) === undefined);
        if (unknown === undefined) return [withLegalNames(item, tools)];
        problems.add(
          'unknown-tool',
          `${item.id} (${unknown.tool})`,
          'The gold calls a tool that the test set does not describe.',
        );
        return [];
      });
    },
  };
}

function withLegalNames(item: TestItem, tools: ToolCollection): TestItem {
  const legal = (name: string) => tools.legalName(name) ?? name;
  return {
    ...item,
    calls: item.calls.map((call) => ({ ...call, tool: legal(call.tool) })),
    tool: item.tool === null ? null : legal(item.tool),
  };
}

/** Whether one of two conversations goes on where the other, which is shorter, ends. */
function isContinued(a: readonly Message[], b: readonly Message[]): boolean {
  const shared = Math.min(a.length, b.length);
  return a.length !== b.length && canonicalJson(a.slice(0, shared)) === canonicalJson(b.slice(0, shared));
}

function placeOf(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'does not fit'}`;
}
