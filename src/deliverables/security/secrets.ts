import { codeCell, judgement, list, section, source, table, warning, names } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';
import type { Secret } from '../../model/trust.ts';

/** Secrets of the model; where a design names none, or code was read, also configuration keys that hold one. */
export function secretsOf({ trust, architecture, source: kind }: Backend): readonly Secret[] {
  if (kind === 'designed' && trust.secrets.length > 0)
    return trust.secrets.toSorted((a, b) => compareText(a.name, b.name));
  const known = new Set(trust.secrets.map(({ name }) => name));
  const keys = architecture.configuration
    .filter(({ secret, key }) => secret && !known.has(key))
    .map(({ key, default: value, origin }): Secret => ({
      name: key,
      kind: 'configuration key',
      storedIn: value === undefined ? 'environment of the process' : 'a default in the code',
      origin,
    }));
  return [...trust.secrets, ...keys].toSorted((a, b) => compareText(a.name, b.name));
}

/** A secret that was read to lie where everybody who can read the repository can read it; a design keeps none there. */
export const exposed = ({ storedIn, origin }: Secret): boolean =>
  origin.kind === 'read' && /default|code|repository|committed|source/i.test(storedIn);

const usual = assumed(90, 'days', 'no rotation period was given', 30, 180);

/** Every secret by name, where it lives and how it is replaced; never a value. */
export function secrets({ backend }: Basis): Section | undefined {
  const all = secretsOf(backend);
  const open = all.filter(exposed);
  return section(
    { id: 'secrets', title: 'Secrets', items: all.length > 0 ? ['3.7'] : [] },
    table(
      ['secret', 'kind', 'kept in', 'replaced every', 'known from'],
      all.map((secret) => [
        codeCell(secret.name),
        secret.kind,
        secret.storedIn,
        secret.rotation ?? usual,
        source(secret.origin),
      ]),
    ),
    open.length === 0
      ? undefined
      : warning(
          `${names(open.map(({ name }) => name))}: readable with the code. Replace the value first, then move it; deleting the line leaves it in the history.`,
        ),
    all.length === 0 ? undefined : list(rules),
    all.length === 0
      ? undefined
      : judgement('Rules and periods are a choice after ASVS 5 chapter 13 (configuration).'),
  );
}

const rules: readonly string[] = [
  'Kept in a secret store, handed to one process as a file or variable at start, under an identity of that process.',
  'Replaced without downtime: both values are accepted, callers move, the old one is withdrawn. The drill is the same as for a compromise.',
  'Never in code, image, log, ticket or error message; the pipeline scans every change for them.',
];
