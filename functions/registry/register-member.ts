import { registerMember as command } from '../../shared/commands/registry.ts';
import { registerMemberBody } from '../../shared/schemas/member.ts';
import { write } from '../front/use-case.ts';

export const registerMember = write(registerMemberBody, command);
