/** The whole contract. Made when it is first asked for, because making it takes longer than all else here together. */
export async function describe(): Promise<object> {
  return (await import('../openapi.ts')).openApi();
}

/** The part of it that is of a group of operations. */
export async function describeGroup(name: string): Promise<object | undefined> {
  const [{ openApi }, { GROUPS }] = await Promise.all([import('../openapi.ts'), import('../../shared/routes.ts')]);
  const group = GROUPS.find((one) => one === name);
  return group && openApi(group);
}
