import type { Deliverable } from '../../deliverables/deliverable.ts';
import type { Diagram } from '../../deliverables/diagram.ts';
import { startThread, threadFile } from '../../provers/threads/thread.ts';
import type { Thread } from '../../provers/threads/thread.ts';
import { drawAhead, drawPicture } from '../../render/svg/diagram.ts';
import type { Picture } from '../../render/svg/picture.ts';

/** Draws the diagrams of a deliverable while the next one is written. */
export interface Draughtsman {
  readonly draw: (deliverable: Deliverable) => void;
  readonly end: () => void;
}

/** Starts a thread that lays diagrams out. Without one, or when it is lost, each is drawn here when it is asked for. */
export function startDraughtsman(): Draughtsman {
  const file = threadFile('./worker', import.meta.url);
  if (file === undefined) return { draw: () => {}, end: () => {} };
  const thread: Thread<Diagram, Picture> = startThread(file);
  const picture = async (diagram: Diagram): Promise<Picture> => {
    const answer = await thread.ask(diagram);
    return answer.kind === 'answered' ? answer.value : drawPicture(diagram);
  };
  return {
    draw: ({ documents }) => {
      for (const { sections } of documents)
        for (const { blocks } of sections)
          for (const block of blocks)
            if (block.kind === 'diagram' && isLaidOut(block.diagram)) drawAhead(block.diagram, picture);
    },
    end: thread.end,
  };
}

const isLaidOut = ({ kind }: Diagram): boolean => kind === 'graph' || kind === 'erd';
