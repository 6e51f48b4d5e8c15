import { run as checkGithubOpenApi } from './github-openapi.ts';
import { run as checkRecords } from './records.ts';
import { run as checkReport } from './report-in-browser.ts';
import { run as checkTrainerConfigs } from './trainer-configs.ts';

// `npm run interop [RUN]`: the real consumers of what we write and the real sources of what we read, installed for the check.
// RUN is a run folder whose records are checked too, beside records made for the purpose.
const [runFolder] = process.argv.slice(2);
await checkGithubOpenApi();
await checkRecords(runFolder);
await checkTrainerConfigs();
await checkReport();
