export const packageName = '@noriai/data';
