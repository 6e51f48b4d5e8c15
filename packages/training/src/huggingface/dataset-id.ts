import { ImaginariumError, type RecordFile } from '@imaginarium/contracts';
import type { DataSetConfig } from './dataset-card.ts';
import type { RecordShape } from './trl-settings.ts';

/** A split of a data set on the Hub, as it was at a commit. */
export interface DataSetRef {
  /** `namespace/name`. */
  readonly repo: string;
  /** Commit, 40 hexadecimal digits. */
  readonly revision: string;
  readonly config: DataSetConfig;
  readonly split: RecordFile['split'];
  readonly shape: RecordShape;
}

const ID =
  /^([\w.-]+\/[\w.-]+)@([0-9a-f]{40})\/(default|preference)\/(train|validation)\/(prompt-completion|messages|preference)$/;

/** `namespace/name@commit/config/split/shape`: all that a launch has to know of the file. */
export function writeDataSetId({ repo, revision, config, split, shape }: DataSetRef): string {
  return `${repo}@${revision}/${config}/${split}/${shape}`;
}

/** @throws ImaginariumError `input/data-set-id` */
export function readDataSetId(id: string): DataSetRef {
  const [, repo, revision, config, split, shape] = ID.exec(id) ?? [];
  if (repo === undefined || revision === undefined)
    throw new ImaginariumError({
      code: 'input/data-set-id',
      message: `"${id}" is not a data set that was uploaded to the Hub by this command.`,
      hint: 'Upload the records first: `imaginarium upload --to huggingface`.',
    });
  return {
    repo,
    revision,
    config: config as DataSetConfig,
    split: split as RecordFile['split'],
    shape: shape as RecordShape,
  };
}
