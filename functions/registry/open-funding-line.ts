import { openFundingLine as command } from '../../shared/commands/registry.ts';
import { openFundingLineBody } from '../../shared/schemas/funding-line.ts';
import { write } from '../front/use-case.ts';

export const openFundingLine = write(openFundingLineBody, command);
