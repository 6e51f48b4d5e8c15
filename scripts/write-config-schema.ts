import { writeFileSync } from 'node:fs';
import { runConfigJsonSchema } from '@imaginarium/pipeline';

// `npm run schema`: the JSON Schema of the config file, for editors. A test of the pipeline fails when it is stale.
writeFileSync(
  new URL('../configs/run-config.schema.json', import.meta.url),
  `${JSON.stringify(runConfigJsonSchema(), null, 2)}\n`,
);
