import { z } from 'zod';

/** Where general records come from. */
export type GeneralSource =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'hub';
      /** `OWNER/NAME` */
      readonly dataset: string;
      /** Of the file in the data set; undefined: its first training file. */
      readonly path: string | undefined;
      /** Branch, tag or commit. */
      readonly revision: string;
    };

const HUB = /^hub:(?<dataset>[\w.-]+\/[\w.-]+)(?:\/(?<path>[^@]+))?(?:@(?<revision>.+))?$/;
const DATA_FILE = /\.(?:jsonl|parquet)$/;

/** `bundled`, `hub:OWNER/NAME[/PATH][@REVISION]`, else a path; undefined where the text begins as a hub name and is none. */
export function parseGeneralSource(text: string): GeneralSource | undefined {
  if (text === 'bundled') return { kind: 'bundled' };
  if (!text.startsWith('hub:')) return { kind: 'file', path: text };
  const { dataset = '', path, revision = 'main' } = HUB.exec(text)?.groups ?? {};
  const segments = `${dataset}/${path ?? 'x'}`.split('/');
  if (dataset === '' || segments.some((segment) => ['', '.', '..'].includes(segment))) return undefined;
  return path === undefined || DATA_FILE.test(path) ? { kind: 'hub', dataset, path, revision } : undefined;
}

/** General conversations that are mixed in, in normal mode. */
export const generalConfigSchema = z
  .strictObject({
    from: z
      .string()
      .min(1)
      .refine((text) => parseGeneralSource(text) !== undefined, {
        error: 'a data set is named as hub:OWNER/NAME[/PATH][@REVISION], with a PATH that ends in .jsonl or .parquet',
      })
      .describe(
        '`bundled`: 219 conversations of our own; a path of a JSONL or Parquet file; or hub:OWNER/NAME[/PATH][@REVISION], a data set of the Hugging Face Hub (HF_TOKEN for private ones), kept in the run folder. Rows have `messages`, `conversations` (ShareGPT) or `instruction`, `input` and `output` (Alpaca).',
      ),
    ratio: z.number().positive().optional().describe('Records as a share of the training examples.'),
    count: z.int().positive().optional().describe('Records, whatever the number of examples.'),
  })
  .refine((general) => (general.ratio === undefined) !== (general.count === undefined), {
    error: 'give either ratio or count',
  });
export type GeneralConfig = z.infer<typeof generalConfigSchema>;
