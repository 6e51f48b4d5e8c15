import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const ZONES = [
  ...['Europe/Paris', 'Europe/Lisbon', 'Europe/Helsinki', 'America/Chicago', 'America/Bogota', 'America/Halifax'],
  ...['Asia/Tokyo', 'Asia/Karachi', 'Asia/Dubai', 'Africa/Nairobi', 'Africa/Cairo', 'Australia/Perth'],
  ...['Pacific/Auckland', 'America/Denver', 'Europe/Athens', 'Asia/Manila', 'America/Lima', 'Africa/Lagos'],
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const zonePattern = /[A-Z][a-z]+\/[A-Z][a-z]+/;

const cityOf = (zone: string) => zone.split('/')[1] ?? zone;

export const nextCronRunScenarios = [
  defineScenario({
    tool: 'next_cron_run',
    draw: (random) => ({ line: drawLine(random), zone: random.pick(ZONES) }),
    wordings: [
      'When does a job with the crontab line "{line}" run next, by {zone} time?',
      'My server is set to {zone}. At what time will cron start "{line}" again?',
      'A backup is scheduled as "{line}" in {zone}; tell me its next start.',
      'Next firing of "{line}" (zone {zone})?',
      'I found "{line}" in a crontab on a {zone} machine. When is it due?',
      'Read the cron pattern "{line}" for me: in {zone}, when does it strike next?',
      'How long until "{line}" triggers, on {zone} clocks? The next moment is enough.',
      'For zone {zone}, give me the upcoming run of the timer "{line}".',
      'If cron keeps {zone} time, which moment comes next for "{line}"?',
    ],
    patterns: { line: /[\d*/,-]+(?: [\d*/,-]+){4}/, zone: zonePattern },
    arguments: ({ line, zone }) => ({ schedule: line, time_zone: zone }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ line, zone }) => ({ schedule: `0 ${line}`, time_zone: zone }) },
      { kind: 'wrong-format', arguments: ({ line, zone }) => ({ schedule: line, time_zone: cityOf(zone) }) },
      { kind: 'wrong-name', arguments: ({ line, zone }) => ({ cron: line, time_zone: zone }) },
    ],
    answer: ({ line }, observation) => `"${line}" runs next on ${moment(observation)}.`,
  }),
  defineScenario({
    tool: 'next_cron_run',
    draw: (random) => ({
      day: random.pick(WEEKDAYS),
      time: `${String(random.int(24)).padStart(2, '0')}:${String(5 * random.int(12)).padStart(2, '0')}`,
      zone: random.pick(ZONES),
    }),
    wordings: [
      'A report goes out every {day} at {time} ({zone}). When is the next one?',
      'Our alarm rings each {day}, {time} by {zone} clocks; find its next ring.',
      'Something happens weekly on {day} at {time} in {zone}. On which date next?',
      'The sync runs on a {day} at {time}, {zone} time. Tell me the coming run.',
      'With a weekly slot of {day} {time} in zone {zone}, when do we meet again?',
      'In {zone} the shop restocks at {time} every {day}: what is the next date?',
      'Every {day} the gate opens at {time}, going by {zone}. When will it open next?',
      'Please find the next {time} on a {day} for a scheduler kept in {zone}.',
    ],
    patterns: { day: /[A-Z][a-z]+day/, time: /\d\d:\d\d/, zone: zonePattern },
    arguments: ({ day, time, zone }) => ({ schedule: weekly(day, time), time_zone: zone }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ day, time, zone }) => ({ schedule: `every ${day} at ${time}`, time_zone: zone }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ day, time, zone }) => ({ schedule: `0 ${weekly(day, time)}`, time_zone: zone }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ day, time, zone }) => ({ schedule: weekly(day, time), time_zone: cityOf(zone) }),
      },
    ],
    answer: (_, observation) => `The next time is ${moment(observation)}.`,
  }),
];

function drawLine(random: Random): string {
  const [minute, hour, day, month] = [random.int(60), random.int(24), 1 + random.int(28), 1 + random.int(12)];
  return random.pick([
    `${minute} ${hour} * * ${random.int(7)}`,
    `${minute} ${hour} * * 1-5`,
    `${minute} ${hour} ${day} * *`,
    `${minute} ${hour} ${day} ${month} *`,
    `*/${random.pick([5, 10, 15, 20])} ${hour} * * ${random.int(7)}`,
    `${minute} ${hour},${(hour + 6) % 24} ${day} * *`,
  ]);
}

function weekly(day: string, time: string): string {
  const [hour, minute] = time.split(':').map(Number);
  return `${minute} ${hour} * * ${WEEKDAYS.indexOf(day)}`;
}

function moment(observation: Parameters<typeof said>[0]): string {
  return `${said(observation, 'weekday')}, ${said(observation, 'next_run')} (${said(observation, 'time_zone')})`;
}
