import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { JvmCall } from './call.ts';
import { isDisabling, jvmSetting, receiverName } from './call.ts';

/** The headers that Spring Security sets by itself, taken out: `headers().disable()`, `frameOptions().disable()`. */
export function missingHeaders(call: JvmCall): readonly SecuritySetting[] {
  const { code, name, given, scope } = call;
  if (code.kind !== 'call' || !call.world.text(scope.file.path).includes('HttpSecurity')) return [];
  const isOld = name === 'disable' && code.on?.kind === 'call';
  const group = isOld ? receiverName(code.on) : given.some(isDisabling) ? name : '';
  if (group === 'headers')
    return [jvmSetting(call, 'missing-headers', 'headers().disable', { values: { without: ['all'] } })];
  return group === 'frameOptions'
    ? [
        jvmSetting(call, 'missing-headers', 'frameOptions().disable', {
          values: { without: ['X-Frame-Options'] },
        }),
      ]
    : [];
}
