import { registerPlan as command } from '../../shared/commands/registry.ts';
import { registerPlanBody } from '../../shared/schemas/plan.ts';
import { write } from '../front/use-case.ts';

export const registerPlan = write(registerPlanBody, command);
