/** The time the preview goes by. It can be moved forward, so that what expires can be seen to expire. */
export interface Clock {
  readonly now: () => Date;
  /** How far it is ahead of the machine, ms. */
  readonly ahead: () => number;
  /** Moves it forward, ms; it never goes back. Whoever has to know is told before this is over. */
  readonly travel: (ms: number) => Promise<void>;
  readonly onTravel: (listener: (ahead: number) => Promise<void>) => void;
}

/** `start`: the moment at which it stands until it is moved; absent = it goes with the clock of the machine. */
export function previewClock(start?: Date): Clock {
  let ahead = 0;
  const listeners: ((ahead: number) => Promise<void>)[] = [];
  return {
    now: () => new Date((start?.getTime() ?? Date.now()) + ahead),
    ahead: () => (start === undefined ? ahead : start.getTime() + ahead - Date.now()),
    travel: async (ms) => {
      if (!(ms >= 0) || ms > 1e13) throw new RangeError('time goes forward, by milliseconds');
      ahead += ms;
      for (const listener of listeners) await listener(ahead);
    },
    onTravel: (listener) => void listeners.push(listener),
  };
}
