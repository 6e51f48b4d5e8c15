import { canonicalJson, type JsonObject, type TestTool } from '@imaginarium/contracts';
import { legalToolName } from '@imaginarium/tools';
import type { DataProblems } from './data-problems.ts';

/** A tool as a file describes it; its name may be one that no endpoint takes. */
export interface DescribedTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
  /** @default the name */
  readonly originalName?: string | undefined;
}

export interface ToolCollection {
  /** Adds a tool under a legal name; of two different descriptions of one name the first holds, and that is named. */
  add(tool: DescribedTool): void;
  /** The legal name of a tool that is known by it or by its original name. */
  legalName(name: string): string | undefined;
  /** In the order in which they came up. */
  list(): TestTool[];
}

export function collectTools(problems: DataProblems): ToolCollection {
  const taken = new Set<string>();
  const tools = new Map<string, TestTool>();
  const legalNames = new Map<string, string>();
  const legalName = (name: string) => (tools.has(name) ? name : legalNames.get(name));
  return {
    add({ name, description, parameters, originalName = name }) {
      const legal = legalNames.get(originalName) ?? legalName(name);
      if (legal === undefined) {
        const made = legalToolName(name, taken);
        tools.set(made, { name: made, description, parameters, originalName });
        legalNames.set(originalName, made);
        return;
      }
      const known = tools.get(legal);
      if (canonicalJson([known?.description, known?.parameters]) !== canonicalJson([description, parameters]))
        problems.add('duplicate', originalName, 'The tool is described twice, differently: the first holds.');
    },
    legalName,
    list: () => [...tools.values()],
  };
}
