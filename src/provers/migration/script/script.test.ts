import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { alterTableOf } from './actions.ts';
import { offsetsOf, placesOf } from './places.ts';
import { withoutFault } from './recovery.ts';
import { loadGrammar, readScript, textOf } from './script.ts';
import { tokensOf } from './tokens.ts';

beforeAll(loadGrammar);

/** Pieces of SQL text, whole and broken. */
const piece = fc.constantFrom(
  'select',
  ' ',
  '\n',
  "'a;b'",
  "E'it\\'s'",
  '"a;""b"',
  '$$ x; $$',
  '$f$ $$ $f$',
  '-- c; d\n',
  '/* a /* b */ ; */',
  ';',
  '(',
  ')',
  ',',
  'é😀',
  "'",
  '"',
  '/*',
  '$1',
  '1.5',
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

test('tokens follow each other, and only blanks lie between them', () => {
  fc.assert(
    fc.property(text, (sql) => {
      let last = 0;
      for (const { start, end } of tokensOf(sql)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(sql.slice(last, start)).toMatch(/^\s*$/);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(sql.length);
      expect(sql.slice(last)).toMatch(/^\s*$/);
    }),
  );
});

test('offsets of bytes are offsets of the text they encode', () => {
  fc.assert(
    fc.property(text, fc.nat(200), (sql, cut) => {
      const at = Math.min(cut, sql.length);
      const head = sql.slice(0, at);
      fc.pre(Buffer.from(head, 'utf8').toString('utf8') === head);
      expect(offsetsOf(sql)(Buffer.byteLength(head, 'utf8'))).toBe(at);
    }),
  );
});

test('a place is found again by counting lines', () => {
  fc.assert(
    fc.property(text, fc.nat(200), (sql, cut) => {
      const at = Math.min(cut, sql.length);
      const { line, column } = placesOf(sql)(at);
      const before = sql.slice(0, at).split('\n');
      expect(line).toBe(before.length);
      expect(column).toBe((before.at(-1) ?? '').length + 1);
    }),
  );
});

test('what is blanked out keeps every other character where it was', () => {
  fc.assert(
    fc.property(text, fc.nat(200), fc.boolean(), (sql, at, whole) => {
      const rest = withoutFault(sql, Math.min(at, sql.length), whole);
      if (rest === undefined) return;
      expect(rest).not.toBe(sql);
      expect(rest.length).toBe(sql.length);
      for (let each = 0; each < sql.length; each++) expect([sql[each], ' ']).toContain(rest[each]);
    }),
  );
});

test('reading never throws, whatever the text', () => {
  fc.assert(
    fc.property(text, (sql) => {
      const { statements, faults } = readScript('any.sql', sql);
      expect(statements.length + faults.length).toBeLessThan(200);
    }),
    { numRuns: 200 },
  );
});

test('a fault costs one element or one statement, not the file', () => {
  const sql = 'create table t (a int,, b text);\nselec 1;\ndrop table u;\n';
  const script = readScript('x.sql', sql);
  expect(script.faults.map(({ at }) => script.place(at))).toEqual([
    { line: 1, column: 23 },
    { line: 2, column: 1 },
  ]);
  expect(script.statements.map((statement) => textOf(script, statement))).toEqual([
    'create table t (a int,  b text)',
    'drop table u',
  ]);
});

test('actions of ALTER TABLE are found where they are written', () => {
  const sql = `-- é\nalter table only "s.x"."t" /* a, b */\n  add column a numeric(3, 2) default (1),\n  drop column b;\nalter table t rename to u;`;
  const script = readScript('x.sql', sql);
  const places = script.statements.flatMap((statement) =>
    (alterTableOf(script, statement)?.actions ?? []).map(({ at }) => script.place(at).line),
  );
  expect(places).toEqual([3, 4, 5]);
});
