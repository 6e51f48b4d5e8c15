import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Of a distance that is only a bound. */
const BEYOND: Readonly<Record<string, string>> = { P: 'more than ', M: 'less than ' };

/** Aviation weather reports (package metar-taf-parser; the code form is WMO FM 15). */
export const decodeMetar = defineTool({
  name: 'decode_metar',
  description: 'Turns a coded airport weather report into plain values.',
  parameters: z.strictObject({ report: z.string().describe('Coded report.') }),
  effect: 'read',
  group: 'weather',
  run: async ({ report }) => {
    if (!/^[A-Z]{4} \d{6}Z /.test(report) || report.endsWith('=')) {
      throw new Error(
        `report '${report}' refused: from the station to the last group (LSZH 221350Z 24008KT …), without the word METAR and without the final =`,
      );
    }
    const { parseMetar } = await import('metar-taf-parser');
    const metar = parseMetar(report);
    const { wind, visibility, altimeter } = metar;
    return {
      station: metar.station,
      day: metar.day ?? null,
      time_utc: `${pad(metar.hour)}:${pad(metar.minute)}`,
      wind: wind
        ? { degrees: wind.degrees ?? null, speed: wind.speed, gust: wind.gust ?? null, unit: wind.unit }
        : null,
      visibility: visibility
        ? `${BEYOND[visibility.indicator ?? ''] ?? ''}${visibility.value} ${visibility.unit}`
        : null,
      clouds: metar.clouds.map(({ quantity, height }) => `${quantity} at ${height ?? 'unknown'} ft`),
      temperature_c: metar.temperature ?? null,
      dew_point_c: metar.dewPoint ?? null,
      pressure: altimeter ? `${altimeter.value} ${altimeter.unit}` : null,
    };
  },
});

function pad(part: number | undefined): string {
  return String(part ?? 0).padStart(2, '0');
}
