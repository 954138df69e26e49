import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadPacks } from '../packs.ts';
import type { Parsed } from '../problem.ts';
import { readBrief } from '../read.ts';
import { parseAccess } from '../values/access.ts';
import { parseNumber } from '../values/amount.ts';
import { parseRate, parseRatio, parseVolume } from '../values/count.ts';
import { parseDuration } from '../values/duration.ts';
import { parseField } from '../values/field.ts';
import { parseLatency } from '../values/latency.ts';
import { parseOperation } from '../values/operation.ts';
import { parsePeak, parsePercent } from '../values/ratio.ts';
import { parseBudget, parseBytes } from '../values/size.ts';
import { parseUsers } from '../values/users.ts';
import { briefSchema, briefSchemaText } from './schema.ts';
import { grammars } from './values.ts';
import type { Grammar } from './values.ts';

const packs = loadPacks();
const examples = new URL('../../../../examples/', import.meta.url);
const shop = readFileSync(new URL('shop.brief.yaml', examples), 'utf8');
const validate = new Ajv({ strict: false, allErrors: true }).compile(briefSchema(packs));

const fits = (parsed: Parsed<unknown>): boolean => parsed.kind === 'value';
const parsers: Readonly<Record<string, (text: string) => boolean>> = {
  duration: (text) => fits(parseDuration(text)),
  count: (text) => fits(parseNumber(text)),
  rate: (text) => fits(parseRate(text)),
  volume: (text) => fits(parseVolume(text)) || fits(parseRatio(text)),
  percent: (text) => fits(parsePercent(text)),
  peak: (text) => fits(parsePeak(text)),
  users: (text) => fits(parseUsers(text)),
  operation: (text) => fits(parseOperation(text)),
  field: (text) => fits(parseField(text)),
  access: (text) => fits(parseAccess(text)),
  latency: (text) => fits(parseLatency(text)),
  budget: (text) => fits(parseBudget(text)),
  bytes: (text) => fits(parseBytes(text)),
};

/** The pattern of these only frames what the grammar reads in full. */
const loose: readonly string[] = ['field', 'access'];

describe('the patterns of the schema and the grammars of the reader', () => {
  test.each(Object.entries<Grammar>(grammars))(
    'agree on the examples of %s',
    (name, { pattern, examples: good }) => {
      const rule = new RegExp(pattern);
      expect(good.length).toBeGreaterThan(0);
      for (const text of good) {
        expect(rule.test(text)).toBe(true);
        if (parsers[name] !== undefined) expect(parsers[name](text)).toBe(true);
      }
    },
  );

  test.each(Object.keys(parsers))('agree on what %s refuses', (name) => {
    const { pattern, examples: good }: Grammar = Object.entries<Grammar>(grammars).find(
      ([key]) => key === name,
    )?.[1] ?? {
      description: '',
      pattern: '',
      examples: [],
      message: '',
    };
    const rule = new RegExp(pattern);
    const mutated = fc
      .tuple(
        fc.constantFrom(...good),
        fc.nat(12),
        fc.constantFrom('', 'x', '0', '.', '-', '/', '%', 'k', 'M', 's', 'Order', '9'),
      )
      .map(([text, at, put]) => `${text.slice(0, at)}${put}${text.slice(at + 1)}`.trim());
    let refused = 0;
    fc.assert(
      fc.property(mutated, (text) => {
        const read = parsers[name]?.(text) ?? false;
        const matched = rule.test(text);
        if (!matched) refused += 1;
        // Never refuse in the editor what the reader takes; where the pattern is whole, also the other way round.
        if (read) expect([text, matched]).toEqual([text, true]);
        else if (!loose.includes(name)) expect([text, matched]).toEqual([text, false]);
      }),
      { seed: 11, numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});

describe('the schema of a brief', () => {
  test('accepts the reference brief, whose first line leads to it', () => {
    expect(validate(parse(shop)), JSON.stringify(validate.errors)).toBe(true);
    const named = /\$schema=(\S+)/.exec(shop)?.[1] ?? 'none';
    expect(existsSync(new URL(named, examples))).toBe(true);
    expect(readFileSync(new URL(named, examples), 'utf8')).toBe(briefSchemaText(packs));
  });

  test('is itself valid draft-07', () => {
    expect(new Ajv({ strict: false }).validateSchema(briefSchema(packs))).toBe(true);
  });

  test.each([
    ['a mistyped section', 'capabilites: {}'],
    ['a mistyped option', 'capabilities: { auth: { sesions: 3d } }'],
    ['a value of an unknown form', 'slos: { "*": { latency: 200ms } }'],
    ['an unknown field type', 'entities: { Note: { fields: { a: strng } } }'],
    ['an unknown rule', 'policies: { compliance: [gdpr2] }'],
    ['a workload without operation', 'workloads: { a: { actor: b } }'],
  ])('refuses %s, as the reader does', (_, text) => {
    const brief = `brief: 1\nsystem: { id: a, name: A }\n${text}\n`;
    expect(validate(parse(brief))).toBe(false);
    expect(readBrief(brief, { file: 'a', packs }).kind).toBe('invalid');
  });

  test('explains every value an editor can refuse', () => {
    for (const { message, description } of Object.values<Grammar>(grammars)) {
      expect(message).toMatch(/\.$/);
      expect(description).not.toBe('');
    }
  });
});
