import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { walkCode } from '../code.ts';
import type { JvmCall } from './call.ts';
import { jvmSetting } from './call.ts';

/** The stack of an error that is written to whoever asked: `e.printStackTrace(response.getWriter())`. */
export function errorDetails(call: JvmCall): readonly SecuritySetting[] {
  const { name, given } = call;
  if (name === 'printStackTrace' && given[0] !== undefined) {
    let toResponse = false;
    walkCode([given[0]], (part) => {
      if (part.kind === 'call' && /^(getWriter|getOutputStream)$/.test(part.name)) toResponse = true;
    });
    return toResponse ? [jvmSetting(call, 'error-detail', 'printStackTrace')] : [];
  }
  if (!/^(body|ok|internalServerError|badRequest|respond|respondText|entity|sendError)$/.test(name))
    return [];
  let tells = false;
  walkCode(given, (part) => {
    if (
      part.kind === 'call' &&
      /^(getStackTraceAsString|getStackTrace|getFullStackTrace|stackTraceToString)$/.test(part.name)
    )
      tells = true;
  });
  return tells ? [jvmSetting(call, 'error-detail', name)] : [];
}
