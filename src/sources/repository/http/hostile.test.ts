import { expect, test } from 'vitest';
import { readRepository } from '../repository.ts';
import { memorySource } from '../source.ts';

/** Code that would never end, never return or never fit, each beside one plain route. */
const express = (code: string): string =>
  `const app = require('express')();\n${code}\napp.get('/plain', (req, res) => res.end());`;

const hostile: Readonly<Record<string, string>> = {
  'lists that hold themselves': express(
    'const a = []; a.push(a); app.use(a); app.get(a, a); app.use([a], a);',
  ),
  'calls inside calls': express(
    `const f = (x) => x; app.get(${'f('.repeat(1_500)}'/x'${')'.repeat(1_500)}, f);`,
  ),
  'loops without end': express(
    'for (let i = 0; ; i += 1) for (let j = 0; ; j += 1) app.use((q, s, n) => n());',
  ),
  'functions that call each other': express(
    `const f = (n) => g(n) + g(n); const g = (n) => f(n) + f(n); app.get('/' + f(1), f);`,
  ),
  'work that doubles at each level': express(
    `${Array.from({ length: 40 }, (_, i) => `function f${i}() { return f${i + 1}() + f${i + 1}(); }`).join('\n')}
function f40() { return 'x'; }
app.get('/' + f0(), f0);`,
  ),
  'alternatives without end': express(
    `let x = '';\n${Array.from({ length: 3_000 }, (_, i) => `if (process.argv[${i}]) x = '${i}';`).join('\n')}\napp.get(x, x);`,
  ),
  'names that every object has': express(
    `for (const k of ['constructor', '__proto__', 'valueOf']) { app[k]('/x', k); [][k](1); 'a'[k](2); ({})[k](3); }`,
  ),
  'a plugin that registers itself': `const app = require('fastify')();
async function again(instance) { instance.register(again); instance.register(again); }
app.register(again);
const a = []; a.push(a);
app.route({ method: a, url: a, preHandler: a, schema: { body: a }, handler: a });
app.get('/plain', async () => 1);
app.listen();`,
};

for (const [name, code] of Object.entries(hostile))
  test(`${name} end soon and hide nothing else`, async () => {
    const { api } = await readRepository(memorySource(new Map([['app.js', code]])));
    expect(api.endpoints.map(({ id }) => id)).toContain('GET /plain');
  });

test('a wrapper is not charged with the handlers that it hands to a library', async () => {
  const code = `const app = require('express')();
const later = require('express-async-handler');
const wrapped = (handler) => later(handler);
app.get('/first', wrapped((req, res) => {
  for (let i = 0; i < 2000; i += 1) for (let j = 0; j < 100; j += 1) work(i, j, i + j);
  res.end();
}));
app.get('/second', wrapped(second));
const second = async (req, res) => res.end();`;
  const { api } = await readRepository(memorySource(new Map([['app.js', code]])));
  expect(api.endpoints.map(({ path, handler }) => [path, handler?.line])).toEqual([
    ['/first', 4],
    ['/second', 9],
  ]);
});
