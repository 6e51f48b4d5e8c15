import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const ALPHABETIC =
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD
ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD
NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RWF SAR SBD SCR SEK SGD SZL THB TJS TND TOP TRY TTD TWD TZS
UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF XPF ZAR ZMW`.split(/\s+/);

const NUMERIC =
  `784 971 008 051 973 032 036 533 944 977 052 050 048 108 060 096 068 986 044 064 072 933 084 124 976 756 152
156 170 188 192 132 203 262 208 214 012 818 232 230 978 242 826 981 936 270 324 320 328 344 340 332 348 360 376 356 368 352
388 400 392 404 417 116 174 410 414 398 418 422 144 430 426 434 504 498 969 807 104 496 446 480 462 454 484 458 943 516 566
558 578 524 554 512 590 604 598 608 586 985 600 634 946 941 646 682 090 690 752 702 748 764 972 788 776 949 780 901 834 980
800 840 858 860 704 548 882 950 951 952 953 710 967`.split(/\s+/);

export const currencyInfoScenarios = [
  defineScenario({
    tool: 'currency_info',
    draw: (random) => ({ code: random.pick(ALPHABETIC) }),
    wordings: [
      'Which currency is {code}, and where do people pay with it?',
      'An invoice is in {code}. What money is that?',
      'How many decimal places do amounts in {code} have?',
      'What is the numeric ISO 4217 equivalent of {code}?',
      'In which countries would I spend {code}?',
      'The exchange office shows {code} on its board; tell me the name of that currency.',
      'I got a quote in {code} and do not know this currency. Please explain.',
      'Our payment form must round amounts in {code}: what is the minor unit?',
      'What does the currency abbreviation {code} stand for?',
    ],
    patterns: { code: /[A-Z]{3}/ },
    arguments: ({ code }) => ({ code }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ code }) => ({ code: code.toLowerCase() }) },
      { kind: 'wrong-name', arguments: ({ code }) => ({ currency: code }) },
    ],
    answer: ({ code }, observation) =>
      `${code} is the ${said(observation, 'name')} (number ${said(observation, 'numeric_code')}), written with ${said(observation, 'decimals')} decimals and used in ${said(observation, 'used_in')}.`,
  }),
  defineScenario({
    tool: 'currency_info',
    draw: (random) => ({ code: random.pick(NUMERIC) }),
    wordings: [
      'My bank statement gives a currency only as number {code}. Which one is it?',
      'What currency has the numeric ISO code {code}?',
      'A card terminal log says currency={code}; what does that mean?',
      'Translate the numeric currency code {code} into its three letters.',
      'ISO 4217 number {code}: which money, and how many decimals?',
      'Field 49 of a payment message holds {code}. Name the currency.',
      'Which countries use the currency numbered {code}?',
      'I found "currency {code}" in a transaction export. What should I call it?',
    ],
    patterns: { code: /\d{3}/ },
    arguments: ({ code }) => ({ code }),
    mistakes: [
      { kind: 'wrong-type', arguments: ({ code }) => ({ code: Number(code) }) },
      { kind: 'wrong-format', arguments: ({ code }) => ({ code: `ISO ${code}` }) },
      { kind: 'wrong-name', arguments: ({ code }) => ({ number: code }) },
    ],
    answer: ({ code }, observation) =>
      `Currency ${code} is the ${said(observation, 'name')} (${said(observation, 'alphabetic_code')}), with ${said(observation, 'decimals')} decimals, used in ${said(observation, 'used_in')}.`,
  }),
];
