import { countersign as command } from '../../shared/commands/countersign.ts';
import { countersignBody } from '../../shared/schemas/adjustment.ts';
import { write } from '../front/use-case.ts';

export const countersign = write(countersignBody, command);
