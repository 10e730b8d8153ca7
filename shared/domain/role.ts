/** What a person may be to the tracker. A privacy officer (个人信息保护负责人) may unmask and erase personal data, and no other. */
export const ROLES = ['admin', 'treasurer', 'buyer', 'keeper', 'coordinator', 'auditor', 'privacy-officer'] as const;
export type Role = (typeof ROLES)[number];

/** Where a caller's roles come from: the token, the tracker's member list, or the configuration. */
export const ROLE_SOURCES = ['token', 'members', 'first-admin'] as const;
export type RoleSource = (typeof ROLE_SOURCES)[number];

/** What people in that role are called. */
export const ROLE_NAMES: Readonly<Record<Role, { readonly zh: string; readonly en: string }>> = {
  admin: { zh: '管理员', en: 'admin' },
  treasurer: { zh: '财务', en: 'treasurer' },
  buyer: { zh: '采购员', en: 'buyer' },
  keeper: { zh: '保管员', en: 'keeper' },
  coordinator: { zh: '协调员', en: 'coordinator' },
  auditor: { zh: '审计员', en: 'auditor' },
  'privacy-officer': { zh: '个人信息保护负责人', en: 'privacy officer' },
};

/** The same of a role as an entry says it; what is none is told as it stands. */
export function roleCalled(role: string): { readonly zh: string; readonly en: string } {
  const known = ROLES.find((one) => one === role);
  return known === undefined ? { zh: role, en: role } : ROLE_NAMES[known];
}
