import { defineScenario } from './define-scenario.ts';
import { dateParts, datePattern, drawDate } from './draw-date.ts';
import { degreesPattern, drawPosition } from './draw-position.ts';
import { said } from './said.ts';

type Place = Readonly<Record<'date' | 'lat' | 'lon', string>>;

const point = ({ lat, lon }: Place) => ({ lat: Number(lat), lon: Number(lon) });

export const sunTimesScenarios = [
  defineScenario({
    tool: 'sun_times',
    draw: (random) => ({ date: drawDate(random, 2015, 2035), ...drawPosition(random) }),
    wordings: [
      'When does the sun rise at latitude {lat}, longitude {lon} on {date}?',
      'Sunset on {date} at lat {lat}, lon {lon}: what time in UTC?',
      'We shoot a film at {lat}, {lon} on {date}. From when to when is it light?',
      'On {date}, how early is dawn over at latitude {lat} and longitude {lon}? I need the sunrise.',
      'My solar panels stand at lat={lat}, lon={lon}; when will the sun go down on {date}?',
      'A hike at {lat} / {lon} is set for {date}. Tell me sunrise and sunset.',
      'Give the hours of daylight limits for {date} at the point {lat}, {lon}.',
      'For the coordinates {lat},{lon} I want to know the times of sunup and sundown on {date}.',
      'At {lat} degrees latitude and {lon} degrees longitude, when does {date} get dark?',
    ],
    patterns: { lat: degreesPattern, lon: degreesPattern, date: datePattern },
    arguments: (slots) => ({ date: dateParts(slots.date).join('-'), ...point(slots) }),
    mistakes: [
      { kind: 'wrong-format', arguments: (slots) => ({ date: dateParts(slots.date).join('/'), ...point(slots) }) },
      { kind: 'wrong-format', arguments: (slots) => ({ date: dateParts(slots.date).join(''), ...point(slots) }) },
      {
        kind: 'wrong-name',
        arguments: ({ date, lat, lon }) => ({
          date: dateParts(date).join('-'),
          latitude: Number(lat),
          longitude: Number(lon),
        }),
      },
      {
        kind: 'wrong-type',
        arguments: ({ date, lat, lon }) => ({ date: dateParts(date).join('-'), lat: `${lat}°`, lon: `${lon}°` }),
      },
      { kind: 'missing-argument', arguments: (slots) => point(slots) },
    ],
    answer: ({ date }, observation) =>
      said(observation, 'polar')
        ? `On ${date} ${said(observation, 'polar')} there.`
        : `On ${date} the sun rises at ${said(observation, 'sunrise')} and sets at ${said(observation, 'sunset')} (UTC).`,
  }),
];
