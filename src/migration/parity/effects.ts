import { writesOf } from '../../artifacts/sql-writes.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import type { MigrationPlan } from '../../model/migration.ts';
import { placeOf } from './places.ts';
import type { ParityEffect } from './case.ts';
import { statementsOf } from './parameters.ts';

/** What the statements of an endpoint change; a text that tells no table of its own is taken to change its first. */
export function effectsOf(
  legacy: Pick<Backend, 'data'>,
  endpoint: Endpoint,
  plan: Pick<MigrationPlan, 'ledger'>,
): readonly ParityEffect[] {
  const effects = statementsOf(legacy, endpoint).flatMap((query): readonly ParityEffect[] => {
    const change = changeOf(query);
    if (change === undefined) return [];
    return tablesWritten(query).map((table) => ({
      table,
      change,
      columns: columnsWritten(query, change),
      target: placeOf(plan.ledger.tables[table]),
      where: query.origin.kind === 'read' ? `${query.origin.file}:${query.origin.line}` : query.id,
    }));
  });
  return [...new Map(effects.map((effect) => [JSON.stringify(effect), effect])).values()];
}

function changeOf({ kind, sql }: Query): ParityEffect['change'] | undefined {
  if (kind === 'insert') return /^\s*replace\b/i.test(sql) ? 'replace' : 'insert';
  if (kind === 'update' || kind === 'delete') return kind;
  return kind === 'other' && /^\s*replace\b/i.test(sql) ? 'replace' : undefined;
}

function tablesWritten({ sql, tables }: Query): readonly string[] {
  const bare = sql.replaceAll(/[`"]/g, '');
  const named = tables.filter((table) => writesOf(bare, table).length > 0);
  return named.length > 0 ? named : tables.slice(0, 1);
}

function columnsWritten({ sql }: Query, change: ParityEffect['change']): readonly string[] {
  const bare = sql.replaceAll(/[`"]/g, '');
  if (change === 'delete') return [];
  const list = /\binto\s+[\w.]+\s*\(([^)]*)\)/i.exec(bare)?.[1];
  if (list !== undefined)
    return list
      .split(',')
      .map((each) => each.trim())
      .filter((each) => /^\w+$/.test(each));
  const set = /\bset\b([\s\S]*?)(?:\bwhere\b|$)/i.exec(bare)?.[1] ?? '';
  return [...new Set([...set.matchAll(/(?:^|,)\s*(?:\w+\.)?(\w+)\s*=/g)].map(([, name = '']) => name))];
}
