import { codeCell, judgement, section, source, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { SecuritySetting, SecuritySettingKind } from '../../model/security-setting.ts';

interface Topic {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly SecuritySettingKind[];
}

const topics = {
  identity: {
    id: 'identity-settings',
    title: 'Tokens, sessions and cookies as the code sets them',
    kinds: ['token-signing', 'token-verification', 'session', 'cookie', 'forgery-check', 'attempt-limit'],
  },
  data: {
    id: 'cryptography-settings',
    title: 'Digests, ciphers and connections as the code sets them',
    kinds: [
      'password-hash',
      'digest',
      'cipher',
      'key-pair',
      'random-number',
      'certificate-check',
      'protocol-version',
    ],
  },
  requests: {
    id: 'request-settings',
    title: 'What requests may bring and answers may show, as the code sets it',
    kinds: [
      'cross-origin',
      'response-headers',
      'missing-headers',
      'error-detail',
      'debug-mode',
      'diagnostics',
      'upload',
      'body-limit',
    ],
  },
} as const satisfies Readonly<Record<string, Topic>>;

/** Settings of a recovered backend, each with its place; what is wrong with one stands among the findings. */
export function codeSettings({ backend }: Basis, topic: keyof typeof topics): Section | undefined {
  const { id, title, kinds } = topics[topic];
  const wanted: readonly SecuritySettingKind[] = kinds;
  // Random numbers are everywhere; the findings tell those that make a secret.
  const settings = backend.trust.settings.filter(
    ({ kind }) => wanted.includes(kind) && kind !== 'random-number',
  );
  return section(
    { id, title },
    table(['call', 'with', 'for', 'at'], rowsOf(settings)),
    settings.length === 0
      ? undefined
      : judgement(
          'Read, not run: an option shown as ? is only known when the process runs; … stands for options that could not be read.',
        ),
  );
}

const most = 40;

function rowsOf(settings: readonly SecuritySetting[]): readonly (readonly Cell[])[] {
  const rows = settings
    .slice(0, most)
    .map((setting): readonly Cell[] => [
      codeCell(setting.call),
      optionWords(setting),
      setting.purpose.at(0) ?? '–',
      source(setting.origin),
    ]);
  return settings.length > most
    ? [...rows, [`and ${settings.length - most} more, in model.json`, '–', '–', '–']]
    : rows;
}

function optionWords({ values, open, complete }: SecuritySetting): string {
  const written = Object.entries(values).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  const words = [...written, ...open.map((key) => `${key} ?`), ...(complete ? [] : ['…'])].join(', ');
  return words === '' ? 'nothing' : words.length > 160 ? `${words.slice(0, 157)}…` : words;
}
