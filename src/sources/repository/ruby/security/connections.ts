import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { leavesCheckToSetting } from '../../security/words.ts';
import type { RubyPlace } from './place.ts';
import { literalIn, rubySetting } from './place.ts';

/** Connections that take any certificate: of the platform, Faraday, HTTParty, RestClient and HTTP.rb. */
export function connections(place: RubyPlace): readonly SecuritySetting[] {
  const { node, call, around, goesTo } = place;
  const found =
    node.type === 'scope_resolution' && /(^|::)SSL::VERIFY_NONE$/.test(node.text)
      ? 'OpenSSL::SSL::VERIFY_NONE'
      : call?.pairs
          .map(({ name, value }) => switchedOff(name, literalIn(value), value.text))
          .find((name) => name !== undefined);
  return found === undefined || leavesCheckToSetting(around.text, goesTo) || isCompared(place)
    ? []
    : [
        rubySetting(place, 'certificate-check', found, {
          values: found.startsWith('verify') ? { [found]: false } : { verify: false },
        }),
      ];
}

function switchedOff(name: string, value: ReturnType<typeof literalIn>, text: string): string | undefined {
  if (name === 'verify_ssl' && value === false) return name;
  if (name === 'verify' && value === false) return name;
  return name === 'ssl' && /verify:\s*false|:verify\s*=>\s*false/.test(text) ? 'verify' : undefined;
}

/** `insecure ? VERIFY_NONE : VERIFY_PEER`, and what some condition leads to, is for a setting to decide. */
const isCompared = ({ above }: RubyPlace): boolean =>
  above.some(({ type }) =>
    /^(conditional|binary|when|case|if|unless|elsif|if_modifier|unless_modifier)$/.test(type),
  );
