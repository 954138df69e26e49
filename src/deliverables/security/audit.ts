import { claimsOf, codeCell, judgement, list, names, paragraph, section, table, warning } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Artifact, Basis, Block, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import { uniqueAnchors } from '../anchors.ts';
import { nameOf } from '../database/tables.ts';
import { auditTrailPath, auditTrailSql, chainedTrail } from '../../artifacts/audit-trail.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import { compareText } from '../../model/text.ts';

/** Tables that hold the trail: rows only added, and named or owned as an audit. */
export const auditTables = ({ data }: Backend): readonly Table[] =>
  data.tables.filter(
    ({ appendOnly, name, context }) =>
      appendOnly === true && (context === 'audit' || /audit|journal/.test(name)),
  );

/** What is recorded, with whom, when and before and after; how a change of the record would show. */
export function audit(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const events = backend.trust.audit;
  const contexts = [...new Set(events.map(({ context }) => context))].toSorted(compareText);
  const anchors = uniqueAnchors(contexts);
  return [
    ...contexts.map((context) =>
      section(
        {
          id: `audit-${anchors.get(context) ?? context}`,
          title: `Audit events: ${backend.architecture.contexts.find(({ id }) => id === context)?.name ?? context}`,
          items: ['3.10'],
          answers: requirementsAbout(backend, 'capability', ['audit']),
        },
        ...cappedTable(
          ['event', 'when', 'of', 'before and after'],
          events
            .filter((event) => event.context === context)
            .map(({ name, when, entity }): readonly Cell[] => [
              codeCell(name),
              when,
              entity,
              names(changing(backend, entity)),
            ]),
          'model.json',
        ),
      ),
    ),
    events.length === 0 ? undefined : entryShape(backend),
    events.length === 0 ? undefined : trail(basis),
  ];
}

/** Fields whose change is worth keeping; the value of a secret never is. */
function changing({ entities }: Backend, name: string): readonly string[] {
  const found = entities.find((entity) => entity.name === name);
  if (found === undefined || found.appendOnly === true) return [];
  const { fields } = found;
  const kept = fields.filter(
    ({ dataClass, immutable }) => immutable !== true && dataClass !== 'secret' && dataClass !== 'cardholder',
  );
  const shown = kept.map(({ name: field, dataClass }) =>
    dataClass === 'pii' ? `${field} (changed or not)` : field,
  );
  return shown.length > 8 ? [...shown.slice(0, 8), `${shown.length - 8} more`] : shown;
}

const entryShape = (backend: Backend): Section | undefined =>
  section(
    { id: 'audit-entry', title: 'What every entry holds', answers: requirementsAbout(backend, 'compliance') },
    list([
      'Who: id and role of the caller, or of the process and the caller behind it; strength of the session.',
      'When: time of the database at commit, and a sequence number.',
      'Where from: request id, client id, network address shortened once it is no longer needed for defence.',
      'What: event, id of the object, result (done, refused, failed) and the reason of a refusal.',
      'Before and after: the fields above. Personal data only as changed or not; secrets, tokens and card data never.',
    ]),
    judgement(
      'The entry is written in the transaction of what it tells, so that neither exists without the other.',
    ),
  );

function trail(basis: Basis): Section | undefined {
  const { backend } = basis;
  const tables = auditTables(backend);
  const writers = (table: string, words: RegExp): readonly string[] =>
    backend.data.roles
      .filter(({ grants }) =>
        grants.some(
          (grant) => grant.table === table && grant.privileges.some((privilege) => words.test(privilege)),
        ),
      )
      .map(({ name }) => name);
  const loose = tables.flatMap((entry) => {
    const adding = new Set(writers(nameOf(entry), /insert|all/i));
    const both = writers(nameOf(entry), /update|delete|truncate|all/i).filter((role) => adding.has(role));
    return both.length === 0 ? [] : [`${nameOf(entry)}: ${names(both)}`];
  });
  return section(
    { id: 'tamper-evidence', title: 'Tamper evidence and retention' },
    table(
      ['table', 'kept for', 'may add', 'may change or delete'],
      tables.map((entry) => [
        codeCell(nameOf(entry)),
        entry.retention ?? 'no limit stated',
        names(writers(nameOf(entry), /insert|all/i)),
        names(writers(nameOf(entry), /update|delete|truncate|all/i)),
      ]),
    ),
    loose.length === 0
      ? undefined
      : warning(`A role that writes the trail can also change it. ${loose.join('; ')}.`),
    chained(basis),
    list([
      'Each entry carries the SHA-256 of its canonical JSON and of the entry before it; one changed or missing row breaks every hash after it.',
      'The newest hash goes to a place the database cannot write (write-once storage of another account) at a fixed interval; a job recomputes the chain up to it.',
      'No role of the application may update or delete; old partitions are dropped by a role of their own, after their hash was stored.',
    ]),
    claimsOf(basis, 'audit-trail/'),
    judgement(
      'A hash chain shows tampering, it does not prevent it; the interval bounds what a database administrator could rewrite unseen.',
    ),
  );
}

/** Where the chain is written as SQL. */
const chained = ({ backend }: Basis): Block | undefined =>
  chainedTrail(backend.data) === undefined
    ? undefined
    : paragraph(
        `\`${auditTrailPath}\` is the chain as PostgreSQL keeps it: a trigger that numbers and hashes each entry, a function for the anchors, and one that says where a chain is broken. It is run after the schema; verifying this package runs it and attacks it.`,
      );

/** The chain of the trail as SQL, where the design has one. */
export function auditArtifacts(backend: Backend): readonly Artifact[] {
  const text = auditTrailSql(backend);
  return text === '' ? [] : [{ path: auditTrailPath, text, lost: [], items: ['3.10'] }];
}
