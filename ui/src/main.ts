export const packageName = '@noriai/ui';
