import { payBenefit as command } from '../../shared/commands/pay-benefit.ts';
import { payBenefitBody } from '../../shared/schemas/benefit.ts';
import { write } from '../use-case.ts';

export const payBenefit = write(payBenefitBody, command);
