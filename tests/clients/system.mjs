// The system that the tests talk to: a running one that the environment names, or one of their own.
//
//   TELEMACHUS_GATEWAY           HOST:PORT of a running gateway; without it, a system is started
//   TELEMACHUS_ISSUER_DIRECTORY  folder of the local issuer's keys
//   TELEMACHUS_ISSUER            path of the issuer program
//   TELEMACHUS_STAFF             subject of a login of national staff (national-staff)
//   TELEMACHUS_BUILD             build whose programs are started (build)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const build = process.env.TELEMACHUS_BUILD ?? join(root, 'build');

// Runs functions of tools/shell/system.sh. Never blocks: a server that ends waits for the
// connections of this process to close.
async function shell(script, ...words) {
  const source = 'source "$0/tools/shell/console.sh" && source "$0/tools/shell/system.sh"\n';
  const bash = spawn('bash', ['-c', source + script, root, ...words], {
    timeout: 120_000,
    // Servers that are started keep what they inherit open: no pipe that the end is waited for.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = await once(bash, 'exit');
  if (code !== 0) throw new Error(`the system's shell ended with ${code ?? signal}`);
}

function readEnvironment(file) {
  return Object.fromEntries(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

// Resolves to {gateway, issuer, issuerDirectory, staff, stop()}.
export async function openSystem() {
  if (process.env.TELEMACHUS_GATEWAY) return describe(process.env, async () => {});
  const state = mkdtempSync(join(tmpdir(), 'telemachus-clients-'));
  const stop = async () => {
    await shell('system_stop "$1"', state);
    rmSync(state, { recursive: true, force: true });
  };
  try {
    await shell('system_start "$1" "$2" "$(system_free_port)"', state, build);
    return describe(readEnvironment(join(state, 'environment')), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function describe(environment, stop) {
  return {
    gateway: environment.TELEMACHUS_GATEWAY,
    issuer: environment.TELEMACHUS_ISSUER ?? join(build, 'bin', 'issuer'),
    issuerDirectory: environment.TELEMACHUS_ISSUER_DIRECTORY,
    staff: environment.TELEMACHUS_STAFF ?? 'national-staff',
    stop,
  };
}

// Where google/api and google/rpc are: where the build found them, or where tools/setup puts them.
export function googleProtos() {
  try {
    const cache = readFileSync(join(build, 'CMakeCache.txt'), 'utf8');
    const found = cache.match(/^TELEMACHUS_GOOGLEAPIS:[A-Z]*=(.*)$/m);
    if (found) return found[1];
  } catch {
    // A system that runs elsewhere needs no build here.
  }
  return join(root, '.deps', 'googleapis');
}
