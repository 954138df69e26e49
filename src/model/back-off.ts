/** Longest pause before the first repetition, in ms; it doubles with each further one. */
const firstPause = 100;

/**
 * Time in ms that a caller sleeps at most between its attempts: full jitter draws each pause from zero to 100 ms, 200 ms,
 * 400 ms … (Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015), so all of them together stay below
 * 100 · (2^(attempts − 1) − 1).
 */
export const longestBackOff = (attempts: number): number => firstPause * (2 ** Math.max(0, attempts - 1) - 1);
