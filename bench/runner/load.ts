/** Imports a peer by name, so that types and checks hold where the peers are not installed. */
export async function load<T>(name: string): Promise<T> {
  const loaded: T = await import(name)
  return loaded
}
