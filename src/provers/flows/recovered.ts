import { consumerFlow, dualWriteFlow, recoveredFlowPath } from '../../artifacts/flows/recovered.ts';
import type { Claim } from '../../findings/claim.ts';
import { searchedConsumers, searchedDualWrites } from '../../model/searched-deliveries.ts';
import type { Searched } from '../../model/searched-deliveries.ts';
import type { Prover } from '../prover.ts';
import { proved, refuted, settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { advise } from './advice/advise.ts';
import { flowEngine, measured, unreadable } from './check.ts';
import { count } from './counterexample.ts';
import { readFlow } from './language/read-flow.ts';
import { settleFlow } from './settle-flow.ts';

/**
 * Searches the patterns that were read in code, as they are and changed as the finding advises. A claim is proved when
 * both hold: the search of the present pattern finds a way to the fault, and that of the changed one finds none.
 */
export const recoveredFlows: Prover = {
  id: 'recovered-flow',
  claims: ({ processes }) => {
    const writes = searchedDualWrites(processes);
    const consumers = searchedConsumers(processes);
    return {
      claims: [
        ...writes.map((each) =>
          claimOf(
            each,
            each.of.handler,
            'dual-write',
            `${each.of.handler} stores and then sends ${each.of.job}`,
          ),
        ),
        ...consumers.map((each) =>
          claimOf(
            each,
            each.of.id,
            'consumer-not-idempotent',
            `${each.of.id} takes every delivery for a new one`,
          ),
        ),
      ],
      inputs: new Map([
        ...writes.map(({ name, of }) => [recoveredFlowPath(name), dualWriteFlow(name, of)] as const),
        ...consumers.map(({ name, of }) => [recoveredFlowPath(name), consumerFlow(name, of)] as const),
      ]),
    };
  },
  prove: (claims, read) =>
    settleEach(claims, read, flowEngine, ({ inputs: [path = ''], parameters: { advice } }) =>
      settle(read(path), typeof advice === 'string' ? advice : ''),
    ),
};

const cures: Readonly<Record<string, string>> = {
  'dual-write': 'with the message in an outbox of the same transaction',
  'consumer-not-idempotent': 'with the id of the message in an inbox of the same transaction',
};

const claimOf = (
  { name, claim }: Searched<unknown>,
  subject: string,
  advice: string,
  pattern: string,
): Claim => ({
  id: claim,
  prover: 'recovered-flow',
  subject,
  statement: `${pattern}: a sequence of steps leads to the fault; ${cures[advice] ?? 'changed'}, none does.`,
  oracle: 'enumeration',
  inputs: [recoveredFlowPath(name)],
  parameters: { advice },
});

const uncovered =
  'the program itself: it is the pattern read in it that is searched, and not what else its code does';

function settle(text: string, advice: string): Settled {
  const read = readFlow(text);
  if (read.kind === 'unreadable') return unreadable(read.problems);
  const present = settleFlow(read.flow);
  const { checked } = present;
  if (checked.kind !== 'violated')
    return {
      ...measured(present, []),
      ...(checked.kind === 'holds' && {
        verdict: refuted(`the pattern holds as it is, in ${count(checked.states, 'state')}`),
      }),
    };
  const advised = advise(read.flow, present);
  const asSaid = advised.find(({ rules }) => rules.length === 1 && rules[0]?.rule === advice);
  const told = measured(present, advised);
  return {
    verdict: asSaid === undefined ? undecided(`no search proves that ${advice} alone mends it`) : proved,
    measurements: {
      ...told.measurements,
      ...(asSaid === undefined ? {} : { statesWhenChanged: asSaid.settled.checked.states }),
    },
    incomplete: [...told.incomplete, uncovered],
  };
}
