import { schemaSql } from '../../../artifacts/ddl.ts';
import { effectiveFlows, effectsPath, effectsText, hasEffects } from '../../../artifacts/effects.ts';
import { names } from '../../../artifacts/emitted.ts';
import type { Claim } from '../../../findings/claim.ts';
import type { Backend } from '../../../model/backend.ts';
import type { Flow } from '../../../model/domain.ts';
import type { Prover, ReadInput } from '../../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../../settle.ts';
import type { Settled } from '../../settle.ts';
import { isForPostgres, schemaPath } from '../ddl.ts';
import { readTableFacts } from '../rows/facts.ts';
import type { TableFacts } from '../rows/facts.ts';
import { inVain, populate } from '../rows/populate.ts';
import type { Wish } from '../rows/problem.ts';
import { withScratch } from '../scratch.ts';
import type { Scratch } from '../scratch.ts';
import { engine } from '../session.ts';
import { readDelivered } from './delivered.ts';
import type { Delivered } from './delivered.ts';
import { touchedByEffects } from './touched.ts';
import { tryStatements } from './statements.ts';
import { tryFlow } from './trial.ts';
import type { FlowTrial } from './trial.ts';

const statementsClaim = 'effects/statements';
const flowClaim = (id: string): string => `effects/flow/${id}`;

/**
 * Executes what steps, consumers and operations are said to do, by the interpreter that a preview runs: every statement
 * is prepared on the delivered schema; every flow is run, run again, and taken back after each of its steps.
 */
export const effects: Prover = {
  id: 'effects',
  claims: (backend: Backend) => {
    if (!isForPostgres(backend.data) || !hasEffects(backend)) return { claims: [], inputs: new Map() };
    return {
      claims: [statementsOf(), ...effectiveFlows(backend).map(claimOf)],
      inputs: new Map([
        [schemaPath, schemaSql(backend.data).text],
        [effectsPath, effectsText(backend)],
      ]),
    };
  },
  prove: async (claims, read) => {
    if (claims.length === 0) return [];
    const settled = await settleAll(read);
    return settleEach(claims, read, engine, (claim) => {
      if (settled instanceof Error) throw settled;
      return settled(claim);
    });
  },
};

const base = { prover: 'effects', oracle: 'postgresql', inputs: [schemaPath, effectsPath] } as const;

const statementsOf = (): Claim => ({
  ...base,
  id: statementsClaim,
  subject: effectsPath,
  statement:
    'Every statement of a step, a consumer and an operation is prepared on the delivered schema, and names only tables of the context in whose database it runs.',
  parameters: {},
});

const claimOf = ({ id, name }: Flow): Claim => ({
  ...base,
  id: flowClaim(id),
  subject: id,
  statement: `${name}: executed on rows that keep all rules, it ends with all constraints holding; run again with the same keys it changes nothing and asks peers with no other key; after a failure behind any step before the pivot its compensations leave the rows that were there as they were and new ones in a state that nothing leads out of; its messages delivered twice have their effect once.`,
  parameters: { flow: id },
});

/** Opens the database once for all claims: rows are made once, and each trial takes back what it did. */
async function settleAll(read: ReadInput): Promise<((claim: Claim) => Settled) | Error> {
  try {
    const delivered = readDelivered(read(effectsPath));
    return await withScratch(read(schemaPath), (scratch) => tryAll(scratch, delivered));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function tryAll(
  { session, refusals }: Scratch,
  delivered: Delivered,
): Promise<(claim: Claim) => Settled> {
  if (refusals.length > 0)
    return () => ({
      verdict: undecided('the schema itself does not execute'),
      measurements: {},
      incomplete: [],
    });
  const { statements, faults } = await tryStatements(session, delivered);
  const trials = await inVain(session, async () => {
    const facts = neededOf(await readTableFacts(session), delivered);
    await populate(session, facts, wishesOf(facts));
    const all = new Map<string, FlowTrial>();
    for (const flow of delivered.flows) all.set(flowClaim(flow.id), await tryFlow(session, delivered, flow));
    return all;
  });
  return ({ id }) => {
    const trial = trials.get(id);
    if (trial !== undefined) return judged(trial);
    return {
      verdict: faults.length === 0 ? proved : refuted(firstOf(faults)),
      measurements: { statements },
      incomplete: ['operations were prepared and not executed; what a call answers is not known here'],
    };
  };
}

/** Tables that a flow or its scene names, and those they refer to. */
function neededOf(tables: readonly TableFacts[], delivered: Delivered): readonly TableFacts[] {
  const { flows, events } = delivered;
  const all = [
    ...flows.flatMap(({ steps, given = [] }) => [
      { statements: given },
      ...steps.flatMap(({ effects: said, undo }) => [said, undo]),
    ]),
    ...events.flatMap(({ consumers }) => consumers.map(({ effects: said }) => said)),
  ];
  const named = new Set(touchedByEffects(delivered, all).map(({ table }) => table.replaceAll('"', '')));
  const needed = new Set<TableFacts>();
  const take = (table: TableFacts): void => {
    if (needed.has(table)) return;
    needed.add(table);
    for (const { target } of table.references)
      tables.filter(({ oid }) => oid === target).forEach((other) => take(other));
  };
  for (const table of tables)
    if (named.has(`${table.schema}.${table.name}`) || named.has(table.name)) take(table);
  return tables.filter((table) => needed.has(table));
}

/** A row in each table, and two where it refers to nothing: of two people one may ask and the other approve. */
const wishesOf = (tables: readonly TableFacts[]): ReadonlyMap<string, readonly Wish[]> =>
  new Map(tables.map(({ oid, references }) => [oid, references.length === 0 ? [{}, {}] : [{}]]));

function judged(trial: FlowTrial): Settled {
  const { faults, untried, requests, events, consumers, takenBack, kept } = trial;
  return {
    verdict:
      untried !== undefined ? undecided(untried) : faults.length > 0 ? refuted(firstOf(faults)) : proved,
    measurements: {
      'failures taken back': takenBack,
      'requests to peers': requests,
      'messages published': events,
      'consumers that took a message twice': consumers,
    },
    incomplete: [
      'one scene, one at a time: what two of them do to each other was not executed',
      'peers answer as they are asked to; timeouts and refusals of theirs were not tried',
      ...(kept.length === 0 ? [] : [`after a failure new rows of ${names(kept)} stay, which have no state`]),
    ],
  };
}
