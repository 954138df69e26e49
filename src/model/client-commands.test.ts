import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutClient } from './client-commands.ts';

test('commands of psql and rows of COPY are blanked, and told with their place', () => {
  const dump = [
    '\\restrict x1',
    'create table t (a int);',
    'COPY public.t (a) FROM stdin;',
    '1\\n;',
    '\\N',
    '\\.',
    'select 1;',
  ];
  const { text, left } = withoutClient(dump.join('\n'));
  expect(text.split('\n').map((line) => line.trim())).toEqual(['', dump[1], dump[2], '', '', '', dump[6]]);
  expect(left).toEqual([
    { at: 0, what: '\\restrict x1 is a command of psql' },
    { at: 37, what: 'the rows that follow COPY are not read' },
  ]);
});

const line = fc.constantFrom('\\connect é😀', 'copy t from stdin;', '\\.', '1\t2', 'select 1;', '', '  \\N');

test('every character that stays keeps its place', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const script = lines.join('\n');
      const { text } = withoutClient(script);
      expect(text.length).toBe(script.length);
      for (let at = 0; at < script.length; at++) expect([script[at], ' ']).toContain(text[at]);
    }),
  );
});
