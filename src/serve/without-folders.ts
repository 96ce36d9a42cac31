/** `own:/srv/models/prm` as `own:prm`: who may see that the server lives, need not see where its files lie. An address stays whole. */
export const withoutFolders = (uri: string) =>
  uri.replace(/(?<=[:=])(?!\/\/)(?:[A-Za-z]:)?[\\/.~][^,?&#:]*[\\/](?=[^\\/,?&#]+)/g, '')
