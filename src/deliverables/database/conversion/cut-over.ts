import type { IntoTarget } from '../../../migration/into-target/package.ts';
import { unreconciled } from '../../../migration/into-target/reconcile.ts';
import { judgement, list, paragraph, section, steps, table } from '../../blocks.ts';
import type { Section } from '../../deliverable.ts';

/** The day on which the target becomes the writer, and the way back until then. */
export function cutOver(into: IntoTarget): Section | undefined {
  const isKnown = into.kind === 'known';
  return section(
    { id: 'conversion-cut-over', title: 'Cut-over and roll-back' },
    steps([
      'Rehearse the whole way on a copy of production until 07, 61 and 62 agree and the owners of the data have looked through quarantine.rows.',
      'Start the change log of the legacy database, note its position, and export in one consistent snapshot at that position.',
      'Run 01 to 08: the rows are in PostgreSQL in their own shape. 07-verify.sql and 07-verify.mysql.sql have to give the same counts and checksums for tables without quarantine and repairs.',
      ...(isKnown
        ? [
            'Run 10 to 60: the rows are in the designed tables. 61-verify-target.sql has to answer `true` for each line.',
            'Apply the changes since the noted position, by the tables of keys, until the target is not behind.',
            'Compare 62-reconcile.sql with 62-reconcile.mysql.sql; a line that differs is a row that is noted in quarantine.rows, or a fault.',
            'Let the context of a step write to the target, as the migration plan orders it; from then on its changes go back to the legacy database until the step is closed.',
          ]
        : []),
      'After the last context has moved and nobody needs the way back: 98, then 99.',
    ]),
    table(
      ['until', 'the way back', 'what is lost by it'],
      [
        ['08', '90-roll-back.sql: what waits stays, so that the way can be gone again', 'nothing'],
        ...(isKnown
          ? [
              [
                'the target writes',
                '80, 81, then 90: only rows that were carried are taken away',
                'nothing; labels and values that a person stated stay',
              ],
              [
                'a step is closed',
                'route back to the legacy system, which has the changes by the synchronisation; 80 stops where a row of the target needs one that was carried',
                'rows that the synchronisation has not brought yet',
              ],
            ]
          : []),
        ['99', 'none but the dump', 'what was written since'],
      ],
    ),
    paragraph(
      'A crash leaves what was committed: whole statements and whole batches. The script that was interrupted is run again from its beginning; rows, notes and keys that are there are passed over. Between two scripts nothing is held.',
    ),
  );
}

/** While both systems run: who brings changes over, and how it is seen that none is missed. */
export function synchronisation(into: IntoTarget): Section | undefined {
  if (into.kind === 'none') return undefined;
  const without = unreconciled(into.mapping.pairs);
  return section(
    { id: 'conversion-synchronisation', title: 'While both systems run' },
    paragraph(
      'A table has one writer at a time; the migration plan says which. Until a table moves, changes of the legacy database reach the target by its change log (binlog in row format, read by a change-data-capture connector), because the old code is not to be touched. From the move on, changes of the target reach the legacy database by the outbox of the target, written in the transaction of the change.',
    ),
    list([
      'A row of the legacy database is found in the target by its table of keys; a new one gets its key by `mapping.id_of`, which makes the same one the back-fill would.',
      'A row of the target that the legacy database does not know gets its legacy key there by auto_increment; the relay adds it to the table of keys.',
      'The change log is applied to the tables of `converted`, which have the legacy shape; the view `mapping."… clean"` then gives the row of the target, by the same mapping as the back-fill.',
      'Applying a change twice leaves the same row; an older change than the one that is there is passed over.',
      '62-reconcile.mysql.sql and 62-reconcile.sql give one line a row, legacy key and digest of the values computed back; both sorted, `diff` tells the rows on which the sides differ. Run them after each batch of changes and before each step.',
    ]),
    without.length === 0
      ? undefined
      : judgement(
          `Rows of ${without.join(', ')} have no legacy key that both sides can tell: compare their counts, and the checksums of 61-verify-target.sql.`,
        ),
  );
}
