import { amendPlan as command } from '../../shared/commands/registry.ts';
import { amendPlanBody } from '../../shared/schemas/plan.ts';
import { write } from '../front/use-case.ts';

export const amendPlan = write(amendPlanBody, command);
