import type { Diagram } from '../../deliverables/diagram.ts';
import { answerQuestions } from '../../provers/threads/thread.ts';
import { drawPicture } from '../../render/svg/diagram.ts';
import { loadLayout } from '../../render/svg/layout.ts';
import type { Picture } from '../../render/svg/picture.ts';

await loadLayout();
answerQuestions<Diagram, Picture>(drawPicture);
