import { registerTariff as command } from '../../shared/commands/registry.ts';
import { registerTariffBody } from '../../shared/schemas/tariff.ts';
import { write } from '../front/use-case.ts';

export const registerTariff = write(registerTariffBody, command);
