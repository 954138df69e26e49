import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from './operation.ts';

const sarif = z.object({
  runs: z.array(
    z.object({
      results: z.array(z.object({ partialFingerprints: z.record(z.string(), z.string()).optional() })),
    }),
  ),
});

/** Names (`rule@subject`) of the findings of an earlier run: its package, its handoff.json or its findings.sarif. */
export function readBaseline(argument: string, cwd: string): readonly string[] {
  const file = sarifOf(resolve(cwd, argument));
  const next = 'Name the package of an earlier run, or its findings.sarif.';
  if (!existsSync(file)) throw new UserError('there is no findings.sarif', next, argument);
  try {
    const log = sarif.parse(JSON.parse(readFileSync(file, 'utf8')));
    return log.runs.flatMap(({ results }) =>
      results.flatMap(({ partialFingerprints }) => partialFingerprints?.['plumbline/v1'] ?? []),
    );
  } catch {
    throw new UserError('this is not the SARIF of an earlier run', next, argument);
  }
}

function sarifOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return join(path, 'findings.sarif');
  return path.endsWith('handoff.json') ? join(dirname(path), 'findings.sarif') : path;
}
