import { findingName } from '../../../findings/finding.ts';
import type { Finding } from '../../../findings/finding.ts';
import { isName } from '../data.ts';
import { oldPasswordHashes } from '../surroundings.ts';
import { valueOr } from '../told.ts';
import { counted, levelOf, some } from './risk.ts';
import type { JudgeRisk } from './risk.ts';

const ofStandard = (findings: readonly Finding[], standard: string): readonly Finding[] =>
  findings.filter(({ standards }) => standards.includes(standard));

/** Rows that nothing tells apart can be neither synchronised nor compared. */
export const tablesWithoutKey: JudgeRisk = ({ legacy, facts: { data } }) => {
  const names = data.kind === 'known' ? data.value.withoutKey : [];
  if (names.length === 0) return undefined;
  const tables = legacy.data.tables.filter(({ name }) => names.includes(name));
  return {
    title: 'Tables whose rows nothing tells apart',
    likelihood: 'high',
    because: `${counted(names.length, 'table')} without a key: ${some(names)}`,
    effect: 'medium',
    harm: 'a row cannot be found again on the other side: neither synchronisation nor a comparison row by row can be made',
    evidence: tables.map(({ origin }) => origin),
    mitigation:
      'Give each a key on the legacy side (an auto-increment column that code does not see) before its back-fill, or move it at once while nobody writes.',
    tables: names,
    answeredBy: ['expand', 'back-fill'],
  };
};

/** Several tables are written one after another and nothing holds them together. */
export const writesWithoutTransaction: JudgeRisk = ({ legacy, facts }) => {
  const held = new Set(
    legacy.data.queries.flatMap(({ inTransaction, reachedBy = [] }) =>
      inTransaction === true ? reachedBy : [],
    ),
  );
  const loose = valueOr(facts.queries, []).filter(
    ({ entry, writes }) => writes.length > 1 && !held.has(entry),
  );
  const worst = loose.toSorted((a, b) => b.writes.length - a.writes.length);
  const [first] = worst;
  if (first === undefined) return undefined;
  return {
    title: 'Several tables are written without a transaction',
    likelihood: levelOf(loose.length, 1, 4),
    because: `${counted(loose.length, 'entry writes', 'entries write')} more than one table with no transaction seen; the most: ${first.entry} (${first.writes.join(', ')})`,
    effect: 'high',
    harm: 'half-made rows are there already and more come; a copy carries them over, and constraints of the target refuse them',
    evidence: worst.map(({ origin }) => origin),
    mitigation:
      'Count half-made rows by query before the back-fill, decide what each becomes, and write the tables of one entry in one transaction in the target.',
    tables: [...new Set(loose.flatMap(({ writes }) => writes))],
    entries: loose.map(({ entry }) => entry),
    answeredBy: ['verify', 'back-fill'],
  };
};

/** The more entries write a table, the longer it has two writers. */
export const manyWriters: JudgeRisk = ({ legacy, facts }) => {
  const writers = new Map<string, string[]>();
  for (const { entry, writes } of valueOr(facts.queries, []))
    for (const table of writes) writers.set(table, [...(writers.get(table) ?? []), entry]);
  const worst = [...writers]
    .filter(([, all]) => all.length > 3)
    .toSorted(([, a], [, b]) => b.length - a.length);
  const [first] = worst;
  if (first === undefined) return undefined;
  const names = worst.map(([name]) => name);
  return {
    title: 'Tables that many entries write',
    likelihood: levelOf(first[1].length, 6, 12),
    because: `${counted(worst.length, 'table')} written by more than three entries; the most: ${first[0]} by ${first[1].length}`,
    effect: 'high',
    harm: 'while some of the writers have moved and others have not, the table has two owners',
    evidence: legacy.data.tables.filter(({ name }) => names.includes(name)).map(({ origin }) => origin),
    mitigation:
      'Move all writers of such a table in one step, or put the stated synchronisation with its reconciliation query between them; the plan is checked for it.',
    tables: names,
    answeredBy: ['sync', 'own'],
  };
};

