import { isJsonObject } from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';

/** As OpenAI asks for (fine-tuning guide). */
const FEWEST = 10;

/**
 * What is wrong with a file of chat records, in one sentence with the line or the example, both counted from 1; undefined when a trainer can have a look at it.
 * This is the check that every trainer needs; trainers refuse more.
 */
export async function checkRecords(
  path: string,
  { method, fewest = FEWEST }: { readonly method: 'supervised' | 'dpo'; readonly fewest?: number },
): Promise<string | undefined> {
  let rows = 0;
  let problem: string | undefined;
  const read = readJsonl(path, { onBroken: (broken) => (problem ??= `Line ${broken.line}: ${broken.reason}.`) });
  for await (const row of read) {
    rows++;
    problem ??= problemOf(row, method, rows);
    if (problem !== undefined) return problem;
  }
  if (problem !== undefined) return problem;
  return rows < fewest ? `The file has ${rows} examples; at least ${fewest} are needed.` : undefined;
}

function problemOf(row: unknown, method: 'supervised' | 'dpo', example: number): string | undefined {
  if (!isJsonObject(row)) return `Example ${example}: not a JSON object.`;
  if (method === 'dpo') {
    const isPair =
      isJsonObject(row.input) && Array.isArray(row.preferred_output) && Array.isArray(row.non_preferred_output);
    return isPair
      ? undefined
      : `Example ${example}: a preference example has input, preferred_output and non_preferred_output.`;
  }
  if (!Array.isArray(row.messages)) return `Example ${example}: "messages" is missing or is no list.`;
  const isAnswered = row.messages.some((message) => isJsonObject(message) && message.role === 'assistant');
  return isAnswered ? undefined : `Example ${example}: there is no message of the assistant to learn from.`;
}
