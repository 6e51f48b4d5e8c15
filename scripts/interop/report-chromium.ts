import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium of this machine; installed from Debian's packages when there is none. @throws Error when none can be had */
export async function chromiumPath(): Promise<string> {
  return find() ?? (await install());
}

function find(): string | undefined {
  return places.find((place) => existsSync(place));
}

async function install(): Promise<string> {
  const run = promisify(execFile);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update'], { env, maxBuffer: 2 ** 26 });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
      env,
      maxBuffer: 2 ** 26,
    });
  } catch (cause) {
    throw new Error('The report is checked in Chromium. Install it as root: apt-get install chromium', { cause });
  }
  const path = find();
  if (path === undefined) throw new Error(`Chromium was installed, but is at none of ${places.join(', ')}.`);
  return path;
}
