import { writeFileSync } from 'node:fs';
import { runConfigJsonSchema } from '@imaginarium/pipeline';
import { evaluationConfigJsonSchema } from '@imaginarium/pipeline/evaluate';

// `npm run schema`: the JSON Schemas of the config files, for editors. A test of the pipeline fails when one is stale.
const schemas = { 'run-config': runConfigJsonSchema(), 'evaluation-config': evaluationConfigJsonSchema() };
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(new URL(`../configs/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
