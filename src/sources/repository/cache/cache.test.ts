import { mkdir, mkdtemp, readdir, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directorySource } from '../directory.ts';
import { readRepository } from '../repository.ts';
import type { FileSource } from '../source.ts';

let folder = '';
let target = '';
let directory = '';

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'plumbline-cache-')));
  target = join(folder, 'target');
  directory = join(folder, 'cache');
  await mkdir(target);
  await write('app.js', "const app = require('express')();\napp.use('/api', require('./users'));\n");
  await write(
    'users.js',
    "const router = require('express').Router();\nrouter.get('/users', (q, r) => r.json([]));\nmodule.exports = router;\n",
  );
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Files of long ago: what is written as a run begins is never trusted. */
async function write(name: string, text: string, seconds = 1_000): Promise<void> {
  await writeFile(join(target, name), text);
  await utimes(join(target, name), seconds, seconds);
}

/** The source with a list of the files that were opened. */
function watched(opened: string[]): FileSource {
  const source = directorySource(target);
  return {
    ...source,
    // The time of the last change of status cannot be set, so the stamp is made of what the test controls.
    list: async () => {
      const { files, gaps } = await source.list();
      return {
        files: files.map((file) => ({ ...file, stamp: `1:${file.stamp?.split(':').slice(1).join(':')}` })),
        gaps,
      };
    },
    read: (path) => {
      opened.push(path);
      return source.read(path);
    },
  };
}

async function run(version = '1'): Promise<{ readonly paths: readonly string[]; readonly opened: string[] }> {
  const opened: string[] = [];
  const backend = await readRepository(watched(opened), { directory, version });
  return { paths: backend.api.endpoints.map(({ path }) => path), opened };
}

test('a second run opens nothing, one after a change opens what changed, and both say the same as a cold one', async () => {
  expect(await run()).toEqual({ paths: ['/api/users'], opened: ['app.js', 'users.js'] });
  expect(await run()).toEqual({ paths: ['/api/users'], opened: [] });
  await write(
    'users.js',
    "const router = require('express').Router();\nrouter.get('/people', (q, r) => r.json([]));\nmodule.exports = router;\n",
    2_000,
  );
  expect(await run()).toEqual({ paths: ['/api/people'], opened: ['users.js'] });
  expect(await run('2')).toEqual({ paths: ['/api/people'], opened: ['app.js', 'users.js'] });
});

test('damaged files of the cache are not believed', async () => {
  await run();
  for (const name of await readdir(directory)) await writeFile(join(directory, name), 'hash\n{}');
  expect(await run()).toEqual({ paths: ['/api/people'], opened: ['app.js', 'users.js'] });
});
