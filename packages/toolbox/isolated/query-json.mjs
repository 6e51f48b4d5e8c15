import jsonata from 'jsonata';

/** The value of a JSONata expression over a JSON document. Both are texts of the caller; runs in an isolate. */
export async function evaluate(expression, document) {
  let input;
  try {
    input = JSON.parse(document);
  } catch (error) {
    throw new Error(`document refused: it must be the JSON text itself, e.g. {"a": [1, 2]}: ${error.message}`);
  }
  let result;
  try {
    result = await jsonata(expression).evaluate(input);
  } catch (error) {
    const place = error.position === undefined ? '' : ` (at character ${error.position})`;
    throw new Error(`expression refused: JSONata is expected, e.g. $sum(items.price): ${error.message}${place}`);
  }
  if (result === undefined)
    throw new Error('expression matched nothing: check the field names, and $ for the document itself');
  return { result: JSON.parse(JSON.stringify(result)) };
}
