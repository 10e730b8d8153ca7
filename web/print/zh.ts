export const zh = {
  print: '打印发放单和签领表',
  printSome: (consignments: number) => `打印发放单和签领表(${consignments} 张)`,
  making: '正在准备打印……',
  failed: '没有准备好打印',
  papers: '发放单和签领表',
  printThem: '打印',
  close: '关闭',
};
