import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import { leavesCheckToSetting } from '../../security/words.ts';
import type { CsharpPlace } from './place.ts';
import { csharpSetting, saysYes } from './place.ts';

const callback =
  /(^|\.)(ServerCertificateCustomValidationCallback|ServerCertificateValidationCallback|RemoteCertificateValidationCallback|CertificateValidationCallback)$/;

/** Connections that take any certificate or an old version of TLS. */
export function connections(place: CsharpPlace): readonly SecuritySetting[] {
  const { node, name, given, around, goesTo } = place;
  const isLeft = (): boolean => leavesCheckToSetting(around.text.length < 20_000 ? around.text : '', goesTo);
  if (node.type === 'assignment_expression') {
    const [left, right] = [inField(node, 'left')?.text ?? '', inField(node, 'right')];
    const isAny =
      saysYes(right) || right?.text.endsWith('DangerousAcceptAnyServerCertificateValidator') === true;
    if (callback.test(left) && isAny && !isLeft()) return [unchecked(place, left.split('.').at(-1) ?? left)];
    return /(^|\.)(SecurityProtocol|SslProtocols|EnabledSslProtocols)$/.test(left)
      ? outdated(place, left, right?.text ?? '')
      : [];
  }
  return name === 'RemoteCertificateValidationCallback' && saysYes(given[0]?.value) && !isLeft()
    ? [unchecked(place, name)]
    : [];
}

const unchecked = (place: CsharpPlace, as: string): SecuritySetting =>
  csharpSetting(place, 'certificate-check', as, { values: { verify: false } });

function outdated(place: CsharpPlace, left: string, written: string): readonly SecuritySetting[] {
  const version = /\.(Ssl2|Ssl3|Tls|Tls11)\b/.exec(written)?.[1];
  const as = left.split('.').at(-1) ?? left;
  return version === undefined || /&\s*~/.test(written)
    ? []
    : [csharpSetting(place, 'protocol-version', as, { values: { [as]: version } })];
}
