import { quoteName } from '../../../artifacts/sql-names.ts';
import { fullName } from '../row-security/owners.ts';
import type { TableFacts } from '../rows/facts.ts';
import { populate } from '../rows/populate.ts';
import type { Session } from '../session.ts';
import { printFailure } from '../session.ts';
import type { ErasureParameters } from './parameters.ts';
import { identifierOf, people, personId, wishOf } from './plant.ts';

/** Every combination of the states of a person, as far as there are few. */
const mostStates = 30;

type State = ReadonlyMap<string, string>;

export interface StatesTried {
  readonly tried: number;
  readonly faults: readonly string[];
}

/** Rules of the table often speak of a state; people in each that the rules allow are erased, one after the other. */
export async function tryStates(
  session: Session,
  owner: TableFacts,
  parameters: ErasureParameters,
): Promise<StatesTried> {
  const faults: string[] = [];
  let tried = 0;
  for (const [at, state] of statesOf(parameters).entries()) {
    const person = people.length + at;
    const wish = wishOf(owner, parameters, person);
    const values = new Map([
      ...(wish.values ?? []),
      ...[...state].map(([name, value]) => [name, [value]] as const),
    ]);
    const { stored } = await populate(session, [owner], new Map([[owner.oid, [{ ...wish, values }]]]));
    const id =
      stored.get(owner.oid)?.[0]?.values.get(parameters.people.key) ??
      personId(parameters.people.type, person);
    if (stored.get(owner.oid)?.[0] === undefined || id === undefined) continue;
    tried += 1;
    const fault = await eraseOne(session, owner, parameters, id, identifierOf(person));
    if (fault !== undefined) faults.push(`${[...state].map((pair) => pair.join(' ')).join(', ')}: ${fault}`);
  }
  return { tried, faults };
}

function statesOf({ people: { states } }: ErasureParameters): readonly State[] {
  let all: readonly State[] = [new Map()];
  for (const { column, values } of states)
    all = all.flatMap((state) => values.map((value) => new Map([...state, [column, value]])));
  return all.slice(0, mostStates);
}

async function eraseOne(
  session: Session,
  owner: TableFacts,
  { erase, people: { key } }: ErasureParameters,
  id: string,
  word: string,
): Promise<string | undefined> {
  await session.run('savepoint one_state');
  for (const name of erase) {
    const ran = await session.run(`select * from ${name}($1)`, [id]);
    if (ran.kind === 'done') continue;
    await session.run('rollback to one_state');
    return printFailure(ran.failure);
  }
  const rows = await session.rows(`select * from ${fullName(owner)} where ${quoteName(key)} = $1`, [id]);
  const holding = rows.flatMap((row) =>
    Object.entries(row).flatMap(([name, value]) => (value?.includes(word) === true ? [name] : [])),
  );
  return holding.length === 0
    ? undefined
    : `${holding.map((name) => `${owner.schema}.${owner.name}.${name}`).join(', ')} still holds an identifier`;
}
