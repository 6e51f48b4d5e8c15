import { isJsonObject } from '@imaginarium/contracts';
import { parse, stringify } from 'yaml';
import type { RecordShape } from './trl-settings.ts';

export type DataSetConfig = 'default' | 'preference';

export interface CardConfig {
  readonly name: DataSetConfig;
  readonly shape: RecordShape;
  readonly format: 'parquet' | 'json';
  /** Path or glob of each split. */
  readonly splits: readonly { readonly split: string; readonly path: string }[];
}

export const COLUMNS: Readonly<Record<RecordShape, readonly string[]>> = {
  'prompt-completion': ['prompt', 'completion', 'tools'],
  messages: ['messages', 'tools'],
  preference: ['prompt', 'chosen', 'rejected', 'tools'],
};

/**
 * The card that makes TRL read the records as they were written. Its front matter declares every column as `json`, so that
 * `datasets` (4.7 and later) parses the JSON texts of the Parquet files and merges no schemas over the rows; and it names the columns that
 * count, since TRL tells a conversation by whichever of prompt, completion and messages comes first, and an empty one would
 * make it train on the text of the JSON.
 */
export function trainableCard(card: string | undefined, configs: readonly CardConfig[]): string {
  const { front, body } = splitCard(card ?? '');
  const matter = {
    ...front,
    ...(front.tags === undefined ? { tags: ['tool-use', 'imaginarium'] } : {}),
    configs: configs.map(({ name, shape, format, splits }) => ({
      config_name: name,
      data_files: splits.map(({ split, path }) => ({ split, path })),
      ...(format === 'parquet' ? { columns: [...COLUMNS[shape]] } : {}),
    })),
    dataset_info: configs.map(({ name, shape }) => ({
      config_name: name,
      features: COLUMNS[shape].map((column) => ({ name: column, dtype: 'json' })),
    })),
  };
  return `---\n${stringify(matter, { lineWidth: 0, aliasDuplicateObjects: false })}---\n${body === '' ? '\nChat fine-tuning records that teach tools, made by Imaginarium.\n' : body}`;
}

function splitCard(card: string): { front: Record<string, unknown>; body: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(card);
  if (!match) return { front: {}, body: card };
  const front: unknown = parse(match[1] ?? '');
  return { front: isJsonObject(front) ? front : {}, body: card.slice(match[0].length) };
}
