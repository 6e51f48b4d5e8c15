import { writeFileSync } from 'node:fs';
import { runConfigJsonSchema } from '@imaginarium/pipeline';
import { evaluationConfigJsonSchema } from '@imaginarium/pipeline/evaluate';
import { projectConfigJsonSchema } from '@imaginarium/pipeline/rounds';

// `npm run schema`: the JSON Schemas of the config files, for editors. Tests of the pipeline fail when one is stale.
const schemas = {
  'run-config': runConfigJsonSchema(),
  'evaluation-config': evaluationConfigJsonSchema(),
  project: projectConfigJsonSchema(),
};
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(new URL(`../configs/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
