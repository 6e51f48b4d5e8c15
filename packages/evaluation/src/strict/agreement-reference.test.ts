import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openPredictions } from '../predictions-file/open-predictions.ts';
import { measureAgreement, sumAgreements } from './measure-agreement.ts';

const REFERENCE =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const SAVED = `${REFERENCE}/ste/saved_results`;

describe.skipIf(!existsSync(SAVED))(
  'on the saved results of the paper (skipped where the reference data is absent)',
  () => {
    it('agrees with the judge, and with the comparison as text, as far as was measured', async () => {
      const agreements = [];
      for (const file of await readdir(SAVED)) {
        const { header, rows } = await openPredictions(`${SAVED}/${file}`);
        agreements.push(await measureAgreement(rows(), header));
      }
      const { judged, compared } = sumAgreements(agreements);
      expect([judged.total, compared.total]).toEqual([980, 1948]);
      expect(judged.bothCorrect + judged.onlyCached).toBe(649);
      expect(judged.share).toBeGreaterThanOrEqual(0.86);
      expect(compared.share).toBeGreaterThanOrEqual(0.9);
    });
  },
);
