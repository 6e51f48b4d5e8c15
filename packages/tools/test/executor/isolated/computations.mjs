let runs = 0;
export const add = (a, b) => a + b;
export const count = () => ++runs;
export const fail = (message) => {
  throw new Error(message);
};
export const loop = () => {
  for (;;) {
    /* until it is stopped */
  }
};
export const hoard = () => {
  const all = [];
  for (;;) all.push(new Array(100_000).fill(all.length));
};
export const flood = (length) => 'x'.repeat(length);
export const nothing = () => undefined;
export const environment = () => Object.keys(process.env).length;
export const shout = () => {
  process.stdout.write('this must not reach the command');
  return 'done';
};
