import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import { leavesCheckToSetting } from '../../security/words.ts';
import type { GoPlace } from './place.ts';
import { fieldsOf, goSetting, typeOf } from './place.ts';

/** Connections that take any certificate or an old version of TLS. */
export function checksOfCertificates(place: GoPlace): readonly SecuritySetting[] {
  const { node } = place;
  if (node.type === 'assignment_statement') {
    const [left, right] = [inField(node, 'left')?.text ?? '', inField(node, 'right')?.text ?? ''];
    return [
      ...(left.endsWith('.InsecureSkipVerify') && right === 'true' ? unchecked(place) : []),
      ...(left.endsWith('.MinVersion') ? outdated(place, right) : []),
    ];
  }
  if (node.type !== 'composite_literal' || !/(^|\/)tls\.Config$/.test(typeOf(place))) return [];
  const fields = fieldsOf(node);
  // A check of its own takes the place of the usual one.
  const checksItself = fields.has('VerifyPeerCertificate') || fields.has('VerifyConnection');
  return [
    ...(fields.get('InsecureSkipVerify')?.text === 'true' && !checksItself ? unchecked(place) : []),
    ...outdated(place, fields.get('MinVersion')?.text ?? ''),
  ];
}

const unchecked = (place: GoPlace): readonly SecuritySetting[] =>
  leavesCheckToSetting(place.around.text, place.goesTo)
    ? []
    : [goSetting(place, 'certificate-check', 'InsecureSkipVerify', { values: { InsecureSkipVerify: true } })];

function outdated(place: GoPlace, written: string): readonly SecuritySetting[] {
  const version = /\.Version(SSL30|TLS10|TLS11)$/.exec(written)?.[1];
  return version === undefined
    ? []
    : [goSetting(place, 'protocol-version', 'MinVersion', { values: { MinVersion: version } })];
}
