import { all, create } from 'mathjs';

const math = create(all, { number: 'number' });
const parse = math.parse.bind(math);
const forbidden = () => {
  throw new Error('this function is not available');
};
// Expressions must not reach the interpreter itself (mathjs documentation, "Security").
math.import(
  Object.fromEntries(
    ['import', 'createUnit', 'config', 'evaluate', 'parse', 'simplify', 'derivative', 'resolve'].map((name) => [
      name,
      forbidden,
    ]),
  ),
  { override: true },
);
const derivative = create(all).derivative;

/** The value of an expression, rounded to `precision` significant digits, as the text mathjs gives it. */
export function evaluate(expression, precision) {
  const value = parse(expression).compile().evaluate();
  if (value === undefined || typeof value === 'function') throw new Error('the expression has no value');
  return math.format(value, { precision });
}

/** The derivative of an expression by a variable, simplified. */
export function derive(expression, variable) {
  return derivative(expression, variable).toString();
}
