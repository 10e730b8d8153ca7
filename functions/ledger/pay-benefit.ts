import { payBenefit as command } from '../../shared/commands/pay-benefit.ts';
import { payBenefitBody } from '../../shared/schemas/benefit.ts';
import { write } from '../front/use-case.ts';

export const payBenefit = write(payBenefitBody, command);
