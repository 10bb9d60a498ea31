type Print = (value: unknown, options: object) => string

/** Tells Node (`console.log`, `util.inspect`) how to print the objects of a class. */
export function printedAs<T extends object>(
  Class: { readonly prototype: T },
  text: (self: T, print: (value: unknown) => string) => string,
): void {
  const value = function (this: T, _depth: number, options: object, print: Print = String): string {
    return text(this, inner => print(inner, options))
  }
  Object.defineProperty(Class.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value,
    configurable: true,
  })
}
