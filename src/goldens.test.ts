import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCommandLine } from './cli/program.ts';

/** The committed packages are made again and must come out byte for byte; `npm run goldens` writes them anew. */
const examples = fileURLToPath(new URL('../examples/', import.meta.url));
const goldens = z
  .array(z.object({ package: z.string(), args: z.array(z.string()) }))
  .parse(JSON.parse(readFileSync(join(examples, 'goldens.json'), 'utf8')));

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'plumbline-golden-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();

async function plumbline(...args: readonly string[]) {
  let text = '';
  const exit = await runCommandLine(args, {
    out: (words) => (text += words),
    err: (words) => (text += words),
    cwd: examples,
    input: () => '',
    terminal: false,
  });
  return { exit, text };
}

describe.each(goldens)('$package', ({ package: name, args }) => {
  test('comes out as committed', { timeout: 120_000 }, async () => {
    const made = join(scratch, name);
    const { exit, text } = await plumbline(...args, '--out', made);
    expect([0, 1], text).toContain(exit);
    const committed = join(examples, name);
    const files = filesOf(committed);
    expect(files.length).toBeGreaterThan(40);
    expect(filesOf(made)).toEqual(files);
    const differing = files.filter(
      (file) => !readFileSync(join(made, file)).equals(readFileSync(join(committed, file))),
    );
    expect(differing).toEqual([]);
  });

  test('holds when it is verified', { timeout: 120_000 }, async () => {
    const { exit, text } = await plumbline('verify', join(examples, name));
    expect(exit, text).toBe(0);
  });
});
