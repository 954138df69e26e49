import { stringify } from 'yaml';
import type { PriceKey } from '../../model/brief.ts';
import type { Json } from '../../model/origin.ts';
import type { complianceKeys } from './sections/policies.ts';
import type { mustKeys } from './sections/constraints.ts';

type Scale = '' | 'k' | 'M' | 'G';
type DurationText = `${number}${'ms' | 's' | 'm' | 'h' | 'd' | 'y'}`;
type CountText = number | `${number}${Scale}`;
type Period = 's' | 'min' | 'h' | 'day' | 'month' | 'year';
type RateText = `${number}${Scale}/${Period}`;
type VolumeText = CountText | RateText | `${number}${Scale} per ${string}`;
type PercentText = `${number}%`;
type UsersText = `${number}${Scale} ${'concurrent' | 'daily' | 'monthly' | 'registered'}`;
type LatencyText = `p${50 | 90 | 95 | 99 | 99.9} < ${number}${'ms' | 's'}`;
type Verb = 'list' | 'read' | 'create' | 'update' | 'delete' | 'search' | 'import' | 'export' | 'process';
type OperationText = `${Verb} ${string}`;
type Words = string | readonly string[];
type Named<T> = Readonly<Record<string, T>>;

interface EntityInput {
  readonly about?: string;
  readonly in?: string;
  readonly extend?: boolean;
  readonly fields?: Named<string | { readonly type: string; readonly about?: string }>;
  readonly unique?: readonly (readonly string[])[] | readonly string[];
  readonly rows?: VolumeText;
  readonly growth?: VolumeText;
  readonly retention?: DurationText;
  readonly owner?: string;
  readonly lifecycle?: { readonly field: string; readonly transitions?: readonly string[] };
  readonly 'append-only'?: boolean;
  readonly checks?: Named<string>;
  readonly generated?: Words;
  readonly operations?: readonly string[] | Named<Named<Json>>;
}

interface WorkloadInput {
  readonly actor: string;
  readonly op: OperationText;
  readonly users?: UsersText;
  readonly think?: DurationText;
  readonly share?: PercentText;
  readonly peak?: `${number}x`;
  readonly stale?: DurationText;
  readonly every?: DurationText;
  readonly batch?: CountText;
  readonly by?: Words;
  readonly steps?: Words;
}

interface ObjectiveInput {
  readonly latency?: LatencyText;
  readonly availability?: PercentText;
  readonly rpo?: DurationText;
  readonly rto?: DurationText;
  readonly consistency?: 'strong' | 'read-your-writes' | 'eventual';
  readonly throughput?: RateText;
}

interface IntegrationInput {
  readonly kind: string;
  readonly style?: 'rest' | 'graphql' | 'grpc' | 'sftp' | 'webhook' | 'smtp' | 'queue' | 'other';
  readonly direction?: 'in' | 'out' | 'both';
  readonly callbacks?: 'webhook';
  readonly sla?: PercentText;
  readonly every?: DurationText;
  readonly latency?: DurationText;
  readonly in?: string;
}

/** A brief as a typed value; the keys and value grammars are those of `*.brief.yaml`. */
export interface BriefInput {
  readonly system: {
    readonly id: string;
    readonly name?: string;
    readonly domain?: string;
    readonly stage?: 'new' | 'existing';
    readonly about?: string;
    readonly users?: UsersText;
    readonly think?: DurationText;
    readonly peak?: `${number}x`;
  };
  readonly actors?: readonly string[] | Named<'person' | 'system'>;
  readonly capabilities?: Named<Named<Json>>;
  readonly entities?: Named<EntityInput>;
  readonly workloads?: Named<WorkloadInput>;
  readonly integrations?: Named<IntegrationInput>;
  readonly policies?: {
    readonly access?: readonly string[];
    readonly data?: {
      readonly residency?: string;
      readonly classes?: Named<'none' | readonly string[]>;
      readonly erase?: DurationText;
    };
    readonly compliance?: readonly (typeof complianceKeys)[number][];
    readonly limits?: Named<RateText>;
  };
  readonly slos?: Named<ObjectiveInput>;
  readonly constraints?: {
    readonly must?: Partial<Readonly<Record<(typeof mustKeys)[number], string>>>;
    readonly avoid?: Words;
    readonly wishes?: Words;
    readonly team?: { readonly size?: CountText; readonly oncall?: boolean };
    readonly budget?: `${number}${Scale} EUR/${'month' | 'year'}`;
    readonly prices?: Partial<Readonly<Record<PriceKey, `${number} EUR` | `${number}x`>>>;
    readonly deadline?: string;
  };
  readonly decisions?: readonly {
    readonly topic: string;
    readonly choose: string;
    readonly because: string;
  }[];
  readonly open?: readonly { readonly id: string; readonly ask: string; readonly default?: Json }[];
  readonly accept?: Words;
  readonly events?: Named<Named<Json>>;
  readonly flows?: Named<Named<Json>>;
  readonly threats?: Named<Named<Json>>;
  readonly controls?: Named<Named<Json>>;
  readonly tests?: Named<Named<Json>>;
  readonly audit?: Named<Named<Json>>;
}

/**
 * A brief written in TypeScript, as the text of a `*.brief.yaml`. The compiler checks keys and forms; the one reader of
 * briefs checks the rest and names the line of the text.
 */
export const defineBrief = (input: BriefInput): string =>
  stringify({ brief: 1, ...input }, { version: '1.2', schema: 'core', aliasDuplicateObjects: false });
