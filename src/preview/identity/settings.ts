import { needsSecondFactor } from '../../artifacts/second-factor.ts';
import type { Backend } from '../../model/backend.ts';

/** What the package says of proving who somebody is. Times in seconds. */
export interface IdentitySettings {
  /** Ways to sign in that the design offers. */
  readonly methods: readonly string[];
  readonly accessToken: number;
  /** Longest life of a session. */
  readonly session: number;
  /** Longest life of a session that is not refreshed. */
  readonly idle: number;
  readonly recovery: number;
  readonly hash: { readonly memoryKib: number; readonly passes: number };
  /** Steps of thirty seconds by which a clock may be off. */
  readonly drift: number;
  /** Whether a role acts only in sessions of two factors. */
  readonly needsSecondFactor: (role: string) => boolean;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

function seconds(text: string | undefined, standard: number): number {
  const [, count, unit = ''] = /(\d+)\s*(min|[smhd])\b/.exec(text ?? '') ?? [];
  return count === undefined ? standard : Number(count) * (units[unit] ?? 1);
}

const numbers: Readonly<Record<string, number>> = { no: 0, one: 1, two: 2, three: 3 };

export function identitySettings({ trust }: Pick<Backend, 'trust'>): IdentitySettings {
  const of = (method: string): Readonly<Record<string, string>> =>
    trust.authentication.find((each) => each.method === method)?.settings ?? {};
  const every = Object.assign({}, ...trust.authentication.map(({ settings }) => settings));
  const hash = of('password')['hash'] ?? '';
  const drift = /(\w+) steps?/.exec(of('totp')['drift'] ?? '')?.[1] ?? 'one';
  return {
    methods: trust.authentication.map(({ method }) => method),
    accessToken: seconds(every['access-token'], 600),
    session: seconds(every['sessions'], 30 * 86_400),
    idle: seconds(every['idle'], 7 * 86_400),
    recovery: seconds(of('password')['recovery'], 1800),
    hash: {
      memoryKib: Number(/(\d+) MiB/.exec(hash)?.[1] ?? 19) * 1024,
      passes: Number(/(\d+) pass/.exec(hash)?.[1] ?? 2),
    },
    drift: numbers[drift] ?? Number(drift),
    needsSecondFactor: (role) => needsSecondFactor({ trust }, role),
  };
}
