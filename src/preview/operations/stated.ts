import { qualifiedName, quoteName } from '../../artifacts/sql-names.ts';
import type { Operation } from '../../model/domain.ts';
import type { Row } from '../../provers/postgres/session.ts';
import { actingFor } from '../access/decide.ts';
import type { Transaction } from '../database/database.ts';
import { isRefusal, runOperation } from '../effects/effects.ts';
import type { Transaction as EffectTransaction } from '../effects/effects.ts';
import type { Exchange } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { actingAsContext, forEffects } from '../processes/effect-transaction.ts';
import { requestVariables } from '../processes/variables.ts';
import { entityOf, tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { sqlValue } from '../wire.ts';
import { columnOf } from './list.ts';
import type { Values } from './values.ts';

export interface Stated {
  /** What the server sets, by column. */
  readonly values: Values;
  /** The statements of the design did all of it: the delivered statement of the operation is not run. */
  readonly isWhole: boolean;
  /** The row they did it to, where that is another than asked for: what is in a cart already becomes more. */
  readonly id?: string;
}

const nothing: Stated = { values: {}, isWhole: false };

export type RunStated = (
  transaction: Transaction,
  exchange: Exchange,
  id: string,
  row?: Row,
) => Promise<Stated>;

/**
 * Runs what the design states that an operation does (`sets` and effects), each statement as the login of its context, in
 * the transaction of the request. Afterwards the transaction acts for the caller again.
 */
export function statedBy(running: Running, operation: Operation): RunStated {
  const isCalled = operation.effects?.call !== undefined;
  if ((operation.sets ?? []).length === 0 && operation.effects === undefined) return async () => nothing;
  const columns = serverColumns(running, operation);
  return async (transaction, exchange, id, row) => {
    // A request to another part of the process is made by whoever carries out the operation there.
    if (isCalled)
      throw new Error(`${operation.id}: nobody answers ${operation.effects?.call?.request ?? ''}`);
    const at = (context: string | undefined): EffectTransaction => ({
      run: async (sql, values) => {
        await transaction.actAs(actingAsContext(running, context ?? operation.context, exchange.caller));
        return forEffects(transaction).run(sql, values);
      },
    });
    try {
      const { variables, isWhole } = await runOperation(
        operation,
        { ...row, ...requestVariables(running, exchange, id) },
        { transaction: at(undefined), at, call: () => Promise.reject(new Error('nobody is called here')) },
      );
      await transaction.actAs(actingFor(running.roles, exchange.caller, operation, exchange.decision));
      const known = columns.filter((name) => variables[name] !== undefined && variables[name] !== null);
      const made = variables['id'];
      return {
        isWhole,
        ...(typeof made === 'string' && made !== id && { id: made }),
        values: Object.fromEntries(known.map((name) => [name, variables[name]])),
      };
    } catch (error) {
      throw isRefusal(error) ? refused(running, error.problem) : error;
    }
  };
}

function refused({ backend }: Running, problem: string): Refusal {
  const known = backend.api.problems.find(({ type }) => type === problem);
  return new Refusal(
    known?.type ?? 'conflict',
    known === undefined ? `It was refused: ${problem}.` : `${known.title}: ${known.when}.`,
  );
}

function serverColumns(running: Running, { entity }: Operation): readonly string[] {
  const table = tableOf(running, entity);
  return entityOf(running, entity).fields.flatMap(({ name, serverSet }) =>
    serverSet === true ? (columnOf(table, running, entity, name)?.name ?? []) : [],
  );
}

/** Stores what the server sets beside a change, which the delivered statement has no place for. */
export async function storeKnown(
  running: Running,
  operation: Operation,
  transaction: Transaction,
  exchange: Exchange,
  known: Values,
): Promise<void> {
  const table = tableOf(running, operation.entity);
  const set = table.columns.filter(({ name }) => name in known);
  if (set.length === 0) return;
  await transaction.actAs(actingAsContext(running, operation.context, exchange.caller));
  await transaction.run(
    `update ${qualifiedName(table)} set ${set.map(({ name }, at) => `${quoteName(name)} = $${at + 2}`).join(', ')} where id = $1`,
    [exchange.path['id'] ?? null, ...set.map(({ name, type }) => sqlValue(type, known[name]))],
  );
  await transaction.actAs(actingFor(running.roles, exchange.caller, operation, exchange.decision));
}
