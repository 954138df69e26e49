import { gatewayPatience } from '../../artifacts/patience.ts';
import type { Backend } from '../../model/backend.ts';
import { Refusal } from '../http/problems.ts';

/** ms that a request waits at least: a preview shares its machine with the database and whoever asks. */
const least = 4000;

/** ms that a request is kept waiting: as long as the gateway of the design waits. */
export const patienceOf = (backend: Pick<Backend, 'architecture'>): number =>
  Math.max(least, gatewayPatience(backend) ?? 0);

/**
 * What work comes to, or a refusal once a request has waited long enough. The work itself goes on: the same key is answered
 * with its end.
 */
export async function withPatience<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const words =
        'It takes longer than a request waits, and goes on: send it again with the same key for its answer.';
      reject(new Refusal('unavailable', words, { headers: { 'retry-after': '1' } }));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
