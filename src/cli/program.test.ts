import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from './program.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const run = (...args: readonly string[]) => runWith('', ...args);

async function runWith(input: string, ...args: readonly string[]) {
  let out = '';
  let err = '';
  const exit = await runCommandLine(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    cwd,
    input: () => input,
    terminal: false,
  });
  return { exit, out, err };
}

describe('help', () => {
  test('of the whole begins with examples and lists every command', async () => {
    const { exit, out, err } = await run('--help');
    expect(exit).toBe(0);
    expect(err).toBe('');
    expect(out.startsWith('Examples:')).toBe(true);
    for (const command of ['analyze', 'design', 'verify', 'explain', 'model', 'mcp'])
      expect(out).toContain(command);
    expect(out).toContain('Exit codes:');
  });

  test('of a command shows its examples and every flag', async () => {
    const { exit, out } = await run('design', '--help');
    expect(exit).toBe(0);
    expect(out).toContain('plumbline design shop.brief.yaml');
    for (const flag of ['--out', '--packs', '--fail-on', '--format', '--json', '--strict', '--baseline'])
      expect(out).toContain(flag);
  });

  test('is shown when nothing is asked', async () => {
    const { exit, out } = await run();
    expect(exit).toBe(0);
    expect(out).toContain('analyze');
  });
});

describe('typing errors', () => {
  test('a command', async () => {
    const { exit, err } = await run('analise');
    expect(exit).toBe(2);
    expect(err).toContain('analyze');
  });

  test('a flag', async () => {
    const { exit, err } = await run('design', 'x', '--ouput', 'y');
    expect(exit).toBe(2);
    expect(err).toContain('--out');
  });

  test('a value', async () => {
    const { exit, err } = await run('design', 'x', '--fail-on', 'blockers');
    expect(exit).toBe(2);
    expect(err).toContain('blocker, warning, advice, never');
  });

  test('a rule', async () => {
    const { exit, err } = await run('explain', 'unindexed-foreign-keys');
    expect(exit).toBe(2);
    expect(err).toContain('Did you mean unindexed-foreign-key?');
  });
});

