import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Secrets } from './secrets.ts';
import { forUnknown } from './words.ts';
import type { Lineage, Method } from '../code.ts';

/**
 * What is known of a value while code runs for a caller without credentials. `nil` is a credential, or who it
 * belongs to, that is not there; `true` and `false` are decided by that; `bogus` was made of a credential that is
 * wrong; `caller` depends on who is calling in a way that is not understood; `empty` is a list that was asked for by a secret;
 * `yes` and `no` are decided anyhow.
 */
export type Known = 'nil' | 'false' | 'true' | 'bogus' | 'caller' | 'empty' | 'yes' | 'no' | 'unknown';

/** What may happen on the ways through some code. */
export interface Flow {
  /** The code after it runs. */
  readonly goesOn: boolean;
  readonly returns: boolean;
  /** An answer, or an error, that this caller gets because of who it is. */
  readonly refuses: boolean;
  /** An answer or an error for any other reason. */
  readonly stops: boolean;
  /** An error that a `rescue` around may catch. */
  readonly raises: 'no' | 'asking' | 'otherwise';
  /** Which way was taken depended on who is calling. */
  readonly asked: boolean;
  /** Whether somebody is refused depends on what is not understood, or on a setting. */
  readonly doubted: boolean;
  readonly value: Known;
  /** Values of the returns. */
  readonly given: readonly Known[];
}

/** One method while it runs. */
export interface Frame {
  readonly lineage: Lineage;
  readonly locals: Map<string, Known>;
  /** Instance variables and attributes of `Current`, for all callbacks of a request. */
  readonly shared: Map<string, Known>;
  readonly method?: Method;
  readonly running: readonly SyntaxNode[];
  /** A branch around depends on who is calling; `partly`: and on something else. */
  readonly asking: 'no' | 'partly' | 'yes';
  /** A token among the parameters stands for the caller; otherwise it may have come with a link. */
  readonly tokens: boolean;
  readonly secrets: Secrets;
  /** An action answers everybody; a callback that answers keeps the action from running. */
  readonly part: 'callback' | 'action';
  readonly budget: { left: number };
}

const still: Flow = {
  goesOn: true,
  returns: false,
  refuses: false,
  stops: false,
  raises: 'no',
  asked: false,
  doubted: false,
  value: 'unknown',
  given: [],
};

export const goOn = (value: Known = 'unknown'): Flow => ({ ...still, value });

/** Whether an answer here is one to who is calling. */
export const isAsking = ({ asking }: Frame, text: string): boolean =>
  asking === 'yes' || (asking === 'partly' && forUnknown.test(text));

export const answer = (asking: boolean): Flow => ({
  ...still,
  goesOn: false,
  refuses: asking,
  stops: !asking,
});

/** The request ends here for everybody. */
export const ended = (): Flow => ({ ...still, goesOn: false });

export const raise = (asking: boolean): Flow => ({
  ...still,
  goesOn: false,
  raises: asking ? 'asking' : 'otherwise',
});

/** Some go on, some are refused. */
export const perhapsRefuse = (value: Known = 'caller'): Flow => ({
  ...still,
  refuses: true,
  doubted: true,
  value,
});

export const isFalsy = (value: Known): boolean => value === 'nil' || value === 'false' || value === 'no';
export const isTruthy = (value: Known): boolean => value === 'true' || value === 'bogus' || value === 'yes';
/** A branch on it depends on who is calling. */
export const asks = (value: Known): boolean => !/^(yes|no|unknown)$/.test(value);

export const negated = (value: Known): Known =>
  value === 'yes'
    ? 'no'
    : value === 'no'
      ? 'yes'
      : isFalsy(value)
        ? 'true'
        : isTruthy(value)
          ? 'false'
          : value;

export const joinedValue = (one: Known, other: Known): Known =>
  one === other
    ? one
    : isFalsy(one) && isFalsy(other)
      ? 'false'
      : asks(one) || asks(other)
        ? 'caller'
        : 'unknown';

/** Either of two ways. */
export const either = (one: Flow, other: Flow): Flow => ({
  goesOn: one.goesOn || other.goesOn,
  returns: one.returns || other.returns,
  refuses: one.refuses || other.refuses,
  stops: one.stops || other.stops,
  raises: worse(one.raises, other.raises),
  asked: one.asked || other.asked,
  doubted: one.doubted || other.doubted,
  value: !one.goesOn ? other.value : other.goesOn ? joinedValue(one.value, other.value) : one.value,
  given: [...one.given, ...other.given],
});

/** One and then the other. */
export const andThen = (one: Flow, next: () => Flow): Flow => {
  if (!one.goesOn) return one;
  const other = next();
  return { ...either({ ...one, goesOn: false }, other), goesOn: other.goesOn, value: other.value };
};

const worse = (one: Flow['raises'], other: Flow['raises']): Flow['raises'] =>
  one === 'asking' || other === 'asking' ? 'asking' : one === 'no' ? other : one;

/** Two ways from one state: what they set differently is known no more. */
export function branch(frame: Frame, asking: boolean, ways: readonly ((frame: Frame) => Flow)[]): Flow {
  const ran = ways.map((way) => {
    const inner: Frame = {
      ...frame,
      asking: asking ? 'yes' : frame.asking === 'yes' && ways.length > 1 ? 'partly' : frame.asking,
      locals: new Map(frame.locals),
      shared: new Map(frame.shared),
    };
    return { flow: way(inner), inner };
  });
  const going = ran.filter(({ flow }) => flow.goesOn);
  const left = going.length > 0 ? going : ran;
  merge(
    frame.locals,
    left.map(({ inner }) => inner.locals),
  );
  merge(
    frame.shared,
    left.map(({ inner }) => inner.shared),
  );
  const flow = ran.map((each) => each.flow).reduce(either);
  return asking ? { ...flow, asked: true } : flow;
}

function merge(into: Map<string, Known>, from: readonly ReadonlyMap<string, Known>[]): void {
  for (const name of new Set(from.flatMap((each) => [...each.keys()]))) {
    const values = from.map((each) => each.get(name) ?? 'nil');
    into.set(name, values.reduce(joinedValue));
  }
}
