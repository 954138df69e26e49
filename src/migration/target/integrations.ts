import { kebabCase } from '../../artifacts/words.ts';
import type { Backend } from '../../model/backend.ts';
import type { Integration } from '../../model/brief.ts';
import type { Gap, Origin } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';

/** What the name of a host says of the service behind it. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/pay|stripe|adyen|braintree|klarna|worldpay|mollie/i, 'payment'],
  [/mail|smtp|sendgrid|postmark/i, 'email'],
  [/sms|twilio|nexmo|vonage/i, 'sms'],
  [/map|geo|nominatim/i, 'geocoding'],
];

/** Systems that the legacy system calls, by the host of the address; an address that is put together is told as a gap. */
export function integrationsOf({ processes }: Pick<Backend, 'processes'>): {
  readonly integrations: readonly Integration[];
  readonly gaps: readonly Gap[];
} {
  const found = new Map<string, Integration>(processes.integrations.map((each) => [each.id, each]));
  const gaps: Gap[] = [];
  for (const { target, origin } of processes.calls.toSorted((a, b) => compareText(a.id, b.id))) {
    const host = /^[a-z][a-z+.-]*:\/\/(?:[^/@\s]*@)?([a-z0-9.-]+)/i.exec(target)?.[1];
    if (host === undefined || !/[a-z]/i.test(host) || /^(localhost|127\.)/i.test(host)) {
      gaps.push({
        kind: 'integration',
        subject: target.slice(0, 80),
        why: 'The address is put together when the code runs or is the system itself: which system is called was not read, so the target has no integration for it.',
        origin,
      });
      continue;
    }
    const id = idOf(host);
    if (found.has(id)) continue;
    found.set(id, {
      id,
      kind: kinds.find(([pattern]) => pattern.test(host))?.[1] ?? 'external',
      style: 'rest',
      direction: 'out',
      origin: {
        kind: 'derived',
        rule: 'the legacy system calls it',
        from: [`${placeOf(origin)}: ${target.slice(0, 120)}`],
      },
    });
  }
  return {
    integrations: [...found.values()],
    gaps: [...new Map(gaps.toReversed().map((gap) => [gap.subject, gap])).values()].toReversed(),
  };
}

const placeOf = (origin: Origin): string =>
  origin.kind === 'read' ? `${origin.file}:${origin.line}` : origin.kind;

/** `gateway.payfast.example` -> `payfast`. */
function idOf(host: string): string {
  const labels = host
    .toLowerCase()
    .split('.')
    .filter((label) => label !== '');
  const name = kebabCase((labels.length > 1 ? labels.at(-2) : labels[0]) ?? 'peer');
  return /^[a-z]/.test(name) ? name : `peer-${name}`;
}
