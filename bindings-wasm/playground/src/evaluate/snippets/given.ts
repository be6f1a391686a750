/** The members of a value that are not `null`, which says no more than leaving them out. */
export type Given<Value> = { [Name in keyof Value]: Exclude<Value[Name], null> };

export function given<Value extends object>(value: Value): Given<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) as Given<Value>;
}
