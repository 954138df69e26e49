import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Backend } from '../../model/backend.ts';
import { directorySource } from './directory.ts';
import { readRepository } from './repository.ts';
import type { FileSource } from './source.ts';

let root = '';
let backend: Backend | undefined;

const nested = (open: string, close: string): string => open.repeat(1_000) + '1' + close.repeat(1_000);

/** One file of each language that is nested a thousand deep, one that is broken, and what they stand beside. */
const files: readonly (readonly [string, string | Buffer])[] = [
  ['app.js', "const app = require('express')();\napp.get('/alive', (req, res) => res.json({}));\n"],
  ['deep/a.ts', `import express from 'express';\nexport const x = ${nested('(', ')')};\n`],
  ['deep/a.py', `from flask import Flask\nx = ${nested('(', ')')}\n`],
  [
    'deep/A.java',
    `import org.springframework.web.bind.annotation.*;\nclass A { int x = ${nested('(', ')')}; }\n`,
  ],
  ['deep/a.kt', `import io.ktor.server.routing.*\nval x = ${nested('(', ')')}\n`],
  [
    'deep/a.go',
    `package a\nimport "github.com/gin-gonic/gin"\nvar r = gin.New()\nvar x = ${nested('(', ')')}\n`,
  ],
  ['long/a.py', `from flask import Flask\n${'#\n'.repeat(60_000)}app = Flask(__name__)\n`],
  ['long/a.js', `const app = require('express')();\n${'\n'.repeat(200_000)}`],
  ['deep/a.rb', `require 'sinatra'\nx = ${nested('(', ')')}\n`],
  ['deep/A.cs', `using Microsoft.AspNetCore.Mvc;\nclass A { int x = ${nested('(', ')')}; }\n`],
  ['deep/a.php', `<?php\nuse Illuminate\\Support\\Facades\\Route;\n$x = ${nested('(', ')')};\n`],
  ['migrations/002_b.sql', `SELECT ${nested('(', ')')};\nCREATE TABLE deep (id bigint);\n`],
  ['deep/a.json', nested('[', ']')],
  ['deep/openapi.yaml', `openapi: 3.1.0\nx: ${nested('[', ']')}\n`],
  ['broken/a.ts', "import express from 'express';\nconst = (;\n"],
  ['broken/a.py', 'from flask import Flask\ndef (:\n'],
  ['broken/A.java', 'import org.springframework.web.bind.annotation.*;\nclass { @GetMapping( }\n'],
  ['broken/a.go', 'package a\nimport "github.com/gin-gonic/gin"\nfunc ( {\n'],
  ['broken/a.rb', "require 'sinatra'\nget '/x' do |\n"],
  ['broken/A.cs', 'using Microsoft.AspNetCore.Mvc;\nclass { [HttpGet( }\n'],
  ['broken/a.php', "<?php\nuse Illuminate\\Support\\Facades\\Route;\nRoute::get('/x', [;\n"],
  ['migrations/001_a.sql', 'CREATE TABLE broken (;\n'],
  ['broken/a.json', '{"a":'],
  ['broken/schema.prisma', 'model A {{{'],
  ['latin.php', Buffer.from("<?php // caf\xe9\n$_GET['q'];\n", 'latin1')],
  ['long.ts', `import express from 'express';\nexport const x = '${'x'.repeat(20_000_000)}';\n`],
  ['.gitmodules', '[submodule "vendor"]\n\tpath = missing\n\turl = ../vendor\n'],
];

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'plumbline-hostile-')));
  for (const [path, content] of files) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), content);
  }
  await mkdir(join(root, 'missing'));
  await symlink('..', join(root, 'deep/circle'));
  await symlink('/etc', join(root, 'outside'));
  backend = await readRepository(vanishing(directorySource(root)));
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

/** A file that is listed and gone when it is opened. */
const vanishing = (source: FileSource): FileSource => ({
  ...source,
  list: async () => {
    const { files: listed, gaps } = await source.list();
    return { files: [...listed, { path: 'vanished.ts', bytes: 10 }], gaps };
  },
});

test('what can be read beside hostile files is read', () => {
  expect(backend?.api.endpoints.map(({ id }) => id)).toContain('GET /alive');
});

test('each hostile input is told and none ends the run', () => {
  const told = new Map(backend?.gaps.map(({ subject, why }) => [subject, why]));
  expect(Object.fromEntries([...told].filter(([subject]) => wanted.has(subject)))).toEqual(
    Object.fromEntries(wanted),
  );
});

const wanted = new Map<string, unknown>([
  ['outside', 'a symbolic link leaves the target; it is not followed'],
  ['missing', 'a git submodule that is not checked out; its files are missing here'],
  ['latin.php', 'not valid UTF-8; read as Latin-1'],
  ['long.ts', 'larger than 1000000 bytes'],
  ['vanished.ts', 'ENOENT'],
  ['broken/a.ts', expect.any(String)],
  ['migrations/001_a.sql:1', expect.any(String)],
  ['broken/schema.prisma', expect.any(String)],
]);
