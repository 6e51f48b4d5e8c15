import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const CATEGORIES = ['tents', 'sleeping', 'backpacks', 'cooking', 'lighting', 'footwear', 'climbing', 'navigation'];
const CITIES =
  `Bergen Innsbruck Lyon Porto Ghent Turin Zurich Leeds Gdansk Bilbao Aarhus Ljubljana Utrecht Tampere Munich Cork`.split(
    ' ',
  );
const TITLES =
  `Two-person tent, Family tent, Bivouac shelter, Down sleeping bag, Summer sleeping bag, Inflatable mat, Travel pillow,
Day pack 20 l, Trekking pack 55 l, Waterproof duffel, Gas stove, Titanium pot, Folding cutlery, Coffee filter, Head lamp,
Camp lantern, Hiking boots, Trail shoes, Camp sandals, Climbing rope 60 m, Climbing harness, Chalk bag, Compass, Map case`
    .split(',')
    .map((title) => title.trim());
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const isoMonth = (month: string) => `2025-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}`;
const patterns = {
  category: new RegExp(`(?:${CATEGORIES.join('|')})`),
  city: new RegExp(`(?:${CITIES.join('|')})`),
  title: new RegExp(`(?:${TITLES.join('|')})`),
  month: new RegExp(`(?:${MONTHS.join('|')})`),
};

export const queryShopDatabaseScenarios = [
  defineScenario({
    tool: 'query_shop_database',
    draw: (random) => ({ category: random.pick(CATEGORIES), price: String(15 + random.int(300)) }),
    wordings: [
      "How many articles in the outdoor shop's {category} range cost less than {price} euros?",
      'Our shop sells {category} gear: count the products priced under {price} euros.',
      'A customer has {price} euros. How many {category} items could they afford below that?',
      'Number of shop articles of the category {category} cheaper than {price} euros?',
      "Below {price} euros, how large is the shop's choice in {category}?",
      'Count what the shop offers for under {price} euros in the {category} department.',
      'Looking at the {category} shelf of the outdoor store, how many things stay under {price} euros?',
      'I plan a sale: how many {category} products of ours are priced lower than {price} euros?',
    ],
    patterns: { category: patterns.category, price: /\d+/ },
    arguments: ({ category, price }) => ({
      sql: `SELECT COUNT(*) AS articles FROM item WHERE category = '${category}' AND price_cents < ${price}00`,
    }),
    mistakes: [
      {
        kind: 'wrong-name',
        arguments: ({ category, price }) => ({
          sql: `SELECT COUNT(*) FROM products WHERE category = '${category}' AND price < ${price}`,
        }),
      },
      {
        kind: 'wrong-unit',
        arguments: ({ category, price }) => ({
          sql: `SELECT COUNT(*) AS articles FROM item WHERE category = '${category}' AND price < ${price}`,
        }),
      },
      { kind: 'wrong-format', arguments: ({ category, price }) => ({ sql: `count ${category} under ${price} euros` }) },
    ],
    answer: ({ category, price }, observation) =>
      `The shop has ${said(observation, 'rows.0.articles')} articles in ${category} for less than ${price} euros.`,
  }),
  defineScenario({
    tool: 'query_shop_database',
    draw: (random) => ({ title: random.pick(TITLES), month: random.pick(MONTHS) }),
    wordings: [
      'How many pieces of "{title}" did the shop sell in {month} 2025?',
      'Sales of the article "{title}" during {month} 2025, please.',
      'In {month} 2025, what quantity of "{title}" left our store?',
      'Our supplier of "{title}" asks how many we sold in {month} 2025.',
      'Was "{title}" popular with the shop\'s customers in {month} 2025? I need the quantity.',
      'Add up all ordered units of "{title}" for {month} 2025.',
      'For the stock plan: units of "{title}" bought by customers in {month} 2025?',
      'Looking back at {month} 2025, how often was "{title}" purchased?',
    ],
    patterns: { title: patterns.title, month: patterns.month },
    arguments: ({ title, month }) => ({
      sql: `SELECT COALESCE(SUM(l.quantity), 0) AS sold FROM purchase_line l JOIN purchase p ON p.purchase_no = l.purchase_no JOIN item i ON i.sku = l.sku WHERE i.title = '${title}' AND p.ordered_on LIKE '${isoMonth(month)}-%'`,
    }),
    mistakes: [
      {
        kind: 'wrong-name',
        arguments: ({ title, month }) => ({
          sql: `SELECT SUM(quantity) FROM orders WHERE product = '${title}' AND date LIKE '${isoMonth(month)}-%'`,
        }),
      },
      {
        kind: 'wrong-name',
        arguments: ({ title, month }) => ({
          sql: `SELECT SUM(l.quantity) FROM purchase_line l JOIN item i ON i.name = '${title}' WHERE l.month = '${month}'`,
        }),
      },
    ],
    answer: ({ title, month }, observation) =>
      `In ${month} 2025 the shop sold ${said(observation, 'rows.0.sold')} pieces of "${title}".`,
  }),
  defineScenario({
    tool: 'query_shop_database',
    draw: (random) => ({ city: random.pick(CITIES), month: random.pick(MONTHS) }),
    wordings: [
      'How many orders came from {city} in {month} 2025?',
      'Did our customer in {city} order anything in {month} 2025, and how often?',
      "Count the shop's {month} 2025 purchases made by the client in {city}.",
      'In {month} 2025, what was the number of orders placed from {city}?',
      'Order statistics for {city}, {month} 2025: how many?',
      'Our sales visit to {city} was in {month} 2025. How many purchases did the client there make that month?',
      'Tell me how busy {city} was with orders at our shop during {month} 2025.',
      'The client from {city} claims to have ordered in {month} 2025. How many orders do we have on file?',
    ],
    patterns: { city: patterns.city, month: patterns.month },
    arguments: ({ city, month }) => ({
      sql: `SELECT COUNT(*) AS orders FROM purchase p JOIN client c ON c.client_no = p.client_no WHERE c.city = '${city}' AND p.ordered_on LIKE '${isoMonth(month)}-%'`,
    }),
    mistakes: [
      {
        kind: 'wrong-name',
        arguments: ({ city, month }) => ({
          sql: `SELECT COUNT(*) FROM orders JOIN customers USING (customer_id) WHERE city = '${city}' AND order_date LIKE '${isoMonth(month)}-%'`,
        }),
      },
      {
        kind: 'wrong-name',
        arguments: ({ city, month }) => ({
          sql: `SELECT COUNT(*) FROM purchase p JOIN client c ON c.client_no = p.client_no WHERE c.town = '${city}' AND p.month = '${month}'`,
        }),
      },
    ],
    answer: ({ city, month }, observation) =>
      `Orders from ${city} in ${month} 2025: ${said(observation, 'rows.0.orders')}.`,
  }),
];
