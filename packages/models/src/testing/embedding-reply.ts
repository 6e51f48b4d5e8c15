import { createHash } from 'node:crypto';
import type { ScriptedReply, SeenRequest } from './start-scripted-server.ts';

/** The texts that a request for embeddings asks for, in the field of OpenAI's API or of Hugging Face's. */
export function textsOf({ body }: SeenRequest): string[] {
  const texts = body.input ?? body.inputs;
  return Array.isArray(texts) ? texts.map(String) : [String(texts)];
}

/**
 * What an embeddings endpoint answers: eight numbers a text that depend on nothing but the text, not of length 1; in
 * OpenAI's shape with the rows in reverse order, or in that of Hugging Face where the request is.
 */
export function embeddingReply(request: SeenRequest): ScriptedReply {
  const texts = textsOf(request);
  const vectors = texts.map(vectorOf);
  if ('inputs' in request.body) return { status: 200, body: vectors };
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })).reverse();
  const tokens = texts.join(' ').length;
  return { status: 200, body: { object: 'list', data, usage: { prompt_tokens: tokens, total_tokens: tokens } } };
}

function vectorOf(text: string): number[] {
  return [...createHash('sha256').update(text).digest().subarray(0, 8)].map((byte) => byte - 127.5);
}
