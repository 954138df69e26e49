import type { ServerRoutine } from '../../../model/live-database.ts';
import { textOf } from '../ask.ts';
import { catalogOf } from './origins.ts';
import type { Answers } from './questions.ts';

/** Triggers, routines and events by name. */
export function readRoutines(answers: Answers, database: string): readonly ServerRoutine[] {
  return [
    ...answers.triggers.map((row): ServerRoutine => ({
      kind: 'trigger',
      name: textOf(row, 'name'),
      table: textOf(row, 'on_table'),
      when: `${textOf(row, 'timing')} ${textOf(row, 'event')}`.toLowerCase(),
      origin: catalogOf(database, textOf(row, 'on_table'), textOf(row, 'name')),
    })),
    ...answers.routines.map((row): ServerRoutine => ({
      kind: row['type'] === 'FUNCTION' ? 'function' : 'procedure',
      name: textOf(row, 'name'),
      origin: catalogOf(database, textOf(row, 'name')),
    })),
    ...answers.events.map((row): ServerRoutine => ({
      kind: 'event',
      name: textOf(row, 'name'),
      ...(typeof row['every'] === 'string' && {
        when: `every ${row['every']} ${textOf(row, 'unit').toLowerCase()}`,
      }),
      origin: catalogOf(database, textOf(row, 'name')),
    })),
  ];
}
