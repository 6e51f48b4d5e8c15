import type { Example, JsonObject, Message, RepairPair, Span, ToolDefinition } from '@imaginarium/contracts';
import { z } from 'zod';

export const targetNameSchema = z.enum(['openai', 'trl', 'mistral', 'ste', 'sharegpt', 'hermes']);
/** What records are made for: a fine-tuning service, a trainer, or a prompt format. */
export type TargetName = z.infer<typeof targetNameSchema>;

/** One line of a data file, as the target wants it. */
export type Line = JsonObject;

export interface EmitContext {
  /** Tools offered in the record; may be empty. */
  readonly tools: readonly ToolDefinition[];
  readonly system?: string | undefined;
  /** Form of `trl` rows. @default 'prompt-completion' */
  readonly trlForm?: 'prompt-completion' | 'messages';
  /** Put the system text into the first user turn (`trl`, `ste`). @default true */
  readonly foldSystem?: boolean;
}

/** A record as the model reads it. Spans are in UTF-16 code units, end exclusive, ordered and disjoint. */
export interface Rendering {
  readonly text: string;
  /** What the loss is taken on. */
  readonly trained: readonly Span[];
  /** Where control tokens stand: everything else is plain text, whatever it spells. */
  readonly controls: readonly Span[];
}

/** A column of the Parquet files, where all are text. */
export interface ParquetColumn {
  readonly name: string;
  /** How the data set's card has `datasets` read it: parsed, or the text as it is. */
  readonly dtype: 'json' | 'string';
}

/** One emitter: from the canonical trace to the lines of one target, and what can be said about such a line offline. */
export interface Target {
  readonly name: TargetName;
  /** Why the example cannot be said in this format; undefined when it can. */
  unsupported?(example: Pick<Example, 'messages'>): string | undefined;
  /** One example may give several lines (one an assistant turn). */
  emit(example: Pick<Example, 'id' | 'messages'>, context: EmitContext): Line[];
  /** A preference line, or why the pair cannot be said. Absent where the target has no preference format. */
  emitPreference?(pair: RepairPair, context: EmitContext): Line | { readonly refused: string };
  /** Lines of a general, normal-mode conversation. */
  emitGeneral(messages: readonly Message[], context: EmitContext): Line[];
  /** Every column that its Parquet files may have, from the members of its lines. */
  readonly parquetColumns: { readonly sft: readonly ParquetColumn[]; readonly preference: readonly ParquetColumn[] };
  /** How its trainer is started on the data set's folder as it lies. Absent where that is not enough. */
  readonly trainCommands?: { readonly sft: string; readonly preference: string };
  /** Problems of one line, each with its path; empty when it would be accepted. */
  validate(line: Line): string[];
  /** What of the canonical trace the target cannot hold, in words. */
  losses(example: Pick<Example, 'messages' | 'trace'>): string[];
  /** Tokens that the records use and that must be added to the tokenizer, one a tool. Absent where there are none. */
  addedTokens?(tools: readonly Pick<ToolDefinition, 'name'>[]): string[];
  /** Absent where the trainer chooses the chat template. */
  render?(line: Line): Rendering;
}
