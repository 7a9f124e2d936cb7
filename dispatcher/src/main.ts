export const packageName = '@noriai/dispatcher';
