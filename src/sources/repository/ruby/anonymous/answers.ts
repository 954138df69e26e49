import type { Call } from '../syntax.ts';
import type { Flow, Frame } from './state.ts';
import { answer, either, ended, isAsking, perhapsRefuse } from './state.ts';

/** An answer that the code gives at this point: `head :ok`, `redirect_to …`, `render …`. */
export function answered(frame: Frame, { name, node: { text } }: Call, asking: boolean): Flow {
  if (frame.part === 'action') return ofAction(frame, name, text, asking);
  // A page for those who are not known refuses nobody.
  if (name === 'render' && asking && !/status|\b4\d\d\b/.test(text)) return perhapsRefuse();
  return answer(asking);
}

const denies =
  /\(?[:'"](unauthorized|forbidden|not_found|bad_request|gone|unprocessable_\w+|conflict|payment_required|not_acceptable|precondition_failed)\b|\b4\d\d\b|^(render_)?not_found|[uU]nauthori[sz]ed|forbidden|denied/;
const saysNo = /invalid|expired|\berrors?\b|not_?found|missing|incorrect|wrong/i;

/**
 * What an action answers is what was asked for, unless it says no. A no that everybody gets says nothing of who is
 * calling.
 */
function ofAction(frame: Frame, name: string, text: string, asking: boolean): Flow {
  const no = denies.test(text);
  if (!asking) return no ? ended() : answer(false);
  if (no || (name !== 'redirect_to' && saysNo.test(text))) return answer(true);
  const sendsAway =
    name.startsWith('redirect') &&
    isAsking({ ...frame, asking: frame.asking === 'no' ? 'partly' : frame.asking }, text);
  if (!sendsAway) return answer(false);
  return frame.secrets.now.acted ? either(answer(true), answer(false)) : answer(true);
}
