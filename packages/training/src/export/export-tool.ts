import type { Hyperparameters, TuningMethod } from '@imaginarium/contracts';

/** A trainer that a folder can be written for. */
export const EXPORT_TOOLS = ['trl', 'axolotl', 'llama-factory', 'unsloth'] as const;
export type ExportToolName = (typeof EXPORT_TOOLS)[number];

/** What is to be trained, and with what. */
export interface ExportRequest {
  readonly tool: ExportToolName;
  /** A model of the Hub, or a folder. */
  readonly model: string;
  readonly method: TuningMethod;
  readonly seed: number;
  readonly hyperparameters: Hyperparameters;
}

export interface ExportedText {
  /** Path in the folder. */
  readonly path: string;
  readonly text: string;
}

/** What one tool takes, and how it is told. */
export interface ExportTool {
  readonly title: string;
  /** Target of formatting by method; null where the tool cannot train so on tool calls. */
  readonly targets: Readonly<Record<TuningMethod, readonly string[] | null>>;
  /** Why a method is missing. */
  readonly missing?: string;
  /** Python packages, pinned. */
  readonly requirements: readonly string[];
  /** Runs in the folder. */
  command(request: Pick<ExportRequest, 'method'>): string;
  /** The config in the tool's own format, and what else it reads beside the data. */
  texts(request: ExportRequest, hasValidation: boolean): ExportedText[];
  /** Where the checkpoint comes to lie. @default '`checkpoint/`' */
  readonly output?: string;
  readonly notes: readonly string[];
}
