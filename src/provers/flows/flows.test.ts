import { describe, expect, test } from 'vitest';
import { flowPath, flowText } from '../../artifacts/flows/flows.ts';
import type { Backend } from '../../model/backend.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import { designedShop } from '../../testing/designed.ts';
import { flows } from './flows.ts';
