import { all, create } from 'mathjs/number';

const math = create(all);
const { derivative, format, parse } = math;
const forbidden = () => {
  throw new Error('this function is not available');
};
// Expressions must not reach the interpreter itself (mathjs documentation, "Security").
const reserved = [
  'import',
  'createUnit',
  'config',
  'evaluate',
  'compile',
  'parse',
  'parser',
  'simplify',
  'derivative',
  'resolve',
];
math.import(Object.fromEntries(reserved.map((name) => [name, forbidden])), { override: true });

/** The value of an expression, rounded to `precision` significant digits, as the text mathjs gives it. */
export function evaluate(expression, precision) {
  const value = parse(expression).compile().evaluate();
  if (value === undefined || typeof value === 'function') throw new Error('the expression has no value');
  return format(value, { precision });
}

/** The derivative of an expression by a variable, simplified. */
export function derive(expression, variable) {
  return derivative(expression, variable).toString();
}
