import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { designBackend } from '../design/design.ts';
import type { Backend } from '../model/backend.ts';
import { briefOf, libraryText, shopText } from '../testing/briefs.ts';
import { busyShop } from '../testing/busy-shop.ts';
import { shop } from '../testing/shop.ts';
import { alertRules, alertsOf } from './alerts.ts';
import { grafanaDashboard } from './dashboard.ts';
import { gauges, messageGauges } from './message-gauges.ts';
import { missingBuckets } from './metrics.ts';
import { serviceLevels } from './service-levels.ts';

/**
 * The part of PromQL our expressions may use, read by its grammar (Prometheus documentation, "Querying"): binary
 * operators in their order of binding, aggregations with `by`, functions, selectors with matchers and a range.
 */
function checkPromql(text: string): void {
  const tokens =
    text.match(
      /"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?(?:[smhdwy])?|[a-zA-Z_:][\w:]*|=~|!~|!=|>=|<=|==|[-+*/(){}[\],=<>]|\S/g,
    ) ?? [];
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const take = (wanted?: RegExp | string): string => {
    const token = peek();
    const fits = wanted === undefined || (typeof wanted === 'string' ? token === wanted : wanted.test(token));
    if (!fits) throw new Error(`expected ${String(wanted)} instead of ${token || 'the end'} in ${text}`);
    at++;
    return token;
  };
  const binary = (operators: RegExp, next: () => 'scalar' | 'vector'): 'scalar' | 'vector' => {
    let kind = next();
    while (operators.test(peek())) {
      take();
      if (next() === 'vector') kind = 'vector';
    }
    return kind;
  };
  const expression = () => binary(/^(or)$/, () => binary(/^(and|unless)$/, comparison));
  const comparison = () => binary(/^(==|!=|>=?|<=?)$/, sum);
  const sum = () => binary(/^[-+]$/, () => binary(/^[*/]$/, unary));
  const unary = (): 'scalar' | 'vector' => {
    if (/^[-+]$/.test(peek())) take();
    return primary();
  };
  const grouping = (): void => {
    if (!/^(by|without)$/.test(peek())) return;
    take();
    take('(');
    while (peek() !== ')') {
      take(/^[a-z_]\w*$/);
      if (peek() === ',') take();
    }
    take(')');
  };
  const matchers = (): void => {
    take('{');
    while (peek() !== '}') {
      take(/^[a-z_]\w*$/);
      const operator = take(/^(=|!=|=~|!~)$/);
      const value: unknown = JSON.parse(take(/^"/));
      if (operator.endsWith('~')) expect(() => new RegExp(`^(?:${String(value)})$`)).not.toThrow();
      if (peek() !== '}') take(',');
    }
    take('}');
  };
  const primary = (): 'scalar' | 'vector' => {
    const token = take(/^(\(|\d|[a-zA-Z_])/);
    if (token === '(') {
      const kind = expression();
      take(')');
      return kind;
    }
    if (/^\d/.test(token)) return 'scalar';
    if (/^(sum|avg|max|min|count)$/.test(token)) {
      grouping();
      take('(');
      expression();
      take(')');
      grouping();
      return 'vector';
    }
    if (peek() === '(') {
      expect(['rate', 'increase', 'delta', 'histogram_quantile', 'clamp_min', 'absent']).toContain(token);
      take('(');
      for (;;) {
        expression();
        if (peek() !== ',') break;
        take();
      }
      take(')');
      return 'vector';
    }
    if (peek() === '{') matchers();
    if (peek() === '[') {
      take();
      take(/^\d+[smhdwy]$/);
      take(']');
    }
    return 'vector';
  };
  expression();
  if (at !== tokens.length) throw new Error(`${peek()} is left over in ${text}`);
}

const oneSecond = `
brief: 1
system: { id: slow, name: Slow, users: 500 concurrent, think: 20s }
capabilities: { products: {} }
slos: { "*": { latency: p90 < 1s, availability: 99.9% } }
`;

const backends: Readonly<Record<string, Backend>> = {
  'the fixture': shop,
  'the busy fixture': busyShop,
  'the shop': designBackend(briefOf(shopText)),
  'the library': designBackend(briefOf(libraryText)),
  'an objective of a whole second': designBackend(briefOf(oneSecond)),
};

const panels = z.object({
  uid: z.string().max(40),
  panels: z.array(
    z.object({
      id: z.number(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string() })).length(1),
    }),
  ),
});

const rules = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(z.object({ alert: z.string().regex(/^[A-Z]\w*$/), expr: z.string() })),
    }),
  ),
});

