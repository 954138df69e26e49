/** What was looked at: enough to say that a requirement is met, or only a part of what it asks. */
export interface Shown {
  readonly isEnough: boolean;
  readonly words: string;
}

export const enough = (words: string): Shown => ({ isEnough: true, words });
export const part = (words: string): Shown => ({ isEnough: false, words });