/** Input that cannot be used: exit 2, a message with the next step, no stack trace, and nothing written or lost. */
const bad: readonly {
  readonly title: string;
  readonly prepare?: (folder: string) => void;
  readonly args: readonly string[];
  readonly says: readonly string[];
}[] = [
  { title: 'an empty sentence', args: ['design', ''], says: ['sentence is empty', 'next:'] },
  { title: 'a sentence of blanks', args: ['design', '   '], says: ['sentence is empty', 'next:'] },
  {
    title: 'a sentence with nothing to read',
    args: ['design', 'Lorem ipsum dolor sit amet.'],
    says: ['next:'],
  },
  {
    title: 'a brief that is not there',
    args: ['design', 'nothere.brief.yaml'],
    says: ['nothere.brief.yaml', 'no such file', 'next:'],
  },
  {
    title: 'a brief with a typing error',
    prepare: (folder) =>
      writeFileSync(
        join(folder, 'typo.yaml'),
        'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilites: { auth: {} }\n',
      ),
    args: ['design', 'typo.yaml'],
    says: ['typo.yaml:3:1', 'capabilities', 'next:'],
  },
  {
    title: 'a brief that is not YAML',
    prepare: (folder) => writeFileSync(join(folder, 'broken.yaml'), 'brief: 1\nsystem: { id: shop\n'),
    args: ['design', 'broken.yaml'],
    says: ['broken.yaml:', 'next:'],
  },
  {
    title: 'a binary file',
    prepare: (folder) => writeFileSync(join(folder, 'binary.yaml'), Buffer.from([0, 1, 2, 255, 254, 0])),
    args: ['design', 'binary.yaml'],
    says: ['binary.yaml', 'next:'],
  },
  {
    title: 'a file of 200 MB',
    prepare: (folder) => {
      writeFileSync(join(folder, 'huge.yaml'), '');
      truncateSync(join(folder, 'huge.yaml'), 200_000_000);
    },
    args: ['design', 'huge.yaml'],
    says: ['huge.yaml', '200000000 bytes', 'next:'],
  },
  {
    title: 'a directory instead of a brief',
    prepare: (folder) => mkdirSync(join(folder, 'folder.yaml')),
    args: ['design', 'folder.yaml'],
    says: ['directory', 'plumbline analyze'],
  },
  {
    title: 'a repository that is not there',
    args: ['analyze', 'nowhere'],
    says: ['nowhere', 'no such directory', 'next:'],
  },
  {
    title: 'a file instead of a repository',
    prepare: (folder) => writeFileSync(join(folder, 'some.brief.yaml'), 'brief: 1\n'),
    args: ['analyze', 'some.brief.yaml'],
    says: ['not a directory', 'plumbline design some.brief.yaml'],
  },
  {
    title: 'a directory without code',
    prepare: (folder) => {
      mkdirSync(join(folder, 'papers'));
      writeFileSync(join(folder, 'papers', 'letter.txt'), 'Dear Sir or Madam');
    },
    args: ['analyze', 'papers', '--out', 'papers-out'],
    says: ['phase 2', 'files', 'next:'],
  },
  {
    title: 'an output directory that is a file',
    prepare: (folder) => writeFileSync(join(folder, 'taken'), 'mine'),
    args: ['design', 'A shop with login and orders for 1000 users.', '--out', 'taken'],
    says: ['taken', 'is a file', 'next:'],
  },
  {
    title: 'an output directory that holds something else',
    prepare: (folder) => {
      mkdirSync(join(folder, 'full'));
      writeFileSync(join(folder, 'full', 'thesis.txt'), 'years of work');
    },
    args: ['design', 'A shop with login and orders for 1000 users.', '--out', 'full'],
    says: ['full', 'not a Plumbline package', 'next:'],
  },
  {
    title: 'an output directory inside the target',
    prepare: (folder) => {
      mkdirSync(join(folder, 'repo'));
      writeFileSync(
        join(folder, 'repo', 'app.js'),
        "import express from 'express';\nconst app = express();\napp.get('/', (q, s) => s.end());\n",
      );
    },
    args: ['analyze', 'repo', '--out', 'repo/out'],
    says: ['inside the analysed target', '--inside-target'],
  },
  { title: 'a package that is none', args: ['verify', '.'], says: ['not a package', 'next:'] },
  {
    title: 'transactions that are not there',
    args: ['check', 'isolation', 'absent.sql'],
    says: ['there is no such file', 'next:'],
  },
  {
    title: 'nothing that can be explained',
    args: ['explain', 'gibberish-of-some-length'],
    says: ['nothing here is called', 'next:'],
  },
];

describe('standard input', () => {
  test('a brief that is piped in is told by its place', async () => {
    const { exit, err } = await runWith(
      'brief: 1\nsystem: { id: x, name: X }\ncapabilites: {}\n',
      'design',
      '-',
    );
    expect(exit).toBe(2);
    expect(err).toContain('<stdin>:3:1');
  });

  test('anything else is a sentence', async () => {
    const { exit, err } = await runWith('Lorem ipsum dolor sit amet.', 'design', '-');
    expect(exit).toBe(2);
    expect(err).toContain('<sentence>:1:1');
  });
});

describe('bad input', () => {
  test.each(bad)('$title', async ({ prepare, args, says }) => {
    prepare?.(cwd);
    const before = listing(cwd);
    const { exit, out, err } = await run(...args);
    expect(exit).toBe(2);
    for (const words of says) expect(err).toContain(words);
    expect(err).not.toMatch(/^\s+at /m);
    expect(out).toBe('');
    expect(listing(cwd)).toEqual(before);
  });

  test('is told as JSON too', async () => {
    const { exit, out } = await run('design', '', '--json');
    expect(exit).toBe(2);
    const { error } = JSON.parse(out);
    expect(error.what).toContain('empty');
    expect(error.next).not.toBe('');
  });
});

/** Every file with its text (large ones by name), so that loss and change are seen. */
function listing(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) return path;
      return entry.name.startsWith('huge') ? path : `${path} ${readFileSync(path, 'latin1')}`;
    })
    .toSorted();
}
