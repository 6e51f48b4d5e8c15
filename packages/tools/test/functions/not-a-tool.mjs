export default [{ name: 'greet', run: () => 'hello' }];
