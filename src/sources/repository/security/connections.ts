import type { Node } from 'oxc-parser';
import type { SecuritySetting } from '../../../model/security-setting.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import { securitySetting } from './setting.ts';
import { constantOf } from './written-options.ts';

/** Connections whose other side is not checked, or which may be broken: options of many libraries have these names. */
export function readConnections(node: Node, place: Place, tracer: Tracer): readonly SecuritySetting[] {
  if (node.type === 'AssignmentExpression') return assigned(node.left, node.right, place, tracer);
  if (node.type !== 'Property' || node.value.type === 'AssignmentPattern') return [];
  const key = plainKey(node.key, node.computed) ?? '';
  return named(key, node.value, node, place, tracer);
}

function assigned(left: Node, right: Node, place: Place, tracer: Tracer): readonly SecuritySetting[] {
  const name = dottedName(left) ?? '';
  return named(name.split('.').at(-1) ?? '', right, left, place, tracer);
}

function named(key: string, value: Node, at: Node, place: Place, tracer: Tracer): readonly SecuritySetting[] {
  if (!watched.test(key)) return [];
  const constant = constantOf(tracer, value, place);
  const isOff =
    key === 'NODE_TLS_REJECT_UNAUTHORIZED'
      ? constant === '0' || constant === 0
      : /^(rejectUnauthorized|strictSSL)$/.test(key) && constant === false;
  const kind = isOff ? 'certificate-check' : isOldProtocol(key, constant) ? 'protocol-version' : undefined;
  if (kind === undefined || constant === undefined) return [];
  const around = place.within === undefined ? [] : [place.within];
  const where = { package: '', around, origin: originOf(place.file, at) };
  return [securitySetting(kind, key, where, { values: { [key]: constant } })];
}

const watched = /^(rejectUnauthorized|strictSSL|NODE_TLS_REJECT_UNAUTHORIZED|minVersion|secureProtocol)$/;

/** RFC 8996 forbids TLS 1.0 and 1.1, RFC 7568 SSL 3. */
const isOldProtocol = (key: string, value: unknown): boolean =>
  (key === 'minVersion' && (value === 'TLSv1' || value === 'TLSv1.1')) ||
  (key === 'secureProtocol' &&
    typeof value === 'string' &&
    /^(SSLv[23]|TLSv1(_1)?)_(client_|server_)?method$/.test(value));
