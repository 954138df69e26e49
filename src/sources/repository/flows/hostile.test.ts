import { expect, test } from 'vitest';
import type { Backend } from '../../../model/backend.ts';
import { readRepository } from '../repository.ts';
import { memorySource } from '../source.ts';

const read = async (files: Readonly<Record<string, string>>): Promise<Backend> =>
  readRepository(memorySource(new Map(Object.entries(files))), undefined, { flows: true });

const head = `const express = require('express');
const { exec } = require('child_process');
const app = express();
`;

const sinks = ({ trust }: Backend): readonly string[] => trust.flows.map(({ sink }) => sink.what);

test('a way of ten thousand names is followed and told with its last steps', async () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `const a${at + 1} = a${at};`).join('\n');
  const backend = await read({
    'app.js': `${head}app.get('/', (req, res) => {\nconst a0 = req.query.a;\n${names}\nexec(a10000);\n});`,
  });
  expect(sinks(backend)).toEqual(['first argument of exec']);
  expect(backend.trust.flows[0]?.steps.length).toBeLessThanOrEqual(40);
});

test('files that import each other and functions that call each other end', async () => {
  const backend = await read({
    'a.js': `${head}const b = require('./b');\nexports.run = (x, y) => { exec(x); return b.run(y + x, x); };\napp.get('/', (req, res) => b.run(req.query.a, 1));`,
    'b.js': `const a = require('./a');\nexports.run = (x, y) => a.run(y + x, [x, { y, run: exports.run }]);`,
  });
  expect(sinks(backend)).toContain('first argument of exec');
});

test('objects that hold themselves, and types that name themselves, end', async () => {
  const backend = await read({
    'app.ts': `${head}class Node { next: Node; constructor(private readonly self: Node) { this.next = self; } run(x: string) { exec(x); this.next.run(x); } }
const ring: any = {}; ring.ring = ring; ring.list = [ring];
app.get('/', (req, res) => { new Node(ring).run(req.query.a as string); ring.a = req.query.b; exec(ring.ring.ring.a); JSON.stringify(ring); });`,
  });
  expect(sinks(backend)).toContain('first argument of exec');
});

test('a function that is called in very many ways, and deep expressions, are bounded', async () => {
  const calls = Array.from({ length: 3_000 }, (_, at) => `f(() => ${at}, { a${at}: () => 1 }, req.query.a);`);
  const deep = `${'('.repeat(400)}req.query.a${')'.repeat(400)}`;
  const long = Array.from({ length: 3_000 }, () => 'req.query.a').join(' + ');
  const backend = await read({
    'app.js': `${head}function f(g, o, x) { g(); return exec(x); }\napp.get('/', (req, res) => {\n${calls.join('\n')}\n});`,
    'deep.js': `${head}app.get('/', (req, res) => exec(${deep}));\napp.post('/', (req, res) => exec(${long}));`,
  });
  expect(sinks(backend)).toContain('first argument of exec');
});

test('a pattern that takes for ever is not tried', async () => {
  const backend = await read({
    'app.js': `${head}app.get('/', (req, res) => { if (/^(([a-z])+.)+[A-Z]([a-z])+$/.test(req.query.a)) exec(req.query.a); });`,
  });
  expect(backend.coverage.files).toBe(1);
});

test('a list that is added to itself again and again stays small', async () => {
  const more = Array.from({ length: 40 }, () => 'list = list.concat(list);').join('\n');
  const backend = await read({
    'app.js': `${head}app.get('/', (req, res) => { let list = [req.query.a, () => 1];\n${more}\nexec(list[0]); });`,
  });
  expect(sinks(backend)).toEqual(['first argument of exec']);
});

test('views that bring in themselves and all others are walked, and leave steps for the rest', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `v${at}`);
  const parts = names.map((name) => `<%- include('${name}') %>`).join('\n');
  const views = Object.fromEntries(names.map((name) => [`views/${name}.ejs`, `<%- text %>\n${parts}`]));
  const backend = await read({
    'app.js': `${head}app.get('/', (req, res) => { res.render('v0', { text: req.query.text }); exec(req.query.a); });`,
    ...views,
  });
  expect(sinks(backend)).toContain('raw output of the template');
  expect(sinks(backend)).toContain('first argument of exec');
  expect(backend.gaps.filter(({ kind }) => kind === 'trace-flow')).toEqual([]);
});

test('patterns that take for ever leave steps for the rest', async () => {
  const loops = Array.from({ length: 12 }, (_, at) => `  /${'(a*)*'.repeat(at + 1)}b/.test(req.query.a);`);
  const backend = await read({
    'app.js': `${head}app.get('/', (req, res) => {\n${loops.join('\n')}\n/^(a+)+$/.test(req.query.a);\nexec(req.query.a);\n});`,
  });
  expect(sinks(backend)).toContain('first argument of exec');
  expect(sinks(backend)).toContain('text for test of /^(a+)+$/');
});

test('a bundle on one line is told and not followed', async () => {
  const bundle = Array.from({ length: 4_000 }, (_, at) => `function f${at}(x){return f${at + 1}(x)}`).join(
    ';',
  );
  const backend = await read({
    'app.js': `${head}app.get('/', (req, res) => exec(req.query.a));`,
    'b.js': bundle,
  });
  expect(backend.gaps).toContainEqual({ kind: 'skip-file', subject: 'b.js', why: 'minified or generated' });
  expect(sinks(backend)).toEqual(['first argument of exec']);
});

test('tests that are made of themselves, or of each other, end', async () => {
  const backend = await read({
    'app.js': `${head}app.get('/', (req, res) => {
  var e = req.query.e; var e = e || req.query.f; if (e && e.length) exec(e);
  var a = b || e; var b = a || e; if (a) exec(a);
});`,
  });
  expect(new Set(sinks(backend))).toEqual(new Set(['first argument of exec']));
  expect(backend.gaps).toEqual([]);
});

test('a condition that is nested deeper than a stack goes costs its own way only', async () => {
  const deep = `${'('.repeat(400)}x${' || x)'.repeat(400)}`;
  const backend = await read({
    'deep.js': `module.exports = (x) => { if (${deep}) return x; };`,
    'app.js': `${head}app.get('/', (req, res) => exec(req.query.a));`,
  });
  expect(sinks(backend)).toEqual(['first argument of exec']);
});
