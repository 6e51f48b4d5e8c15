import { type JsonObject, jsonObjectSchema, reflectionSchema } from '@imaginarium/contracts';
import { z } from 'zod';

export const REFLECT_PROMPT = `Look back at the last request and at what you did. Was it fulfilled: did the tool return what the user needed, and does your answer give it?
Reply with one JSON object and nothing else: {"solved": true or false, "reason": "one sentence"}`;

export const reflectionJsonSchema: JsonObject = jsonObjectSchema.parse(z.toJSONSchema(reflectionSchema));
