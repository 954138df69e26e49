import type { Integration } from '../../model/brief.ts';
import type { Origin, Quantity } from '../../model/origin.ts';
import { assumed } from '../../model/origin.ts';
import type { Secret } from '../../model/trust.ts';
import { layoutOf } from '../data/layout.ts';
import { contextRole } from '../data/row-security.ts';
import type { DesignBasis } from '../domain.ts';

const every = (days: number, because: string): Quantity => assumed(days, 'days', because, days / 3, days * 2);

/** Where secrets are kept, in the words of the hosting the brief demands. */
function storeOf({ brief }: DesignBasis): string {
  const hosting = brief.constraints.must['hosting']?.value.toLowerCase() ?? '';
  if (hosting.includes('kubernetes'))
    return 'secret store outside the cluster, mounted as files (external-secrets)';
  if (/aws|ecs|lambda|fargate/.test(hosting)) return 'AWS Secrets Manager';
  if (/azure/.test(hosting)) return 'Azure Key Vault';
  if (/gcp|google|cloud run/.test(hosting)) return 'Google Secret Manager';
  return 'secret store of the hosting, read at start; never a file of the repository';
}

/** Every secret the design needs, by name. */
export function secretsOf(basis: DesignBasis): readonly Secret[] {
  const layout = layoutOf(basis);
  const { domain } = basis;
  const storedIn = storeOf(basis);
  const because = (rule: string, from: string): Origin => ({ kind: 'derived', rule, from: [from] });
  const contexts = [...new Set(domain.entities.map(({ context }) => context))];
  const logins = [...new Set(contexts.map((context) => contextRole(layout, context)))];
  const classes = new Set(
    domain.entities.flatMap(({ fields }) => fields.flatMap(({ dataClass }) => dataClass ?? [])),
  );
  const guarded = domain.operations.some(({ anonymous }) => !anonymous);
  return [
    ...logins.map((login): Secret => ({
      name: `database-${login.replaceAll('_', '-')}`,
      kind: 'database password',
      storedIn,
      rotation: every(90, 'two passwords are valid during the change'),
      origin: because('one login for each context', login),
    })),
    ...(guarded
      ? [
          {
            name: 'token-signing-key',
            kind: 'ES256 key pair',
            storedIn,
            rotation: every(90, 'the old public key stays published as long as tokens live'),
            origin: because('access tokens are signed', 'operations that ask who calls'),
          },
        ]
      : []),
    ...(classes.has('pii') || classes.has('secret') || classes.has('health')
      ? [
          {
            name: 'data-encryption-key',
            kind: 'AES-256 key, wrapped by a key of the key service',
            storedIn,
            rotation: every(365, 'new data keys are wrapped anew, old ones stay readable'),
            origin: because('personal and secret data is encrypted at rest', [...classes].join(', ')),
          },
        ]
      : []),
    ...domain.integrations.flatMap((integration) => secretsOfPeer(integration, storedIn)),
  ];
}

/** What we show a peer, and what a peer that calls back signs with. */
function secretsOfPeer(peer: Integration, storedIn: string): readonly Secret[] {
  const credential: Secret = {
    name: `${peer.id}-credential`,
    kind: peer.style === 'sftp' ? 'SSH key' : 'API key',
    storedIn,
    rotation: every(180, 'as the peer allows'),
    origin: peer.origin,
  };
  if (peer.callbacks !== 'webhook') return [credential];
  const signature: Secret = {
    name: `${peer.id}-webhook-secret`,
    kind: 'HMAC key',
    storedIn,
    rotation: every(180, 'two keys are accepted during the change'),
    origin: peer.origin,
  };
  return [credential, signature];
}
