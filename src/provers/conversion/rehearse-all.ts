import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import type { Session } from '../postgres/session.ts';
import { groupsOf } from './groups.ts';
import { rehearse } from './rehearse.ts';
import type { Rehearsed } from './rehearse.ts';

export interface RehearsedAll extends Rehearsed {
  /** Tables that were not rehearsed. */
  readonly left: number;
}

/** Rehearses tables that references hold together, one group after the other, until `limit` statements ran. @throws Refused */
export async function rehearseAll(
  session: Session,
  plan: ConversionPlan,
  limit: number,
): Promise<RehearsedAll> {
  let all: RehearsedAll = { rows: 0, planted: 0, crashes: 0, statements: 0, unbroken: 0, left: 0 };
  for (const [at, group] of groupsOf(plan).entries()) {
    if (all.statements > limit) {
      all = { ...all, left: all.left + group.tables.length };
      continue;
    }
    const seen = await rehearse(session, group, at === 0);
    all = {
      rows: all.rows + seen.rows,
      planted: all.planted + seen.planted,
      crashes: all.crashes + seen.crashes,
      statements: all.statements + seen.statements,
      unbroken: all.unbroken + seen.unbroken,
      left: 0,
    };
  }
  return all;
}
