import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const CODES =
  `100 101 102 103 200 201 202 203 204 205 206 207 300 301 302 303 304 305 307 308 400 401 402 403 404 405 406 407
408 409 410 411 412 413 414 415 416 417 418 421 422 423 424 426 428 429 431 451 500 501 502 503 504 505 507 511`.split(
    /\s+/,
  );

const SERVERS =
  `weather service, web shop, payment gateway, photo archive, login page, search engine, news feed, map server,
booking system, file store, chat service, mail gateway, ticket system, video portal, package registry, price list, staging site,
library catalogue, billing service, backup server, picture proxy, calendar service, form handler, sensor hub, translation service`
    .split(',')
    .map((name) => name.trim().replaceAll('\n', ' '));

export const explainStatusCodeScenarios = [
  defineScenario({
    tool: 'explain_status_code',
    draw: (random) => ({ code: random.pick(CODES), server: random.pick(SERVERS) }),
    wordings: [
      'Our {server} answers with HTTP {code}. What does that mean?',
      'The log of the {server} is full of status {code}; whose fault is it?',
      'I get a {code} response from the {server}. Please explain.',
      'What is the official phrase for the {code} that the {server} returns?',
      'When I call the {server}, the browser console shows {code}. Is that an error?',
      'Is {code} from a {server} the fault of the client or of the web server?',
      'Monitoring reports "{server}: HTTP {code}". What happened?',
      'Why would a {server} reply with {code} to a web request?',
    ],
    patterns: { code: /\d{3}/, server: /[a-z]+(?: [a-z]+)*/ },
    arguments: ({ code }) => ({ code: Number(code) }),
    mistakes: [
      { kind: 'wrong-type', arguments: ({ code }) => ({ code }) },
      { kind: 'wrong-name', arguments: ({ code }) => ({ status: Number(code) }) },
      { kind: 'extra-argument', arguments: ({ code, server }) => ({ code: Number(code), server }) },
    ],
    answer: ({ code, server }, observation) =>
      `${code} means "${said(observation, 'phrase')}" (${said(observation, 'class')}): that is what the ${server} tells you.`,
  }),
];
