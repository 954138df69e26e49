import type { LandingRow, LegacyTable, RowProfile } from '../../model/legacy-table.ts';
import { lander, profiler } from './landing.ts';
import { readDump } from './read-dump.ts';

export interface UnreadPart {
  /** Of the first. */
  readonly line: number;
  readonly why: string;
  readonly count: number;
}

/** A dump, gone through twice: once for its tables, once for what its rows tell. Its rows are not kept. */
export interface Dump {
  readonly tables: readonly { readonly legacy: LegacyTable; readonly profile: RowProfile }[];
  readonly unread: readonly UnreadPart[];
  readonly fault?: { readonly line: number; readonly why: string };
  /** The zone of `timestamp` values, where the dump tells one. */
  readonly timeZone?: string;
  /** Goes through the dump once more. */
  readonly rows: () => Generator<LandingRow>;
}

/** `chunks` gives the bytes from the beginning each time it is asked. */
export function openDump(chunks: () => Iterable<Uint8Array>, file: string): Dump {
  const first = readDump(chunks(), file);
  const told = new Map<string, { line: number; why: string; count: number }>();
  const tell = (line: number, why: string): void => {
    const known = told.get(why);
    if (known === undefined) told.set(why, { line, why, count: 1 });
    else known.count += 1;
  };
  let fault: Dump['fault'];
  let timeZone: string | undefined;
  for (const event of first.events)
    if (event.kind === 'gap') tell(event.line, event.why);
    else if (event.kind === 'fault') fault = { line: event.line, why: event.why };
    else timeZone ??= event.settings.timeZone;
  const tables = first.tables();
  const profilers = new Map(tables.map((legacy) => [legacy.table.name, profiler(legacy)]));
  const land = lander(tables);
  for (const event of readDump(chunks(), file).events)
    if (event.kind === 'row') {
      const { row, gaps } = land(event);
      for (const why of gaps) tell(event.line, why);
      if (row.row > 0) profilers.get(row.table)?.see(row);
    }
  return {
    tables: tables.map((legacy) => ({
      legacy,
      profile: (profilers.get(legacy.table.name) ?? profiler(legacy)).profile(),
    })),
    unread: [...told.values()],
    ...(fault !== undefined && { fault }),
    ...(timeZone !== undefined && { timeZone }),
    rows: () => landed(chunks, file, tables),
  };
}

function* landed(
  chunks: () => Iterable<Uint8Array>,
  file: string,
  tables: readonly LegacyTable[],
): Generator<LandingRow> {
  const land = lander(tables);
  for (const event of readDump(chunks(), file).events)
    if (event.kind === 'row') {
      const { row } = land(event);
      if (row.row > 0) yield row;
    }
}
