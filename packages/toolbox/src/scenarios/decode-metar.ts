import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const STATIONS =
  `LSZH LSGG EDDF EDDM EDDB LFPG LFMN LFLL EGLL EGCC EGPH EIDW EHAM EBBR LOWW LOWI LIRF LIMC LIPZ LEMD LEBL
LPPT LPPR LGAV LTFM EKCH ENGM ENBR ESSA EFHK EVRA EYVI EPWA LKPR LHBP LROP BIKF`.split(/\s+/);

const pad = (number: number, width: number) => String(number).padStart(width, '0');
const degrees = (celsius: number) => `${celsius < 0 ? 'M' : ''}${pad(Math.abs(celsius), 2)}`;

/** A plausible report in WMO form FM 15, as it is printed: with its keyword and its end sign. */
function drawReport(random: Random): string {
  const speed = 2 + random.int(28);
  const gust = random.int(3) === 0 ? `G${pad(speed + 10 + random.int(10), 2)}` : '';
  const temperature = random.int(40) - 10;
  const base = 1 + random.int(40);
  const layers = [`FEW${pad(base, 3)}`, `SCT${pad(base + 10, 3)}`, `BKN${pad(base + 25, 3)}`].slice(
    0,
    1 + random.int(3),
  );
  return [
    'METAR',
    random.pick(STATIONS),
    `${pad(1 + random.int(28), 2)}${pad(random.int(24), 2)}${random.pick(['20', '50'])}Z`,
    `${pad(10 * (1 + random.int(36)), 3)}${pad(speed, 2)}${gust}KT`,
    random.pick(['9999', '8000', '6000', '4500', '3000']),
    ...layers,
    `${degrees(temperature)}/${degrees(temperature - 1 - random.int(8))}`,
    `Q${pad(990 + random.int(45), 4)}=`,
  ].join(' ');
}

const body = (report: string) => report.replace('METAR ', '').replace('=', '');

export const decodeMetarScenarios = [
  defineScenario({
    tool: 'decode_metar',
    draw: (random) => ({ report: drawReport(random) }),
    wordings: [
      'What weather does this report describe? {report}',
      '{report} - how strong is the wind there?',
      'Translate this aviation report into plain words: {report}',
      'I am preparing a flight. What are temperature and pressure in {report}',
      'The airport screen shows "{report}". What does it all mean?',
      'How low are the clouds according to {report}',
      'Pilot exam practice, explain each group: {report}',
      'Visibility and dew point, please, from {report}',
      'When and where was this observed: {report}',
    ],
    patterns: { report: /METAR [A-Z0-9 /]+=/ },
    arguments: ({ report }) => ({ report: body(report) }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ report }) => ({ report }) },
      { kind: 'wrong-format', arguments: ({ report }) => ({ report: body(report).slice(0, 4) }) },
      { kind: 'wrong-name', arguments: ({ report }) => ({ metar: body(report) }) },
    ],
    answer: (_, observation) => {
      const gust = said(observation, 'wind.gust');
      return [
        `At ${said(observation, 'station')} on day ${said(observation, 'day')}, ${said(observation, 'time_utc')} UTC:`,
        `wind from ${said(observation, 'wind.degrees')} degrees at ${said(observation, 'wind.speed')} ${said(observation, 'wind.unit')}${gust ? `, gusts ${gust}` : ''};`,
        `visibility ${said(observation, 'visibility')}; clouds ${said(observation, 'clouds')};`,
        `temperature ${said(observation, 'temperature_c')} °C, dew point ${said(observation, 'dew_point_c')} °C, pressure ${said(observation, 'pressure')}.`,
      ].join(' ');
    },
  }),
];
