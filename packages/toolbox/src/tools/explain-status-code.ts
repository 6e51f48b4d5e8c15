import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

const CLASSES: Readonly<Record<string, string>> = {
  1: 'informational: the request goes on',
  2: 'success',
  3: 'redirection: the client must do something more',
  4: 'client error: the request is at fault',
  5: 'server error: the server failed a request that may be fine',
};

/** Reason phrases of HTTP (package http-status-codes; classes after RFC 9110, section 15). */
export const explainStatusCode = defineTool({
  name: 'explain_status_code',
  description: 'What a web server means by its numeric reply.',
  parameters: z.strictObject({ code: z.number().describe('Reply.') }),
  effect: 'read',
  group: 'web',
  run: async ({ code }) => {
    const { getReasonPhrase, StatusCodes } = await import('http-status-codes');
    if (!Number.isInteger(code) || code < 100 || code > 599) {
      throw new Error(`code ${code} refused: a whole number from 100 to 599`);
    }
    if (StatusCodes[code] === undefined) throw new Error(`code ${code} has no registered meaning`);
    return { code, phrase: getReasonPhrase(code), class: CLASSES[Math.floor(code / 100)] ?? '' };
  },
});
