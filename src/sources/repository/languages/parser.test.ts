import { expect, test } from 'vitest';
import type { Grammar } from './parser.ts';
import { loadParser } from './parser.ts';
import { walkSyntax } from './syntax.ts';

const samples: readonly (readonly [Grammar, string, string])[] = [
  ['python', '@app.get("/x")\ndef read(): pass\n', 'decorator'],
  ['java', '@GetMapping("/x") class A {}\n', 'annotation'],
  ['kotlin', 'fun main() { get("/x") { } }\n', 'call_expression'],
  ['go', 'package a\nfunc f() { r.GET("/x", h) }\n', 'call_expression'],
  ['ruby', "get '/x', to: 'a#b'\n", 'call'],
  ['c-sharp', 'namespace A; record B(int C); app.MapGet("/x", () => 1);\n', 'invocation_expression'],
  ['php', "<?php Route::get('/x', fn () => 1);\n", 'scoped_call_expression'],
];

for (const [grammar, text, type] of samples)
  test(`${grammar} is parsed`, async () => {
    const parse = await loadParser(grammar);
    const root = parse?.(text)?.root;
    const types: string[] = [];
    if (root !== undefined)
      walkSyntax(root, (node) => {
        types.push(node.type);
      });
    expect(types).toContain(type);
    expect(types).not.toContain('ERROR');
  });

test('deep nesting is bounded', async () => {
  const parse = await loadParser('python');
  const root = parse?.(`${'('.repeat(5_000)}1${')'.repeat(5_000)}`)?.root;
  let deepest = 0;
  if (root !== undefined)
    walkSyntax(root, (_, above) => {
      deepest = Math.max(deepest, above.length);
    });
  expect(deepest).toBeGreaterThan(100);
  expect(deepest).toBeLessThan(1_000);
});
