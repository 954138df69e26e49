import type { LegacyTable } from '../../model/legacy-table.ts';
import { ddlTokens } from '../repository/dialects/tokens.ts';
import { readerOf } from '../repository/dialects/reader.ts';
import { replayDialect } from '../repository/dialects/replay.ts';
import { emptyDraft } from '../repository/sql/draft.ts';
import type { SchemaDraft } from '../repository/sql/draft.ts';
import { bytesAsText, readInsert } from './insert.ts';
import type { DumpValue, InsertHead } from './insert.ts';
import { dumpLexer } from './lexer.ts';
import type { DumpLexer } from './lexer.ts';
import { DumpFault } from './window.ts';

/** What the connection of the dump was told, where a row stands. */
export interface DumpSettings {
  /** Encoding of texts without an introducer: `utf8mb4`, `latin1` … */
  readonly charset: string;
  /** Offset of the values of `timestamp` columns; absent = that of whoever reads the dump. */
  readonly timeZone?: string;
  /** 0 in a column that counts stays 0 (NO_AUTO_VALUE_ON_ZERO). */
  readonly keepsZero: boolean;
}

export interface DumpRow {
  readonly kind: 'row';
  readonly table: string;
  /** One for each value. */
  readonly columns: readonly string[];
  readonly values: readonly DumpValue[];
  readonly settings: DumpSettings;
  readonly line: number;
}

export type DumpEvent =
  | DumpRow
  /** Something that is not read; the reader goes on behind it. */
  | { readonly kind: 'gap'; readonly line: number; readonly why: string }
  /** The rest of the dump cannot be read. */
  | { readonly kind: 'fault'; readonly line: number; readonly why: string };

export interface DumpReading {
  /** To be gone through once. */
  readonly events: Generator<DumpEvent>;
  /** As the statements read so far leave them; in the order in which they were made. */
  readonly tables: () => readonly LegacyTable[];
  /** Statements that were passed over, by their first words. */
  readonly passedOver: () => ReadonlyMap<string, number>;
}

interface State {
  readonly draft: SchemaDraft;
  readonly options: Map<string, Omit<LegacyTable, 'table'>>;
  readonly passed: Map<string, number>;
  settings: DumpSettings;
  /** As SET NAMES said it. */
  names: string;
}

/**
 * Reads a dump of MySQL or MariaDB, as mysqldump, phpMyAdmin and the like write it. Of rows no more than one is kept, of the
 * text no more than the statement or the value that is being read.
 */
export function readDump(chunks: Iterable<Uint8Array>, file: string): DumpReading {
  const state: State = {
    draft: emptyDraft(),
    options: new Map(),
    passed: new Map(),
    settings: { charset: 'utf8mb4', keepsZero: false },
    names: 'utf8mb4',
  };
  return {
    events: events(dumpLexer(chunks), file, state),
    tables: () =>
      [...state.draft.tables.entries()].map(([name, table]) => ({ table, ...state.options.get(name) })),
    passedOver: () => state.passed,
  };
}

function* events(lexer: DumpLexer, file: string, state: State): Generator<DumpEvent> {
  try {
    for (let token = lexer.peek(); token !== undefined; token = lexer.peek()) {
      const word = token.kind === 'word' ? token.text.toLowerCase() : '';
      if (word === 'insert' || word === 'replace') {
        lexer.next();
        yield* rows(lexer, state, token.line);
      } else if (word === 'delimiter') {
        const given = lexer.restOfLine().trim();
        if (given !== '') lexer.setDelimiter(given);
      } else yield* statement(lexer, file, state);
    }
  } catch (error) {
    if (!(error instanceof DumpFault)) throw error;
    yield { kind: 'fault', line: error.line, why: error.message };
  }
}

function* rows(lexer: DumpLexer, state: State, line: number): Generator<DumpEvent> {
  let head: InsertHead | undefined;
  let columns: readonly string[] = [];
  for (const part of readInsert(lexer, line)) {
    if (part.kind === 'gap') yield part;
    else if (part.kind === 'head') {
      ({ head } = part);
      const known = tableNamed(state.draft, head.table);
      if (known === undefined)
        yield { kind: 'gap', line, why: `rows of ${head.table}, a table that the dump does not create` };
      columns = head.columns ?? storedColumns(state.draft, head.table);
    } else if (head !== undefined && tableNamed(state.draft, head.table) !== undefined) {
      const { values } = part;
      const table = tableNamed(state.draft, head.table) ?? head.table;
      if (values.length !== columns.length)
        yield {
          kind: 'gap',
          line: part.line,
          why: `a row of ${table} has ${values.length} values for ${columns.length} columns: left out`,
        };
      else yield { kind: 'row', table, columns, values, settings: state.settings, line: part.line };
    }
  }
}

