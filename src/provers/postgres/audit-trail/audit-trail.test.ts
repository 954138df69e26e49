import { expect, test } from 'vitest';
import { auditText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { auditTrailPath } from '../../../artifacts/audit-trail.ts';
import { auditTrail } from './audit-trail.ts';

const bank = partsOf(basisOf(auditText));

async function prove(edit: (text: string) => string = (text) => text) {
  const { claims, inputs } = auditTrail.claims(bank);
  const [outcome] = await auditTrail.prove(claims, (path) => {
    const text = inputs.get(path) ?? '';
    return path === auditTrailPath ? edit(text) : text;
  });
  if (outcome === undefined) throw new Error('no claim is made');
  return outcome;
}

const faultsOf = ({ verdict }: Awaited<ReturnType<typeof prove>>): readonly string[] =>
  verdict.kind === 'refuted' ? verdict.counterexample.split('\n') : [verdict.kind];

test('tampering shows, whoever does it, but for what stands behind the newest anchor', async () => {
  const outcome = await prove();
  expect(faultsOf(outcome)).toEqual(['proved']);
  expect(outcome.measurements).toMatchInlineSnapshot(`
    {
      "attacks": 13,
      "entries": 22,
      "roles that tried": 0,
      "shown by anchors in the database": 4,
      "shown by nothing": 2,
      "shown by the chain alone": 6,
      "shown only by anchors kept elsewhere": 1,
    }
  `);
  expect(outcome.incomplete).toMatchInlineSnapshot(`
    [
      "entries behind the newest anchor are written anew: shown by nothing, which is why the interval of anchors is the time that can be lost",
      "entries behind the newest anchor are removed: shown by nothing, which is why the interval of anchors is the time that can be lost",
      "no role may only add entries, so none tried to change them",
      "writers that wait for each other were not run side by side",
    ]
  `);
});

test('a check that leaves the links out misses what was moved', async () => {
  const outcome = await prove((text) =>
    text
      .replace('linked.hash is distinct from linked.computed', 'false')
      .replace(/anchors\.day >= since or /, ''),
  );
  expect(faultsOf(outcome)).toMatchInlineSnapshot(`
    [
      "an entry is changed: nothing shows it",
      "the oldest entries are removed up to an anchor, as if their time were over: nothing shows it",
      "a whole chain is removed: nothing shows it",
    ]
  `);
});

test('a trigger that believes the writer lets a hash be chosen', async () => {
  const outcome = await prove((text) =>
    text.replace(/ {2}new\.hash := .*;\n/, "  new.hash := coalesce(new.hash, repeat('0', 64));\n"),
  );
  expect(faultsOf(outcome).length).toBeGreaterThan(0);
});

test('a script that does not execute is refuted with its line', async () => {
  const outcome = await prove((text) => text.replace('sha256(', 'sha257('));
  expect(faultsOf(outcome)[0]).toMatch(/^line \d+: 42883/);
});
