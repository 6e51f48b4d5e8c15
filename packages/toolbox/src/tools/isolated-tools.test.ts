import { describe, expect, it } from 'vitest';
import { callTool } from '../../test/call-tool.ts';

describe('query_json', () => {
  const document = '{"items":[{"name":"tea","price":3.5},{"name":"cup","price":9}]}';

  it('evaluates JSONata', async () => {
    expect(await callTool('query_json', { expression: '$sum(items.price)', document })).toEqual({ result: 12.5 });
    expect(await callTool('query_json', { expression: 'items[price > 5].name', document })).toEqual({ result: 'cup' });
  });

  it.each([
    ['.items[].price', document, /JSONata is expected.*at character/],
    ['items.colour', document, /matched nothing/],
    ['items', '{items: []}', /must be the JSON text itself/],
  ])('teaches from %s', async (expression, text, teaches) => {
    await expect(callTool('query_json', { expression, document: text })).rejects.toThrow(teaches);
  });

  it('survives an expression without end', async () => {
    const endless = '($f := function($n) { $f($n + 1) }; $f(0))';
    await expect(callTool('query_json', { expression: endless, document })).rejects.toThrow();
    expect(await callTool('query_json', { expression: '1 + 1', document })).toEqual({ result: 2 });
  });
});

describe('query_shop_database', () => {
  const query = (sql: string) => callTool('query_shop_database', { sql });

  it('answers a join', async () => {
    const sql =
      "SELECT COUNT(*) AS n FROM purchase p JOIN client c ON c.client_no = p.client_no WHERE c.country = 'NO';";
    expect(await query(sql)).toEqual({ row_count: 1, rows: [{ n: 7 }] });
  });

  it('lets the schema be found by trial and error', async () => {
    await expect(query('SELECT * FROM orders')).rejects.toThrow('tables: item, client, purchase, purchase_line');
    await expect(query('SELECT name FROM item')).rejects.toThrow(
      'columns of item: sku, title, category, price_cents, stock',
    );
  });

  it.each([
    'DELETE FROM item',
    "ATTACH DATABASE '/tmp/other.db' AS other",
    'SELECT 1; DELETE FROM item',
    'WITH doomed AS (SELECT 1) DELETE FROM item',
    'PRAGMA query_only = OFF',
  ])('refuses %s', async (sql) => {
    await expect(query(sql)).rejects.toThrow(/refused|readonly/);
    expect(await query('SELECT COUNT(*) AS n FROM item')).toMatchObject({ rows: [{ n: 24 }] });
  });

  it('shows thirty rows at most and says how many there were', async () => {
    expect(await query('SELECT * FROM purchase')).toMatchObject({
      row_count: 120,
      rows: { length: 30 },
    });
  });

  it('stops a query without end and answers the next', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n';
    await expect(query(endless)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await query('SELECT 1 AS one')).toMatchObject({ rows: [{ one: 1 }] });
  });
});
