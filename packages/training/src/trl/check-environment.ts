import { type Clock, ImaginariumError, type JsonObject, jsonObjectSchema } from '@imaginarium/contracts';
import { type Environment, runProcess } from './run-process.ts';

/** Without importing them, which takes half a minute. */
const ASK = `import json
from importlib.metadata import PackageNotFoundError, version
def of(name):
    try: return version(name)
    except PackageNotFoundError: return None
print(json.dumps({name: of(name) for name in ("trl", "datasets", "transformers", "torch", "peft")}))`;

/** First versions with what is relied on: `resume_from_checkpoint` in the scripts of TRL, JSON columns in datasets. */
const AT_LEAST: Readonly<Record<string, number>> = { trl: 1, datasets: 5 };
const INSTALL = 'Install it there: PYTHON -m pip install "trl>=1" "datasets>=5" peft';

/**
 * The versions of what trains, in a sentence.
 * @throws ImaginariumError `endpoint/python-missing`, `endpoint/trl-missing`, `endpoint/trl-too-old`
 */
export async function checkEnvironment(
  python: string,
  options: { readonly env: Environment; readonly clock: Clock; readonly needsPeft: boolean },
): Promise<string> {
  const lines: string[] = [];
  const asked = runProcess({ ...options, command: [python, '-c', ASK], onLine: (line) => lines.push(line) });
  const end = await asked.ended;
  const versions = readVersions(lines);
  if (end.failure || end.code !== 0 || versions === undefined) {
    throw new ImaginariumError({
      code: 'endpoint/python-missing',
      message: `The Python "${python}" cannot be run: ${end.failure?.message ?? lines.slice(-3).join(' ')}`,
      hint: 'Name the Python of an environment that has TRL, for example .venv/bin/python.',
    });
  }
  for (const name of ['trl', 'datasets', 'transformers', 'torch', ...(options.needsPeft ? ['peft'] : [])]) {
    const version = versions[name];
    if (typeof version !== 'string') throw missing(`The Python "${python}" has no ${name}.`);
    if (Number.parseInt(version, 10) < (AT_LEAST[name] ?? 0)) {
      throw new ImaginariumError({
        code: 'endpoint/trl-too-old',
        message: `The Python "${python}" has ${name} ${version}; version ${AT_LEAST[name]} or later is needed.`,
        hint: INSTALL.replace('PYTHON', python),
      });
    }
  }
  return `TRL ${versions.trl}, transformers ${versions.transformers}, torch ${versions.torch}`;

  function missing(message: string): ImaginariumError {
    return new ImaginariumError({ code: 'endpoint/trl-missing', message, hint: INSTALL.replace('PYTHON', python) });
  }
}

function readVersions(lines: readonly string[]): JsonObject | undefined {
  for (const line of lines) {
    if (!line.startsWith('{')) continue;
    try {
      return jsonObjectSchema.parse(JSON.parse(line));
    } catch {
      return undefined;
    }
  }
  return undefined;
}