function tableNamed({ tables }: SchemaDraft, name: string): string | undefined {
  if (tables.has(name)) return name;
  return [...tables.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
}

const storedColumns = (draft: SchemaDraft, table: string): readonly string[] =>
  (draft.tables.get(tableNamed(draft, table) ?? '')?.columns ?? []).map(({ name }) => name);

const structural = /^(create|alter|drop|rename)$/;

function* statement(lexer: DumpLexer, file: string, state: State): Generator<DumpEvent> {
  lexer.hold();
  const first = lexer.next();
  const line = first?.line ?? 1;
  if (first === undefined || first.kind === 'end') {
    lexer.held();
    return;
  }
  for (let token = lexer.peek(); token !== undefined && token.kind !== 'end'; token = lexer.peek())
    lexer.next();
  const text = bytesAsText(lexer.held());
  lexer.next();
  const word = first.text.toLowerCase();
  if (word === 'set') return readSetting(state, text);
  if (
    first.kind === 'word' &&
    structural.test(word) &&
    !/^\w+\s+(or\s+replace\s+)?(definer|trigger|procedure|function|event)/i.test(text)
  ) {
    const before = state.draft.gaps.length;
    replayDialect(state.draft, { path: file, text: `${text};`, line }, 'mysql');
    noteOptions(state, text);
    for (const { subject, why } of state.draft.gaps.slice(before))
      yield { kind: 'gap', line, why: `${subject}: ${why}` };
    return;
  }
  if (/^(update|delete|load|call)$/.test(word))
    yield { kind: 'gap', line, why: `${word.toUpperCase()} is not run: its effect on rows is not seen` };
  state.passed.set(word, (state.passed.get(word) ?? 0) + 1);
}

function readSetting(state: State, text: string): void {
  const names = /\bnames\s+'?(\w+)/i.exec(text)?.[1]?.toLowerCase();
  if (names !== undefined && names !== 'default') state.names = names;
  // mysqldump sets it around each CREATE TABLE and then back to what it was.
  const client = /\bcharacter_set_client\s*=\s*'?(@?\w+)/i.exec(text)?.[1]?.toLowerCase();
  const charset = client === undefined ? names : client.startsWith('@') ? state.names : client;
  if (charset !== undefined && charset !== 'default') state.settings = { ...state.settings, charset };
  const zone = /(?<!@old_)\btime_zone\s*=\s*['"]([^'"]+)['"]/i.exec(text)?.[1];
  if (zone !== undefined) state.settings = { ...state.settings, timeZone: zone };
  const mode = /(?<!@old_)\bsql_mode\s*=\s*['"]([^'"]*)['"]/i.exec(text)?.[1];
  if (mode !== undefined)
    state.settings = { ...state.settings, keepsZero: /NO_AUTO_VALUE_ON_ZERO/i.test(mode) };
}

/** Options that stand behind the columns of CREATE TABLE, or in ALTER TABLE. */
function noteOptions(state: State, text: string): void {
  const tokens = ddlTokens(text);
  const reader = readerOf(tokens);
  const verb = reader.takeOne('create', 'alter');
  if (verb === undefined) return;
  reader.take('temporary');
  if (!reader.take('table')) return;
  reader.take('if', 'not', 'exists');
  const name = tableNamed(state.draft, reader.names().at(-1) ?? '');
  if (name === undefined) return;
  if (verb === 'create') reader.group();
  const found: { -readonly [Name in keyof LegacyTable]?: LegacyTable[Name] } = {};
  while (!reader.done()) {
    const option = reader.takeOne('engine', 'auto_increment', 'collate', 'charset');
    if (option !== undefined || reader.take('character', 'set')) {
      reader.take('=');
      const value = reader.peek()?.text ?? '';
      if (option === 'engine') found.engine = value.toLowerCase();
      else if (option === 'auto_increment') {
        if (/^\d+$/.test(value)) found.autoIncrement = value;
      } else if (option === 'collate') found.collation = value.toLowerCase();
      else found.collation ??= value.toLowerCase();
    } else reader.next();
  }
  const { table: _table, ...options } = found;
  const before = verb === 'create' ? {} : state.options.get(name);
  // In ALTER TABLE, a collation may be that of a column it changes.
  const { collation, ...others } = options;
  const wide = verb === 'create' || /\bconvert\s+to\b|\bdefault\s+(charset|character|collate)/i.test(text);
  state.options.set(name, { ...before, ...others, ...(wide && collation !== undefined && { collation }) });
}
