import { brokenReply } from '../errors/error-from-network.ts';
import type { EndpointContext } from '../errors/error-from-status.ts';
import { unitVector } from './unit-vector.ts';

/** The vectors of a reply, at length 1. @throws EndpointError `endpoint/broken-reply` when they are not one of one length a text */
export function readVectors(vectors: unknown, count: number, context: EndpointContext): Float32Array[] {
  if (!Array.isArray(vectors) || vectors.length !== count)
    throw brokenReply(`holds ${Array.isArray(vectors) ? vectors.length : 'no'} vectors for ${count} texts`, context);
  const dimensions = Array.isArray(vectors[0]) ? vectors[0].length : 0;
  return vectors.map((vector: unknown) => {
    if (Array.isArray(vector) && Array.isArray(vector[0]))
      throw brokenReply('holds a vector a token: it is no model of sentence embeddings', context);
    if (!isVector(vector) || vector.length === 0 || vector.length !== dimensions)
      throw brokenReply('holds something that is no vector of numbers, or vectors of different lengths', context);
    return unitVector(vector);
  });
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(Number.isFinite);
}
