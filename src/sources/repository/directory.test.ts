import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directorySource } from './directory.ts';
import { gather } from './gather.ts';
import { readRepository } from './repository.ts';

let outside = '';
let root = '';

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'plumbline-'));
  root = join(outside, 'target');
  await mkdir(join(root, 'src'), { recursive: true });
  await mkdir(join(root, 'node_modules/left'), { recursive: true });
  await writeFile(join(outside, 'secret.ts'), 'export const outside = 1;');
  await writeFile(join(root, 'src/a.ts'), 'export const a = 1;');
  await writeFile(join(root, 'src/binary.ts'), Buffer.from([0, 1, 2, 0]));
  await writeFile(join(root, 'src/huge.ts'), `export const huge = '${'x'.repeat(2_000)}';`);
  await writeFile(join(root, 'src/closed.ts'), 'export const closed = 1;');
  await writeFile(join(root, 'node_modules/left/index.js'), 'module.exports = 1;');
  await writeFile(join(root, '.gitignore'), 'ignored/\n');
  await mkdir(join(root, 'ignored'));
  await writeFile(join(root, 'ignored/b.ts'), 'export const b = 1;');
  await symlink(join(outside, 'secret.ts'), join(root, 'src/leaves.ts'));
  await symlink(outside, join(root, 'up'));
  await symlink('a.ts', join(root, 'src/stays.ts'));
  await symlink('nowhere.ts', join(root, 'src/dangling.ts'));
  await chmod(join(root, 'src/closed.ts'), 0o000);
});

afterAll(async () => {
  await rm(outside, { recursive: true, force: true });
});

const told = async (bytes: number): Promise<readonly string[]> => {
  const { gaps } = await gather(directorySource(root, { bytes }));
  return gaps.map(({ kind, subject, why }) => `${kind} ${subject}: ${why}`);
};

test('reads the own files of a directory and nothing behind links, ignore files or package folders', async () => {
  const { files } = await gather(directorySource(root, { bytes: 1_000 }));
  const paths = [...files.keys()].filter((path) => path !== 'src/closed.ts');
  expect(paths).toEqual(['src/a.ts']);
});

test('tells links that leave the target, broken links, binary and huge files', async () => {
  expect(await told(1_000)).toEqual(
    expect.arrayContaining([
      'read-file src/leaves.ts: a symbolic link leaves the target; it is not followed',
      'read-file up: a symbolic link leaves the target; it is not followed',
      'read-file src/dangling.ts: a symbolic link leads nowhere',
      'read-file src/binary.ts: a binary file',
      'read-file src/huge.ts: larger than 1000 bytes',
    ]),
  );
});

// The superuser may read everything, so there is nothing to tell.
test.skipIf(process.getuid?.() === 0)('tells a file that may not be read', async () => {
  expect(await told(1_000)).toContain('read-file src/closed.ts: EACCES');
});

test('stops at the limits for files and depth and says so', async () => {
  const many = await gather(directorySource(root, { files: 1 }));
  expect(many.gaps.some(({ why }) => why === 'more than 1 files; the rest is not read')).toBe(true);
  const deep = await gather(directorySource(root, { depth: 0 }));
  expect(deep.gaps.map(({ subject, why }) => `${subject} ${why}`)).toContain(
    'src folders are nested deeper than 0',
  );
});

test('no path of this machine reaches the model', async () => {
  const backend = await readRepository(directorySource(root, { bytes: 1_000 }));
  expect(backend.gaps.length).toBeGreaterThan(3);
  expect(JSON.stringify(backend)).not.toContain(outside);
});
