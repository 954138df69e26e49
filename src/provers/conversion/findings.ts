import type { Evidence, Finding, Severity } from '../../findings/finding.ts';
import { sortFindings } from '../../findings/finding.ts';
import type { Carried, CarriedFault } from './carry.ts';
import type { ConversionQuestion } from './check.ts';
import { rules } from './rules.ts';

export function conversionFindings(
  question: ConversionQuestion,
  tables: readonly Carried[],
  claim: string,
): readonly Finding[] {
  const { file, plan, origins, unread } = question;
  const at = (table: string): readonly Evidence[] => {
    const origin = origins.get(table);
    return origin === undefined ? [] : [{ kind: 'read', origin }];
  };
  return sortFindings([
    ...unread.map(({ line, why, count }) => ({
      rule: rules.unread.id,
      subject: why,
      severity: rules.unread.severity,
      confidence: 'certain' as const,
      what: `${file}:${line}: ${why}${count > 1 ? ` (${count} times)` : ''}.`,
      why: 'What is not read is not converted, and no checksum misses it.',
      next: 'Write that part as plain rows, for example by a dump of the server itself, and check again.',
      standards: [],
      evidence: [{ kind: 'read' as const, origin: { kind: 'read' as const, file, line } }],
    })),
    ...tables.flatMap(({ table, faults }) =>
      faults.map((fault) => ({
        ...faultWords(table, fault),
        confidence: 'certain' as const,
        standards: [],
        evidence: [...at(table), { kind: 'executed' as const, claim }],
      })),
    ),
    ...plan.tables
      .filter(({ differences }) => differences.length > 0)
      .map(({ name, differences }) => ({
        rule: rules.difference.id,
        subject: name,
        severity: rules.difference.severity,
        confidence: 'likely' as const,
        what: `${name} means ${differences.length === 1 ? 'one thing' : `${differences.length} things`} differently on PostgreSQL: ${differences.join('; ')}.`,
        why: 'Queries and code that rest on the old meaning find, sort or refuse something else, without an error.',
        next: `Look for what reads and writes ${name} and hold it against this list before it is moved.`,
        standards: [],
        evidence: at(name),
      })),
  ]);
}

function faultWords(
  table: string,
  { column, fault, action, repair, values, rows }: CarriedFault,
): { rule: string; subject: string; severity: Severity; what: string; why: string; next: string } {
  const rule =
    action === 'quarantined' ? rules.quarantined : action === 'repaired' ? rules.repaired : rules.told;
  const where = `${table}.${column}`;
  const seen = `row ${rows.join(', ')}${values > rows.length ? ' …' : ''} of the dump`;
  const became =
    action === 'told'
      ? repair
      : action === 'quarantined'
        ? `in quarantine: ${repair}`
        : `repaired: ${repair}`;
  return {
    rule: rule.id,
    subject: `${where} ${fault}`,
    severity: rule.severity,
    what: `${values} ${values === 1 ? 'value' : 'values'} of ${where}: ${words[fault] ?? fault} (${seen}); ${became}.`,
    why: 'PostgreSQL refuses it, or it would be carried on as the fault that it is.',
    next:
      action === 'quarantined'
        ? `select * from quarantine.rows where table_name = '${table}' and fault = '${fault}'; correct them in MySQL before the conversion, or take them over by hand after it.`
        : `Agree with who owns the data that this is what the value means; the old one is in quarantine.rows.`,
  };
}

const words: Readonly<Record<string, string>> = {
  'zero-date': 'a date that is none, 0000-00-00 or with a month or day 00',
  'no-date': 'a date that is not in the calendar',
  'bad-utf-8': 'bytes that are no UTF-8',
  'nul-character': 'a text with the character 0',
  'encoded-twice': 'UTF-8 that was encoded a second time',
  'no-label': 'a label that the enum does not have',
  'out-of-range': 'not a value of its type',
  'too-long': 'longer than its column',
  null: 'NULL where none may be',
  orphan: 'it names a row that is missing',
  duplicate: 'another row has the same key',
};
