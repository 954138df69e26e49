import { codeCell, judgement, section, steps, table, unknown } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import { keysOf } from './keys.ts';
import { secretsOf } from './secrets.ts';
import { setting } from './sequence-parts.ts';
import type { Backend } from '../../model/backend.ts';

/** What to do when it happened: steps in order, then one row for each key and secret that can get out. */
export function incidents({ backend }: Basis): readonly (Section | undefined)[] {
  const rows = compromise(backend);
  return [
    section(
      {
        id: 'response',
        title: 'Incident response',
        items: rows.length > 0 ? ['3.15'] : [],
        answers: requirementsAbout(backend, 'compliance'),
      },
      rows.length === 0 ? undefined : steps(response(backend)),
      rows.length === 0
        ? undefined
        : judgement(
            'Steps after NIST SP 800-61. A runbook that was never practised is a draft: walk through one compromise each quarter.',
          ),
      rows.length === 0
        ? undefined
        : unknown(
            'Names and numbers of people are not in the model: incident lead, data protection officer, provider contacts have to be filled in before the first release.',
          ),
    ),
    section(
      { id: 'key-compromise', title: 'When a key or secret got out' },
      table(['what', 'an attacker can', 'at once', 'then'], rows),
    ),
  ];
}

function response(backend: Backend): readonly string[] {
  const personal = backend.data.tables.some(({ columns }) =>
    columns.some(({ dataClass }) => dataClass === 'pii'),
  );
  const card = backend.processes.integrations.some(({ kind }) => /pay|card/i.test(kind));
  return [
    'Declare: whoever sees it opens the incident; one person leads, one writes the log, one speaks to the outside.',
    'Keep evidence before anything is changed: snapshot of database and volumes, the audit trail with its newest hash, logs of the gateway.',
    'Contain: end sessions of affected accounts, lock the accounts, withdraw keys (below), block addresses, switch the operation off by its flag.',
    'Find out how far: by object ids and session families in the audit trail, not by guess.',
    ...(personal
      ? [
          'Tell: personal data is held, so the supervisory authority within 72 hours of knowing (GDPR article 33), the persons when the risk is high (article 34).',
        ]
      : []),
    ...(card
      ? ['Tell the acquirer and the payment provider at once if card data or payments may be touched.']
      : []),
    'Repair: fix the cause, replace every secret that could have been read, restore from a backup older than the intrusion where integrity is in doubt.',
    'Learn: a review without blame within a week; each finding becomes a test, a detection rule or a decision.',
  ];
}

function compromise(backend: Backend): readonly (readonly Cell[])[] {
  const life = setting(backend, /access/) ?? 'the life of an access token';
  const byKey: Readonly<Record<string, readonly [string, string, string]>> = {
    signing: [
      'sign tokens for anybody',
      'take the key out of the key set, sign with the next one',
      `all access tokens fail within ${life}; clients refresh; look for tokens with the old kid`,
    ],
    webhook: [
      'send false messages in the name of a peer',
      'accept the new secret only',
      'ask the peer for its list of messages and compare',
    ],
    field: [
      'read encrypted fields if it also has the rows',
      'revoke the use of the key',
      'encrypt all rows again; treat the values as known',
    ],
    volume: [
      'read volumes it can copy',
      'revoke the wrapping key grants of the identity that leaked',
      'wrap again; move data to new volumes if a copy left',
    ],
    backup: [
      'read backups it can copy',
      'close access to the backup store',
      'encrypt kept backups again; delete what need not be kept',
    ],
  };
  const keys = keysOf(backend).flatMap(({ id, name }): readonly (readonly Cell[])[] => {
    const found = byKey[id];
    return found === undefined ? [] : [[name, ...found]];
  });
  const secrets = secretsOf(backend).map(({ name, kind }): readonly Cell[] => [
    codeCell(name),
    `act as the process that holds it (${kind})`,
    'issue a new value, both accepted, move callers, withdraw the old one',
    'search logs for uses of the old value from elsewhere',
  ]);
  return [...keys, ...secrets];
}
