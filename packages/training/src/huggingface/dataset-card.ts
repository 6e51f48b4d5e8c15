import { isJsonObject } from '@imaginarium/contracts';
import { parse, stringify } from 'yaml';
import type { RecordShape } from './trl-settings.ts';

export type DataSetConfig = 'default' | 'preference';

export interface CardConfig {
  readonly name: DataSetConfig;
  readonly shape: RecordShape;
  /** JSONL file of each split. */
  readonly splits: readonly { readonly split: string; readonly path: string }[];
}

export const COLUMNS: Readonly<Record<RecordShape, readonly string[]>> = {
  'prompt-completion': ['prompt', 'completion', 'tools'],
  messages: ['messages', 'tools'],
  preference: ['prompt', 'chosen', 'rejected', 'tools'],
};

/**
 * The card of bare JSONL files that lets TRL train on them: it declares every column as `json`, so that `datasets` (4.7 and later) merges no
 * schemas over the rows.
 */
export function jsonlCard(configs: readonly CardConfig[]): string {
  const matter = {
    tags: ['tool-use', 'imaginarium'],
    configs: configs.map(({ name, splits }) => ({
      config_name: name,
      data_files: splits.map(({ split, path }) => ({ split, path })),
    })),
    dataset_info: configs.map(({ name, shape }) => ({
      config_name: name,
      features: COLUMNS[shape].map((column) => ({ name: column, dtype: 'json' })),
    })),
  };
  return `---\n${stringify(matter, { lineWidth: 0, aliasDuplicateObjects: false })}---\n\nChat fine-tuning records that teach tools, made by Imaginarium.\n`;
}

/** The columns that a card declares for a config (`dataset_info`), in their order; undefined where it declares none. */
export function declaredColumns(card: string, config: DataSetConfig): string[] | undefined {
  const front: unknown = parse(/^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(card)?.[1] ?? '');
  const infos = isJsonObject(front) && Array.isArray(front.dataset_info) ? front.dataset_info : [];
  const info = infos.filter(isJsonObject).find(({ config_name }) => config_name === config);
  if (!Array.isArray(info?.features)) return undefined;
  return info.features.flatMap((feature) => (isJsonObject(feature) ? [String(feature.name)] : []));
}
