import { createHash } from 'node:crypto';
import { qualifiedName, quoteName } from '../../artifacts/sql-names.ts';
import { owner } from '../database/database.ts';
import { Refusal } from '../http/problems.ts';
import type { IdentityPart } from '../identity/part.ts';
import type { Control } from '../part.ts';
import type { Running } from '../running.ts';

/** What tests ask of identity without signing in. */
export const identityControls = (running: Running, identity: IdentityPart): ReadonlyMap<string, Control> =>
  new Map<string, Control>([
    ...signInControls(identity),
    [
      'access-token',
      async ({ role, person }) => {
        if (typeof role !== 'string') throw new Refusal('malformed', 'Give `role`, and `person` for its id.');
        const id = typeof person === 'string' ? person : await somebody(running, role);
        return { token: await identity.tokenFor(role, id), person: id };
      },
    ],
    [
      'mail',
      async () => (identity.mailbox?.messages() ?? []).map((message) => JSON.parse(JSON.stringify(message))),
    ],
    [
      'rotate-keys',
      async () => {
        await identity.rotateKeys();
        return { rotated: true };
      },
    ],
  ]);

const signInControls = ({ appoint }: IdentityPart): ReadonlyMap<string, Control> =>
  appoint === undefined
    ? new Map()
    : new Map<string, Control>([
        [
          'credentials',
          async ({ role, person }) => {
            if (typeof role !== 'string' || typeof person !== 'string')
              throw new Refusal('malformed', 'Give `role`, and `person`, its id.');
            return { ...(await appoint(role, person)) };
          },
        ],
      ]);

/** A person that is there, the same each time; else an id of the role. */
async function somebody({ backend, database }: Running, role: string): Promise<string> {
  const people = backend.entities.find(({ owner: owned }) => owned === 'id');
  const table = backend.data.tables.find(({ entity }) => entity !== undefined && entity === people?.name);
  if (table !== undefined) {
    const kinds = table.columns.filter(({ name }) => name === 'kind').map(({ name }) => quoteName(name));
    const order = kinds.map((kind) => `${kind} = $1 desc, `).join('');
    const { rows } = await database.query(
      owner,
      `select id from ${qualifiedName(table)} order by ${order}id limit 1`,
      kinds.length === 0 ? [] : [role],
    );
    const found = rows[0]?.['id'];
    if (typeof found === 'string') return found;
  }
  const hex = createHash('sha256').update(role).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
