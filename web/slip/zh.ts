export const zh = {
  title: '发放单',
  none: '这里查验发放单',
  noneDetail: '请扫描发放单上的二维码打开此页。',
  entry: '分录',
  leaf: '叶子散列',
};
