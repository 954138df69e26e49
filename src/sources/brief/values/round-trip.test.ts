import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../problem.ts';
import { formatAccess, parseAccess } from './access.ts';
import { formatNumber, parseNumber } from './amount.ts';
import { formatRate, formatVolume, parseRate, parseVolume } from './count.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { formatField, parseField } from './field.ts';
import { formatLatency, parseLatency } from './latency.ts';
import { operationId, parseOperation, verbs } from './operation.ts';
import { formatPeak, formatPercent, parsePeak, parsePercent } from './ratio.ts';
import { formatBudget, formatBytes, parseBudget, parseBytes } from './size.ts';
import { formatUsers, parseUsers } from './users.ts';

const valueOf = <T>(parsed: Parsed<T>): T | undefined => (parsed.kind === 'value' ? parsed.value : undefined);
const amountOf = (parsed: Parsed<{ readonly value: number }>): number | undefined => valueOf(parsed)?.value;

describe('written and read again', () => {
  const digits = fc
    .double({ min: 0.001, max: 1e12, noNaN: true })
    .map((value) => Number(value.toPrecision(4)));
  test('numbers', () =>
    fc.assert(fc.property(digits, (value) => valueOf(parseNumber(formatNumber(value))) === value)));
  test('durations', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e9 }),
        (ms) => amountOf(parseDuration(formatDuration(ms / 1000))) === ms / 1000,
      ),
    ));
  test('percentages', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        (part) => amountOf(parsePercent(formatPercent(part / 1e5))) === part / 1e5,
      ),
    ));
  test('peaks', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 9000 }),
        (part) => amountOf(parsePeak(formatPeak(part / 10))) === part / 10,
      ),
    ));
  test('volumes', () =>
    fc.assert(
      fc.property(digits, fc.constantFrom('rows' as const, 'rows/year' as const), (value, unit) => {
        expect(valueOf(parseVolume(formatVolume({ value, unit })))).toEqual({ value, unit });
      }),
    ));
  test('rates, whatever the period they were told in', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom('s', 'min', 'h', 'day', 'month', 'year'),
        (count, period) => {
          const rate = amountOf(parseRate(`${count}/${period}`)) ?? NaN;
          expect(amountOf(parseRate(formatRate(rate)))).toBeCloseTo(rate, 9);
        },
      ),
    ));
  test('users, budgets, sizes, latencies', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (count) => {
        expect(valueOf(parseUsers(formatUsers(count, 'daily')))).toEqual({ count, basis: 'daily' });
        expect(amountOf(parseBudget(formatBudget(count)))).toBe(count);
        expect(amountOf(parseBytes(formatBytes(count)))).toBe(count);
        const limit = (count % 9_999_999) + 1;
        expect(valueOf(parseLatency(formatLatency(95, limit)))?.limit.value).toBe(limit);
      }),
    ));
  test('more users are never fewer after reading', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (count) => valueOf(parseNumber(formatNumber(count))) ?? NaN,
        );
        return (low ?? NaN) <= (high ?? NaN);
      }),
    ));

  const words = fc.constantFrom('placed', 'paid', 'a b', 'true', '12', 'x.y');
  const fields = fc.record({
    type: fc.oneof(
      fc
        .constantFrom(
          'string',
          'text',
          'int',
          'bigint',
          'decimal',
          'money',
          'bool',
          'date',
          'uuid',
          'json',
          'email',
          'url',
        )
        .map((kind) => kind),
      fc.constantFrom('enum(placed, paid)', 'ref Order', 'ref User cascade', 'ref User set-null'),
    ),
    unique: fc.boolean(),
    mark: fc.constantFrom('', '@pii', '@secret', '@server', '@immutable', '@health @server'),
    bound: fc.constantFrom('', '<=40', '>=0', '1..5'),
    default: fc.option(words),
  });
  test('every field that is accepted', () =>
    fc.assert(
      fc.property(fields, ({ type, unique, mark, bound, default: value }) => {
        const text = [type, unique ? 'unique' : '', bound, value === null ? '' : `= "${value}"`, mark]
          .filter((part) => part !== '')
          .join(' ');
        const first = valueOf(parseField(text));
        fc.pre(first !== undefined);
        if (first !== undefined) expect(valueOf(parseField(formatField(first)))).toEqual(first);
      }),
    ));
  test('operations and access rules', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...verbs),
        fc.constantFrom('Order', 'OrderLine'),
        fc.constantFrom('', ' where owner', ' mask pii', ' where team mask health'),
        (verb, entity, tail) => {
          const name = valueOf(parseOperation(`${verb} ${entity}`));
          expect(name && operationId(name)).toBe(`${verb} ${entity}`);
          const rule = valueOf(parseAccess(`staff may ${verb}, cancel ${entity}, all${tail}`));
          expect(rule).toBeDefined();
          if (rule !== undefined) expect(valueOf(parseAccess(formatAccess(rule)))).toEqual(rule);
        },
      ),
    ));
  test('no text makes a grammar throw', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const parse of [
          parseNumber,
          parseDuration,
          parseVolume,
          parseRate,
          parsePercent,
          parsePeak,
          parseUsers,
          parseBudget,
          parseBytes,
          parseLatency,
          parseOperation,
          parseAccess,
          parseField,
        ])
          expect(['value', 'problem']).toContain(parse(text).kind);
      }),
    ));
});
