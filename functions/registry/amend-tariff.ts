import { amendTariff as command } from '../../shared/commands/registry.ts';
import { amendTariffBody } from '../../shared/schemas/tariff.ts';
import { write } from '../front/use-case.ts';

export const amendTariff = write(amendTariffBody, command);
