/** What a person may be to the tracker. A privacy officer (个人信息保护负责人) may unmask and erase personal data, and no other. */
export const ROLES = ['admin', 'treasurer', 'buyer', 'keeper', 'coordinator', 'auditor', 'privacy-officer'] as const;
export type Role = (typeof ROLES)[number];
