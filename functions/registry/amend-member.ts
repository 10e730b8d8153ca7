import { amendMember as command } from '../../shared/commands/registry.ts';
import { amendMemberBody } from '../../shared/schemas/member.ts';
import { write } from '../front/use-case.ts';

export const amendMember = write(amendMemberBody, command);
