/** Diagrams as data; drawing (layout, SVG) and text notations (Mermaid, LikeC4, DBML) are made from the same value. */
export interface GraphNode {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly kind:
    | 'person'
    | 'system'
    | 'external'
    | 'container'
    | 'store'
    | 'queue'
    | 'component'
    | 'process'
    | 'state'
    | 'zone';
  readonly group?: string;
  /** What the side panel shows. */
  readonly facts?: Readonly<Record<string, string>>;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly style: 'solid' | 'dashed';
}

export interface ErdTable {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly key: 'primary' | 'foreign' | 'none';
    readonly nullable: boolean;
  }[];
}

export interface ErdRelation {
  readonly fromTable: string;
  readonly fromColumn: string;
  readonly toTable: string;
  readonly toColumn: string;
  readonly optional: boolean;
  readonly unique: boolean;
}

export interface SequenceMessage {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly kind: 'call' | 'reply' | 'event' | 'self';
}

export type Diagram =
  | {
      readonly kind: 'graph';
      readonly id: string;
      readonly title: string;
      readonly view:
        | 'context'
        | 'container'
        | 'component'
        | 'deployment'
        | 'data-flow'
        | 'context-map'
        | 'state'
        | 'modules';
      readonly groups: readonly {
        readonly id: string;
        readonly title: string;
        readonly boundary: 'trust' | 'zone' | 'system' | 'context';
      }[];
      readonly nodes: readonly GraphNode[];
      readonly edges: readonly GraphEdge[];
    }
  | {
      readonly kind: 'erd';
      readonly id: string;
      readonly title: string;
      readonly tables: readonly ErdTable[];
      readonly relations: readonly ErdRelation[];
    }
  | {
      readonly kind: 'sequence';
      readonly id: string;
      readonly title: string;
      readonly participants: readonly { readonly id: string; readonly title: string }[];
      /** Frames carry alternative branches: `alt`, `loop`, `opt`. */
      readonly steps: readonly (
        | SequenceMessage
        | {
            readonly frame: 'alt' | 'loop' | 'opt';
            readonly title: string;
            readonly messages: readonly SequenceMessage[];
          }
      )[];
    }
  | {
      /** Lines over a numeric x axis: latency against load, cost against load. */
      readonly kind: 'curve';
      readonly id: string;
      readonly title: string;
      readonly x: string;
      readonly y: string;
      readonly series: readonly {
        readonly name: string;
        readonly points: readonly (readonly [number, number])[];
      }[];
      readonly marks: readonly { readonly x: number; readonly label: string }[];
    }
  | {
      /** Alternatives by two figures of which less is better; those on the front are joined by a line. */
      readonly kind: 'scatter';
      readonly id: string;
      readonly title: string;
      readonly x: string;
      readonly y: string;
      readonly points: readonly {
        readonly name: string;
        /** Written beside the point; a point without it tells its name when pointed at. */
        readonly label?: string;
        readonly x: number;
        readonly y: number;
        readonly state: 'chosen' | 'possible' | 'refused';
        readonly front: boolean;
      }[];
      /** A value of y that may not be passed. */
      readonly limit?: { readonly y: number; readonly label: string };
    }
  | {
      /** What a result becomes at both ends of each input (tornado). */
      readonly kind: 'ranges';
      readonly id: string;
      readonly title: string;
      readonly x: string;
      /** The result as it is. */
      readonly base: number;
      readonly bars: readonly { readonly name: string; readonly low: number; readonly high: number }[];
    }
  | {
      /** Steps one after another, as long as the middle of their range (a Gantt chart of one line of work). */
      readonly kind: 'roadmap';
      readonly id: string;
      readonly title: string;
      readonly steps: readonly RoadmapStep[];
    };

export interface RoadmapStep {
  readonly id: string;
  readonly title: string;
  /** Person-days; absent when nobody told them. */
  readonly days?: { readonly low: number; readonly high: number };
  /** Data gets another owner by it. */
  readonly changesOwner: boolean;
  readonly hasWayBack: boolean;
}
