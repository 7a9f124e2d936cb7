export const packageName = '@noriai/cli';
