/** Work that goes on beside requests: at once when woken, and by the clock of the machine. */
export interface Loop {
  /** Many calls while it works are one further round. */
  readonly wake: () => void;
  /** One round to its end, and what was asked for meanwhile. */
  readonly settle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface LoopOptions {
  /** ms between rounds that nobody asked for; absent = only when woken. */
  readonly every?: number;
  /** ms that are waited for others to join, so that a busy time makes few rounds. */
  readonly gather?: number;
  /** Told what a round failed with; the next one is tried all the same. */
  readonly fault: (error: unknown) => void;
}

/** `round` gives whether there is more to do. Rounds never overlap. */
export function loopOf(round: () => Promise<boolean>, { every, gather = 0, fault }: LoopOptions): Loop {
  let stopped = false;
  let working: Promise<void> | undefined;
  let isAsked = false;
  const work = async (): Promise<void> => {
    while (isAsked && !stopped) {
      isAsked = false;
      try {
        if (await round()) isAsked = true;
      } catch (error) {
        if (!stopped) fault(error);
      }
    }
  };
  const begin = (): Promise<void> => {
    isAsked = true;
    working ??= work().finally(() => {
      working = undefined;
      // Asked for after the last look and before the end.
      if (isAsked && !stopped) void begin();
    });
    return working;
  };
  let gathering: NodeJS.Timeout | undefined;
  const wake = (): void => {
    if (stopped || gathering !== undefined) return;
    gathering = setTimeout(() => {
      gathering = undefined;
      if (!stopped) void begin();
    }, gather);
  };
  const timer = every === undefined ? undefined : setInterval(wake, every);
  return {
    wake,
    settle: async () => {
      await begin();
      while (working !== undefined && !stopped) await working;
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      clearTimeout(gathering);
      await working;
    },
  };
}