describe.each(Object.entries(backends))('%s', (_name, backend) => {
  test('every expression of the alerts is PromQL', () => {
    const read = rules.parse(parse(alertRules(backend).text));
    const all = read.groups.flatMap((group) => group.rules);
    expect(all.length).toBeGreaterThan(0);
    for (const { expr } of all) checkPromql(expr);
  });

  test('the dashboard is one Grafana can place: ids once, panels side by side, expressions read', () => {
    const { panels: drawn } = panels.parse(JSON.parse(grafanaDashboard(backend).text));
    expect(new Set(drawn.map(({ id }) => id)).size).toBe(drawn.length);
    for (const { gridPos: a, id } of drawn) {
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      for (const { gridPos: b, id: other } of drawn) {
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        expect(apart || id === other).toBe(true);
      }
    }
    for (const { targets } of drawn) for (const { expr } of targets) checkPromql(expr);
  });

  test('paces and windows are those of the SRE workbook, table 5-8, and no ratio above one is waited for', () => {
    const windows = { Fast: ['1h', '5m', 14.4], Slow: ['6h', '30m', 6], Creeping: ['3d', '6h', 1] } as const;
    const levels = serviceLevels(backend);
    const burning = alertsOf(backend).filter(({ kind }) => kind === 'errors' || kind === 'latency');
    for (const { name, expression, subject, kind, for: waits } of burning) {
      const level = levels.find(({ id }) => id === subject);
      const [long, short, factor] =
        windows[name.endsWith('Fast') ? 'Fast' : name.endsWith('Slow') ? 'Slow' : 'Creeping'];
      const allowed =
        kind === 'errors' ? 1 - (level?.availability ?? 0) : 1 - (level?.latency?.percentile ?? 0) / 100;
      const limits = [...expression.matchAll(/> ([\d.e-]+)/g)].map(([, limit]) => Number(limit));
      expect(limits).toHaveLength(2);
      for (const limit of limits) expect(limit / (factor * allowed)).toBeCloseTo(1, 5);
      expect(Math.max(...limits)).toBeLessThan(1);
      expect([...new Set([...expression.matchAll(/\[(\w+)\]/g)].map(([, window]) => window))]).toEqual([
        long,
        short,
      ]);
      expect(waits).toBeUndefined();
    }
  });
});

test.each(['the shop', 'the library'])(
  'what waits or is parked in %s is measured, alarms and is drawn',
  (name) => {
    const backend = backends[name] ?? shop;
    const told = new Set<string>(messageGauges(backend).map(({ metric }) => metric));
    expect([...told]).toEqual(Object.values(gauges));
    const expressions = [
      ...alertsOf(backend).map(({ expression }) => expression),
      ...panels
        .parse(JSON.parse(grafanaDashboard(backend).text))
        .panels.map(({ targets }) => targets[0]?.expr ?? ''),
    ];
    for (const metric of told)
      expect(expressions.filter((expression) => expression.includes(metric)).length, metric).toBeGreaterThan(
        1,
      );
    const spoken = expressions.flatMap((text) => text.match(/\b(outbox|parked)_\w+/g) ?? []);
    expect(spoken.filter((metric) => !told.has(metric))).toEqual([]);
  },
);

test('a dead relay alarms, because the database is asked and silence counts', () => {
  const lag = alertsOf(backends['the shop'] ?? shop).find(({ kind }) => kind === 'outbox-lag');
  expect(lag?.severity).toBe('page');
  expect(lag?.expression).toContain('or absent(outbox_oldest_waiting_seconds)');
});

test('a whole second is matched as version 2 and as version 3 of Prometheus write it', () => {
  const slow = alertsOf(backends['an objective of a whole second'] ?? shop).find(
    ({ kind }) => kind === 'latency',
  );
  expect(slow?.expression).toContain('le=~"1|1[.]0"');
});

test('bounds that OpenTelemetry does not give a histogram by itself are named', () => {
  expect(missingBuckets(serviceLevels(backends['the shop'] ?? shop))).toEqual([0.2, 0.8]);
  expect(missingBuckets(serviceLevels(backends['an objective of a whole second'] ?? shop))).toEqual([]);
});

test.each(['sum(', 'rate(x[5m]', 'a > ', 'x{y=z}', 'x{y="z"', 'sum by le (x)', '(a) b'])(
  '%s is no PromQL',
  (text) => {
    expect(() => checkPromql(text)).toThrow();
  },
);
