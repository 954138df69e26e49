import { describe, expect, test } from 'vitest';
import type { Parsed } from '../problem.ts';
import { parseAccess } from './access.ts';
import { parseNumber } from './amount.ts';
import { parseRate, parseRatio, parseVolume } from './count.ts';
import { parseDuration, parseMilliseconds } from './duration.ts';
import { parseField } from './field.ts';
import { parseLatency } from './latency.ts';
import { parseOperation } from './operation.ts';
import { parsePeak, parsePercent } from './ratio.ts';
import { parseBudget, parseBytes } from './size.ts';
import { parseUsers } from './users.ts';

const valueOf = <T>(parsed: Parsed<T>): T | undefined => (parsed.kind === 'value' ? parsed.value : undefined);
const amountOf = (parsed: Parsed<{ readonly value: number }>): number | undefined => valueOf(parsed)?.value;

describe('what a person writes', () => {
  test.each([
    ['250ms', 0.25],
    ['15m', 900],
    ['1.5h', 5400],
    ['30d', 2_592_000],
    ['10y', 315_360_000],
    ['0s', 0],
  ])('duration %s', (text, seconds) => expect(amountOf(parseDuration(text))).toBe(seconds));

  test.each([
    ['200', 200],
    ['200k', 200_000],
    ['1.1M', 1_100_000],
    ['2G', 2e9],
  ])('count %s', (text, count) => expect(valueOf(parseNumber(text))).toBe(count));

  test('rows alive, rows added, rows per other rows', () => {
    expect(valueOf(parseVolume('200k'))).toEqual({ value: 200_000, unit: 'rows' });
    expect(valueOf(parseVolume('50M/year'))).toEqual({ value: 50_000_000, unit: 'rows/year' });
    expect(valueOf(parseVolume('1k/day'))).toEqual({ value: 365_000, unit: 'rows/year' });
    expect(valueOf(parseRatio('1.5 per User'))).toEqual({ ratio: { value: 1.5, unit: 'x' }, entity: 'User' });
  });

  test('rates, ratios, users, money, sizes, latencies', () => {
    expect(amountOf(parseRate('60/min'))).toBe(1);
    expect(amountOf(parsePercent('99.95%'))).toBe(0.9995);
    expect(amountOf(parsePeak('3x'))).toBe(3);
    expect(valueOf(parseUsers('100k concurrent'))).toEqual({ count: 100_000, basis: 'concurrent' });
    expect(amountOf(parseBudget('25k EUR/month'))).toBe(25_000);
    expect(amountOf(parseBudget('300k EUR/year'))).toBe(25_000);
    expect(amountOf(parseBytes('20kB'))).toBe(20_000);
    expect(amountOf(parseMilliseconds('0.6ms'))).toBe(0.6);
    expect(valueOf(parseLatency('p99.9 < 1.5s'))).toEqual({
      percentile: 99.9,
      limit: { value: 1500, unit: 'ms' },
    });
  });

  test('operations and access rules', () => {
    expect(valueOf(parseOperation('process Order cancel'))).toEqual({
      verb: 'process',
      entity: 'Order',
      action: 'cancel',
    });
    expect(valueOf(parseAccess('customer may read, update Order where owner'))).toEqual({
      role: 'customer',
      verbs: ['read', 'update'],
      entities: ['Order'],
      where: 'owner',
    });
    expect(valueOf(parseAccess('merchandiser may all Product, Inventory'))).toMatchObject({
      verbs: ['*'],
      entities: ['Product', 'Inventory'],
    });
    expect(valueOf(parseAccess('support may read Order, User mask pii'))).toMatchObject({
      entities: ['Order', 'User'],
      mask: 'pii',
    });
    expect(valueOf(parseAccess('admin may all all'))).toMatchObject({ verbs: ['*'], entities: ['*'] });
  });

  test('fields', () => {
    expect(valueOf(parseField('string? <=280 @pii'))).toEqual({
      type: { kind: 'string' },
      optional: true,
      unique: false,
      maxLength: 280,
      dataClass: 'pii',
    });
    expect(valueOf(parseField('int 1..5'))).toMatchObject({ minimum: 1, maximum: 5 });
    expect(valueOf(parseField('string 3..40'))).toMatchObject({ minLength: 3, maxLength: 40 });
    expect(valueOf(parseField('money >=0 @server'))).toMatchObject({ minimum: 0, serverSet: true });
    expect(valueOf(parseField('enum(placed, paid) = placed @server'))).toMatchObject({
      type: { values: ['placed', 'paid'] },
      default: 'placed',
    });
    expect(valueOf(parseField('ref Order cascade'))).toMatchObject({
      type: { kind: 'ref', entity: 'Order', onDelete: 'cascade' },
    });
    expect(valueOf(parseField('ref? Order'))).toMatchObject({ optional: true });
    expect(valueOf(parseField('bool = true'))).toMatchObject({ default: true });
    expect(valueOf(parseField('string unique = "a b"'))).toMatchObject({ unique: true, default: 'a b' });
  });
});

describe('what is refused, with the way to write it', () => {
  const next = (parsed: Parsed<unknown>): string => (parsed.kind === 'problem' ? parsed.next : 'accepted');
  test.each<[string, (text: string) => Parsed<unknown>, RegExp]>([
    ['15 minutes', parseDuration, /15m/],
    ['15min', parseDuration, /m \(minutes\)/],
    ['100K', parseNumber, /200k/],
    ['50M per year', parseVolume, /5M\/year/],
    ['60', parseRate, /60\/min/],
    ['120%', parsePercent, /99\.95%/],
    ['0.5x', parsePeak, /at least 1/],
    ['100k', parseUsers, /concurrent/],
    ['25k USD/month', parseBudget, /euro/],
    ['200ms', parseLatency, /p95 < 200ms/],
    ['p97 < 200ms', parseLatency, /p95/],
    ['raed Order', parseOperation, /"read"/],
    ['read order', parseOperation, /capital letter/],
    ['customer can read Order', parseAccess, /may/],
    ['customer may read Order where owned', parseAccess, /"owner"/],
    ['strng', parseField, /"string"/],
    ['string @pi', parseField, /"pii"/],
    ['enum(a, b) = c', parseField, /Known: a, b/],
    ['bool <=3', parseField, /Numbers take/],
    ['int <= many', parseField, /type\[\?\]/],
  ])('%s', (text, parse, expected) => expect(next(parse(text))).toMatch(expected));
});
