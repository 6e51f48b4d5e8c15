import sqlite from 'node-sqlite3-wasm';

const ROW_LIMIT = 30;

// [sku, title, category, price in cents, in stock]: our own sample data.
const ITEMS = [
  ['TE-01', 'Two-person tent', 'tents', 24900, 12],
  ['TE-02', 'Family tent', 'tents', 45900, 4],
  ['TE-03', 'Bivouac shelter', 'tents', 8900, 21],
  ['SL-01', 'Down sleeping bag', 'sleeping', 19900, 15],
  ['SL-02', 'Summer sleeping bag', 'sleeping', 6900, 40],
  ['SL-03', 'Inflatable mat', 'sleeping', 8400, 33],
  ['SL-04', 'Travel pillow', 'sleeping', 1900, 58],
  ['BA-01', 'Day pack 20 l', 'backpacks', 5900, 26],
  ['BA-02', 'Trekking pack 55 l', 'backpacks', 15900, 9],
  ['BA-03', 'Waterproof duffel', 'backpacks', 11900, 7],
  ['CO-01', 'Gas stove', 'cooking', 4900, 30],
  ['CO-02', 'Titanium pot', 'cooking', 3900, 18],
  ['CO-03', 'Folding cutlery', 'cooking', 1200, 75],
  ['CO-04', 'Coffee filter', 'cooking', 1500, 22],
  ['LI-01', 'Head lamp', 'lighting', 3500, 44],
  ['LI-02', 'Camp lantern', 'lighting', 4200, 16],
  ['FO-01', 'Hiking boots', 'footwear', 17900, 20],
  ['FO-02', 'Trail shoes', 'footwear', 12900, 28],
  ['FO-03', 'Camp sandals', 'footwear', 4900, 35],
  ['CL-01', 'Climbing rope 60 m', 'climbing', 16900, 6],
  ['CL-02', 'Climbing harness', 'climbing', 6500, 14],
  ['CL-03', 'Chalk bag', 'climbing', 1800, 50],
  ['NA-01', 'Compass', 'navigation', 2900, 31],
  ['NA-02', 'Map case', 'navigation', 1600, 47],
];

// [client_no, kind, city, country code]
const CLIENTS = [
  [101, 'club', 'Bergen', 'NO'],
  [102, 'school', 'Innsbruck', 'AT'],
  [103, 'retailer', 'Lyon', 'FR'],
  [104, 'private', 'Porto', 'PT'],
  [105, 'private', 'Ghent', 'BE'],
  [106, 'club', 'Turin', 'IT'],
  [107, 'retailer', 'Zurich', 'CH'],
  [108, 'school', 'Leeds', 'GB'],
  [109, 'private', 'Gdansk', 'PL'],
  [110, 'club', 'Bilbao', 'ES'],
  [111, 'retailer', 'Aarhus', 'DK'],
  [112, 'private', 'Ljubljana', 'SI'],
  [113, 'school', 'Utrecht', 'NL'],
  [114, 'private', 'Tampere', 'FI'],
  [115, 'retailer', 'Munich', 'DE'],
  [116, 'club', 'Cork', 'IE'],
];

const TABLES = {
  item: 'sku TEXT PRIMARY KEY, title TEXT, category TEXT, price_cents INTEGER, stock INTEGER',
  client: 'client_no INTEGER PRIMARY KEY, kind TEXT, city TEXT, country TEXT',
  purchase: 'purchase_no INTEGER PRIMARY KEY, client_no INTEGER REFERENCES client, ordered_on TEXT',
  purchase_line: 'purchase_no INTEGER REFERENCES purchase, sku TEXT REFERENCES item, quantity INTEGER',
};

let database;

/** The rows of one SELECT over the sample shop. Runs in an isolate; the database lives in its memory. */
export function query(sql) {
  database ??= createShop();
  const statement = sql.trim().replace(/;$/, '');
  if (!/^(select|with)\b/i.test(statement))
    throw new Error('sql refused: read-only; the statement must start with SELECT');
  if (statement.includes(';')) throw new Error('sql refused: one statement at a time');
  let rows;
  try {
    rows = database.all(statement);
  } catch (error) {
    throw new Error(explain(error.message, statement));
  }
  const shown = rows.slice(0, ROW_LIMIT);
  return {
    row_count: rows.length,
    rows: JSON.parse(JSON.stringify(shown, (_, value) => (typeof value === 'bigint' ? Number(value) : value))),
  };
}

function explain(message, statement) {
  if (/no such table/.test(message)) return `${message}; tables: ${Object.keys(TABLES).join(', ')}`;
  if (!/no such column/.test(message)) return message;
  const used = Object.keys(TABLES).filter((table) => new RegExp(`\\b${table}\\b`, 'i').test(statement));
  return `${message}; ${used.map((table) => `columns of ${table}: ${columnsOf(table)}`).join('; ')}`;
}

function columnsOf(table) {
  return TABLES[table]
    .split(', ')
    .map((column) => column.split(' ')[0])
    .join(', ');
}

function createShop() {
  const shop = new sqlite.Database();
  for (const [table, columns] of Object.entries(TABLES)) shop.exec(`CREATE TABLE ${table} (${columns})`);
  shop.exec('BEGIN');
  for (const item of ITEMS) shop.run('INSERT INTO item VALUES (?, ?, ?, ?, ?)', item);
  for (const client of CLIENTS) shop.run('INSERT INTO client VALUES (?, ?, ?, ?)', client);
  // A fixed arithmetic walk, so that every process sees the same 120 purchases of 2025.
  for (let at = 0; at < 120; at++) {
    const day = new Date(Date.UTC(2025, 0, 2 + at * 3)).toISOString().slice(0, 10);
    shop.run('INSERT INTO purchase VALUES (?, ?, ?)', [
      5001 + at,
      CLIENTS[(at * 7 + Math.floor(at / 16)) % CLIENTS.length][0],
      day,
    ]);
    for (let line = 0; line <= at % 3; line++) {
      const item = ITEMS[(at * 5 + line * 11) % ITEMS.length];
      shop.run('INSERT INTO purchase_line VALUES (?, ?, ?)', [5001 + at, item[0], 1 + ((at + line * 2) % 4)]);
    }
  }
  shop.exec('COMMIT');
  shop.exec('PRAGMA query_only = ON');
  return shop;
}
