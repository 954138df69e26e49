import { quoteText } from '../../../artifacts/sql-names.ts';
import { compareText } from '../../../model/text.ts';
import type { Stage } from '../../isolation/database.ts';
import { isUnderWay } from '../../isolation/world.ts';
import { everyOrder, progressOf } from './every-order.ts';
import type { Actor, Explored } from './every-order.ts';
import { withValues } from './prepared.ts';

/**
 * The same message delivered twice at once, and the message of another consumer beside it: each delivery inserts its
 * mark and acts when a row was inserted; each commits or dies.
 */
export async function tryInbox(
  stage: Stage,
  table: string,
  remember: string,
  values: { readonly once: readonly string[]; readonly other: readonly string[] },
): Promise<Explored> {
  const delivery = (name: string, marks: readonly string[]): Actor => ({
    name,
    steps: [
      {
        does: 'inserts its mark',
        sql: withValues(remember, marks.map(quoteText)),
        tables: [table],
        policy: 'wait',
        upsert: true,
      },
    ],
  });
  const actors = [
    delivery('delivery 1', values.once),
    delivery('delivery 2', values.once),
    delivery('another message', values.other),
  ];
  return everyOrder(stage, new Map(), actors, {
    identity: ({ running, lines }) =>
      JSON.stringify([
        running.map((one) => [progressOf(one), one.results]),
        [...lines.values()].map(({ versions }) => versions.map(({ by }) => by).join()).toSorted(compareText),
      ]),
    faults: ({ running }, over) => {
      const faults = running.flatMap(({ results }) =>
        results.flatMap((result) =>
          result.kind === 'failed' ? [`PostgreSQL refuses: ${result.message}`] : [],
        ),
      );
      const acted = running.map(({ results: [first], phase }) =>
        first?.kind === 'done' && first.affected === 1 ? phase : undefined,
      );
      const [one, two] = acted;
      const isKept = (phase: (typeof acted)[number]): boolean => phase === 'open' || phase === 'committed';
      if (isKept(one) && isKept(two)) faults.push('a message delivered twice has its effect twice');
      if (!over) return faults;
      if (running.some(isUnderWay)) faults.push('somebody waits for ever');
      const same = running.slice(0, 2);
      if (same.some(({ phase }) => phase === 'committed') && one !== 'committed' && two !== 'committed')
        faults.push('a message is acknowledged although nobody did its work');
      if (running[2]?.phase === 'committed' && acted[2] !== 'committed')
        faults.push('another message is taken for a repetition');
      return faults;
    },
  });
}
