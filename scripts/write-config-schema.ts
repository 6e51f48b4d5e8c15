import { writeFileSync } from 'node:fs';
import { evaluationConfigJsonSchema, runConfigJsonSchema } from '@imaginarium/pipeline';

// `npm run schema`: the JSON Schemas of the config files, for editors. A test of the pipeline fails when one is stale.
const schemas = { 'run-config': runConfigJsonSchema(), 'evaluation-config': evaluationConfigJsonSchema() };
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(new URL(`../configs/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
