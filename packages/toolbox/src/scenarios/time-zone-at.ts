import { defineScenario } from './define-scenario.ts';
import { degreesPattern, drawPosition } from './draw-position.ts';
import { said } from './said.ts';

export const timeZoneAtScenarios = [
  defineScenario({
    tool: 'time_zone_at',
    draw: drawPosition,
    wordings: [
      'Which time zone applies at latitude {lat}, longitude {lon}?',
      'What zone do the clocks follow at {lat}, {lon} (latitude first)?',
      'A sensor stands at lat {lat} and lon {lon}; name its time zone.',
      'Our ship anchors at latitude {lat} and longitude {lon}. What is the offset from UTC there?',
      'Given the point {lat} / {lon} in decimal degrees, in whose time zone are we?',
      'The photo was tagged lat={lat}, lon={lon}. Which zone is its time stamp in?',
      'Look at longitude {lon}, latitude {lat}: what time zone is that?',
      'To set a clock at {lat} degrees of latitude and {lon} degrees of longitude I need the zone name.',
      'My drone landed at coordinates {lat},{lon}. Tell me the local time zone.',
    ],
    patterns: { lat: degreesPattern, lon: degreesPattern },
    arguments: ({ lat, lon }) => ({ lat: Number(lat), lon: Number(lon) }),
    mistakes: [
      { kind: 'wrong-name', arguments: ({ lat, lon }) => ({ latitude: Number(lat), longitude: Number(lon) }) },
      { kind: 'wrong-type', arguments: ({ lat, lon }) => ({ lat, lon }) },
      { kind: 'wrong-format', arguments: ({ lat, lon }) => ({ location: `${lat},${lon}` }) },
      { kind: 'missing-argument', arguments: ({ lat }) => ({ lat: Number(lat) }) },
    ],
    answer: ({ lat, lon }, observation) =>
      `At ${lat}, ${lon} the time zone is ${said(observation, 'time_zone')} (UTC${said(observation, 'utc_offset')}).`,
  }),
];
