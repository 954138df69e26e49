/** Whether something holds, as far as that is known before the application runs. */
export type Certainty = 'yes' | 'no' | 'perhaps';

/** Whether one of them holds. */
export const anyOf = (found: readonly Certainty[]): Certainty =>
  found.includes('yes') ? 'yes' : found.includes('perhaps') ? 'perhaps' : 'no';

/** Whether all of them hold. */
export const allOf = (found: readonly Certainty[]): Certainty =>
  found.includes('no') ? 'no' : found.includes('perhaps') ? 'perhaps' : 'yes';

const opposites: Readonly<Record<Certainty, Certainty>> = { yes: 'no', no: 'yes', perhaps: 'perhaps' };

export const oppositeOf = (found: Certainty): Certainty => opposites[found];
