import { quoteName, sqlName } from '../../../artifacts/sql-names.ts';
import { objectName } from '../../../model/object-name.ts';
import type { TableShape } from '../trace/shapes.ts';
import { inOneTransaction } from './column-steps.ts';
import { alter, alterSql, backfill, bareName, writtenAlong } from './step.ts';
import type { Step } from './step.ts';
import { attachedSteps, takeOver, whyNoTwin } from './twin.ts';
import type { Twin } from './twin.ts';

/**
 * A column under its new name beside the old one. A trigger keeps the two equal whichever of them is written, so that
 * the old and the new version of the application run side by side. Undefined where no second column can be made.
 */
export function renamedColumnSteps(twin: Twin, shape: TableShape): readonly Step[] | undefined {
  const { relation, old, twin: name } = twin;
  const column = shape.columns.get(old);
  if (column === undefined || whyNoTwin(old, shape) !== undefined) return undefined;
  const [from, to] = [quoteName(old), quoteName(name)];
  const sync = quoteName(objectName(bareName(relation), name, 'sync'));
  const on = sqlName(relation);
  const body = [
    `begin if tg_op = 'INSERT' then`,
    `if new.${to} is null then new.${to} := new.${from}; else new.${from} := new.${to}; end if;`,
    // An update that leaves both as they were fills the new column too: its row may not have been filled yet.
    `elsif new.${to} is distinct from old.${to} and new.${from} is not distinct from old.${from} then new.${from} := new.${to};`,
    `else new.${to} := new.${from}; end if; return new; end`,
  ].join(' ');
  return [
    alter(relation, `ADD COLUMN ${to} ${column.type}`, { undo: alterSql(relation, `DROP COLUMN ${to}`) }),
    ...writtenAlong(
      relation,
      sync,
      body,
      'what is written to one column is written to the other from here on',
    ),
    {
      ...backfill(relation, `${to} = ${from}`, `${to} IS DISTINCT FROM ${from}`, shape.key),
      staysRight: true,
    },
    ...attachedSteps(twin, shape),
    inOneTransaction(
      [
        `DROP TRIGGER ${sync} ON ${on}`,
        alterSql(relation, `DROP COLUMN ${from}`),
        ...takeOver(twin, shape),
        ...(column.default === undefined
          ? []
          : [alterSql(relation, `ALTER COLUMN ${to} SET DEFAULT ${column.default}`)]),
      ],
      'when nobody uses the old name any more',
    ),
    { sql: `DROP FUNCTION ${sync}()`, phase: 'contract' },
  ];
}

/** A column goes when clients no longer write it: until then it must not demand a value. */
export function droppedColumnSteps(
  relation: string,
  name: string,
  shape: TableShape,
  drop: string,
): readonly Step[] | undefined {
  const column = shape.columns.get(name);
  if (column === undefined) return undefined;
  const demands = column.required && column.default === undefined && column.kind === 'plain';
  const change = (action: string): string => `ALTER COLUMN ${quoteName(name)} ${action}`;
  if (demands && shape.fixed.get(name)?.includes('primary key') === true) return undefined;
  return [
    ...(demands
      ? [
          alter(relation, change('DROP NOT NULL'), {
            note: 'the new version leaves the column out',
            undo: alterSql(relation, change('SET NOT NULL')),
          }),
        ]
      : []),
    {
      sql: drop,
      phase: 'contract',
      note: 'when nobody reads or writes the column any more',
      isFinal: true,
    },
  ];
}