/** Nobody can move a hash of a password to another kind without the password. */
export const oldHashes: JudgeRisk = ({ legacy, findings }) => {
  const old = oldPasswordHashes(legacy);
  const told = [...ofStandard(findings, 'CWE-916'), ...ofStandard(findings, 'CWE-328')].filter(({ what }) =>
    /password/i.test(what),
  );
  if (old.length === 0) return undefined;
  return {
    title: 'Passwords are kept as digests that are quickly guessed',
    likelihood: 'high',
    because: `${counted(
      old.reduce((sum, { times }) => sum + times, 0),
      'place',
    )} with ${some([...new Set(old.map(({ words }) => words))])} for a password`,
    effect: 'high',
    harm: 'they cannot be turned into another hash without the password; who has never signed in since keeps the old one',
    evidence: old.map(({ origin }) => origin),
    findings: [...new Set(told.map(findingName))],
    mitigation:
      'Wrap the old digests at once (a slow hash of the digest), verify both forms, and replace each by a hash of the password itself at the next sign-in; after a stated day, ask the others for a new password.',
  };
};

/** Values that are put into the text of a statement. */
export const interpolatedStatements: JudgeRisk = ({ legacy, findings, facts: { data } }) => {
  const count = data.kind === 'known' ? data.value.interpolated : 0;
  const told = ofStandard(findings, 'CWE-89');
  if (count === 0 && told.length === 0) return undefined;
  const all = data.kind === 'known' ? data.value.statements : 0;
  const places = legacy.data.queries.filter(({ interpolated }) => interpolated === true);
  return {
    title: 'Statements are put together from values',
    likelihood: told.length > 0 ? 'high' : 'medium',
    because: `${count} of ${counted(all, 'statement')} with values in their text${told.length === 0 ? '' : `, ${counted(told.length, 'finding')} of injection`}`,
    effect: 'high',
    harm: 'what an attacker writes into the legacy side is synchronised into the target',
    evidence: places.map(({ origin }) => origin),
    findings: told.map(findingName),
    mitigation:
      'Close the injections that are found on the legacy side before the first synchronisation starts; the target binds every value.',
    tables: [...new Set(places.flatMap(({ tables }) => tables))],
    answeredBy: ['sync'],
  };
};

/** Statements whose table only the running code knows are in no inventory. */
export const tablesWithoutName: JudgeRisk = ({ legacy, facts: { data } }) => {
  const open = data.kind === 'known' ? data.value.withoutTable : 0;
  if (data.kind !== 'known' || open === 0) return undefined;
  const places = legacy.data.queries.filter(({ tables }) => tables.length > 0 && !tables.some(isName));
  return {
    title: 'Statements name their table when they run',
    likelihood: levelOf(open / data.value.statements, 0.1, 0.4),
    because: `${open} of ${counted(data.value.statements, 'statement')}`,
    effect: 'high',
    harm: 'which page reads and writes which table is not known for them, so a cut is made without the ties they are',
    evidence: places.map(({ origin }) => origin),
    mitigation:
      'Record statements with the page that sent them on the running system (the log of the database, a comment that code adds to each statement) before the cut is decided.',
  };
};

/** The schema that was read is not the one that code asks for. */
export const driftOfSchema: JudgeRisk = ({ legacy, facts: { data } }) => {
  const missing = data.kind === 'known' ? data.value.missing : [];
  if (missing.length === 0) return undefined;
  const places = legacy.data.queries.filter(({ tables }) => tables.some((table) => missing.includes(table)));
  return {
    title: 'Code asks for tables that no schema has',
    likelihood: levelOf(missing.length, 3, 10),
    because: `${counted(missing.length, 'table')}: ${some(missing)}`,
    effect: 'medium',
    harm: 'either the code is dead, or the schema in the repository is not that of the server; a conversion made from it loses those tables',
    evidence: places.map(({ origin }) => origin),
    mitigation:
      'Read the catalogue of the running server (`--database`) and hold it against the repository before the conversion is made.',
  };
};
