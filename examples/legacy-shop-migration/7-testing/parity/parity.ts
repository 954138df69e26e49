// Records the legacy system and replays against the target, each at the address that is given:
//   PARITY_BASE=http://legacy.internal  node parity.ts record [case …]
//   PARITY_BASE=http://target.internal  node parity.ts replay [case …]
// PARITY_SESSION is a header of somebody who is signed in, PARITY_SESSIONS a file with one for each of the `guards` of
// the cases: {"require_admin": "Cookie: …"}; PARITY_NAME and PARITY_PASSWORD sign in where a case does;
// PARITY_COUNTS prints `table<TAB>rows<TAB>checksum` (see counts.*.sql); PARITY_RESET restores the database;
// PARITY_WRITES=1 sends what changes something. Node 22.18 or newer runs it as it is. Exit 1: there are differences; 2: it could not be run.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCases } from './cases.ts';
import { run } from './effects.ts';
import { recordCase } from './record.ts';
import type { Golden, Settings } from './record.ts';
import { replayCase } from './replay.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function settings(): Settings {
  const { env } = process;
  const base = env['PARITY_BASE'];
  if (base === undefined)
    throw new Error('set PARITY_BASE to the address of the system, such as http://localhost:8080');
  const [session, counts, reset] = [env['PARITY_SESSION'], env['PARITY_COUNTS'], env['PARITY_RESET']];
  return {
    place: {
      base: base.replace(/\/$/, ''),
      ...(session !== undefined && { session }),
      timeoutMs: Number(env['PARITY_TIMEOUT_MS'] ?? 10_000),
    },
    sessions:
      env['PARITY_SESSIONS'] === undefined ? {} : JSON.parse(readFileSync(env['PARITY_SESSIONS'], 'utf8')),
    person: { name: env['PARITY_NAME'] ?? '', password: env['PARITY_PASSWORD'] ?? '' },
    ...(counts !== undefined && { counts }),
    ...(reset !== undefined && { reset }),
    writes: env['PARITY_WRITES'] === '1',
  };
}

const goldenPath = (id: string): string =>
  join(folder, 'golden', `${id.replaceAll(/[^A-Za-z0-9.-]+/g, '_')}.json`);

async function main([task = '', ...only]: readonly string[]): Promise<number> {
  const given = settings();
  const cases = readCases(join(folder, 'cases.json'));
  const chosen = cases.cases.filter(({ id }) => only.length === 0 || only.includes(id));
  let differences = 0;
  let isTouched = false;
  for (const each of chosen) {
    // What an earlier case changed is no part of what a later one reads.
    if (each.safe && isTouched && given.reset !== undefined) await run(given.reset);
    isTouched = !each.safe;
    if (task === 'record') {
      const golden = await recordCase(each, cases, given);
      mkdirSync(join(folder, 'golden'), { recursive: true });
      writeFileSync(goldenPath(each.id), `${JSON.stringify(golden, null, 2)}\n`);
      say(
        `${golden.skipped === undefined ? 'recorded' : 'skipped '} ${each.id}${golden.skipped === undefined ? '' : `: ${golden.skipped}`}`,
      );
    } else if (task === 'replay') {
      const golden: Golden | undefined = existsSync(goldenPath(each.id))
        ? JSON.parse(readFileSync(goldenPath(each.id), 'utf8'))
        : undefined;
      const replayed = await replayCase(each, golden, cases, given);
      differences += replayed.differences.length;
      say(
        `${replayed.skipped !== undefined ? 'skipped ' : replayed.differences.length === 0 ? 'same    ' : 'differs '} ${each.id}${replayed.skipped === undefined ? '' : `: ${replayed.skipped}`}`,
      );
      for (const { variant, kind, what } of replayed.differences) say(`  ${kind} (${variant}): ${what}`);
    } else throw new Error(`say record or replay, not "${task}"`);
  }
  return differences > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  });
