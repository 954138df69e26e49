import type { Node } from 'oxc-parser';
import { siteOf } from '../../javascript/machine.ts';
import type { Value } from '../../javascript/value.ts';
import type { Fact } from './fact.ts';
import { absent, either, factOf, input, isMissing, missing, notSent, open } from './fact.ts';
import { injectedInto } from './instances.ts';
import { requestMember, sentSecret, stored } from './request.ts';
import { partOf } from './secrets.ts';
import type { Frame, Walk } from './walk.ts';

/** Members that texts have, and neither requests nor addresses that were taken apart. */
const ofTexts =
  /^(startsWith|endsWith|includes|indexOf|match|matchAll|split|slice|substring|replace|replaceAll|toLowerCase|toUpperCase|trim|length|charAt)$/;

/** What a member of something gives, as far as it tells who calls. */
export function memberOf(walk: Walk, base: Fact, key: string, node: Node, frame: Frame): Fact {
  switch (base.kind) {
    case 'absent':
    case 'caller':
    case 'open':
    case 'guess':
      return base;
    case 'truth':
      return absent;
    case 'input':
      return sentSecret.test(key) ? notSent : base.direct === true ? partOf(walk, key) : input;
    case 'request':
      return base.address !== undefined && ofTexts.test(key)
        ? memberOf(walk, base.address, key, node, frame)
        : requestMember(walk, key);
    case 'response':
      return key === 'locals' ? { kind: 'request' } : open;
    case 'headers':
    case 'cookies':
      return stored(base.kind, key);
    case 'record':
      return base.fields.get(key) ?? (base.open ? open : missing);
    case 'reply':
      return /^(ok|success|data|user|userId|value|session|valid|auth)$/.test(key) ? absent : base;
    case 'several':
      return base.options.map((each) => memberOf(walk, each, key, node, frame)).reduce(either);
    case 'value':
      // `verified && decoded` is false for a stranger, and what is asked of it is not there.
      if (isMissing(base) || isBoolean(base.value)) return missing;
      return heldBy(walk, base.value, key, node, frame);
    default:
      return open;
  }
}

const isBoolean = (value: Value): boolean => value.kind === 'primitive' && typeof value.value === 'boolean';

function heldBy(walk: Walk, object: Value, key: string, node: Node, frame: Frame): Fact {
  const value = walk.machine.member(object, key, siteOf(frame.file, node));
  return (value.kind === 'unknown' ? injectedInto(object, key) : undefined) ?? factOf(value);
}
