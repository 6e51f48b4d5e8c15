import type { JsonObject } from '@imaginarium/contracts';

export interface ReadCall {
  /** As written, wrapping taken off: `<tool_NAME>` is NAME. */
  readonly name: string;
  readonly arguments: JsonObject;
}

/** What a reply holds. No calls and nothing malformed: the model answered without a call. */
export interface ReadReply {
  /** The well-formed calls, in order. */
  readonly calls: readonly ReadCall[];
  /** Why the first attempt that is no well-formed call is none. */
  readonly malformed?: string;
}
