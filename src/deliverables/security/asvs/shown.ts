import type { Origin } from '../../../model/origin.ts';

/** What was looked at: enough to say that a requirement is met, or only a part of what it asks. */
export interface Shown {
  readonly isEnough: boolean;
  readonly words: string;
  /** Places that show it, the first ones. */
  readonly at?: readonly Origin[];
}

const most = 3;

export const enough = (words: string, at: readonly Origin[] = []): Shown => shownAt(true, words, at);
export const part = (words: string, at: readonly Origin[] = []): Shown => shownAt(false, words, at);

const shownAt = (isEnough: boolean, words: string, at: readonly Origin[]): Shown => ({
  isEnough,
  words,
  ...(at.length === 0 ? {} : { at: at.slice(0, most) }),
});
