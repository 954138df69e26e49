import type { Operation } from '../../model/domain.ts';
import type { EffectCall, Effects, SqlStatement } from '../../model/effects.ts';
import { boundOf } from '../../model/effect-sql/bound.ts';
import { elementsOf, isRefusal, refusal, sent, variableOf } from './variables.ts';
import type { Transaction, Variables } from './variables.ts';

/** What effects need of whoever runs them. */
export interface EffectWorld {
  /** The transaction of the context, of the statement where it names one, else of what runs. */
  readonly at: (context: string | undefined) => Transaction;
  /** A request to somebody else; gives what it answers. Throws a refusal where it says no. */
  readonly call: (call: EffectCall, values: Variables) => Promise<Variables>;
  readonly start: (flow: string, variables: Variables) => Promise<Variables>;
}

/** Does what effects say, in their order: condition, call, statements, flow. @returns all variables afterwards */
export async function performEffects(
  effects: Effects,
  variables: Variables,
  world: EffectWorld,
): Promise<Variables> {
  const { each } = effects;
  if (each === undefined) return once(effects, variables, world);
  const elements: Variables[] = [];
  for (const element of elementsOf(variables[each])) {
    const after = await onceOf(effects, { ...variables, ...element }, world);
    const keys = Object.keys(after).filter((name) => name in element || !(name in variables));
    elements.push(Object.fromEntries(keys.map((name) => [name, after[name] ?? null])));
  }
  return { ...variables, [each]: elements };
}

/** A request for one element that is refused says so in the element, and the others go on. */
async function onceOf(effects: Effects, variables: Variables, world: EffectWorld): Promise<Variables> {
  try {
    return await once(effects, variables, world);
  } catch (error) {
    if (effects.call === undefined || !isRefusal(error)) throw error;
    return { ...variables, refused: error.problem };
  }
}

async function once(effects: Effects, variables: Variables, world: EffectWorld): Promise<Variables> {
  const { condition, call, statements, flow } = effects;
  let known = variables;
  if (condition !== undefined && !(await holds(condition, known, world.at(undefined)))) return known;
  if (call !== undefined) {
    const handed = Object.fromEntries(call.with.map((name) => [name, known[name] ?? null]));
    known = { ...known, ...(await world.call(call, handed)) };
  }
  for (const statement of statements) known = await runStatement(statement, known, world);
  return flow === undefined ? known : { ...known, ...(await world.start(flow, known)) };
}

export async function holds(
  condition: string,
  variables: Variables,
  transaction: Transaction,
): Promise<boolean> {
  const { sql, names } = boundOf(`select (${condition}) as holds`);
  const { rows } = await transaction.run(
    sql,
    names.map((name) => sent(variables[name])),
  );
  return rows[0]?.['holds'] === true || rows[0]?.['holds'] === 't';
}

async function runStatement(
  { sql: text, at, rows: asked, otherwise }: SqlStatement,
  variables: Variables,
  world: EffectWorld,
): Promise<Variables> {
  const { sql, names } = boundOf(text);
  const { rows, affected } = await world.at(at).run(
    sql,
    names.map((name) => sent(variables[name])),
  );
  const many = Math.max(rows.length, affected);
  const fits =
    asked === undefined || (asked === 'one' ? many === 1 : asked === 'some' ? many > 0 : many === 0);
  if (!fits)
    throw refusal(otherwise ?? 'conflict', `${asked} asked, ${many} found: ${text.replaceAll(/\s+/g, ' ')}`);
  const [row] = rows;
  if (row === undefined || rows.length > 1) return variables;
  return {
    ...variables,
    ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, variableOf(value)])),
  };
}

/** What a consumer or an operation needs: one transaction, and whom it asks. */
export interface PlainWorld {
  readonly transaction: Transaction;
  /** The same transaction, for a statement that names another context. */
  readonly at?: EffectWorld['at'];
  readonly call: EffectWorld['call'];
  /** Starts a flow; only consumers have one. */
  readonly start?: EffectWorld['start'];
}

/** Effects within one transaction of one database. */
export const runEffects = (
  effects: Effects,
  variables: Variables,
  { transaction, at = () => transaction, call, start = noFlow }: PlainWorld,
): Promise<Variables> => performEffects(effects, variables, { at, call, start });

const noFlow = (flow: string): Promise<Variables> =>
  Promise.reject(new Error(`Nobody here can start the flow ${flow}.`));

/** Variables after what an operation says, and whether its own statement (insert, update, delete) is still to run. */
export interface OperationRun {
  readonly variables: Variables;
  readonly isWhole: boolean;
}

/** Runs `sets`, then the effects. Variables named as a column that the server sets are its values. */
export async function runOperation(
  { sets = [], effects }: Pick<Operation, 'sets' | 'effects'>,
  variables: Variables,
  world: PlainWorld,
): Promise<OperationRun> {
  const prepared = await runEffects({ statements: sets }, variables, world);
  if (effects === undefined) return { variables: prepared, isWhole: false };
  return {
    variables: await runEffects(effects, prepared, world),
    isWhole: effects.statements.length > 0,
  };
}
