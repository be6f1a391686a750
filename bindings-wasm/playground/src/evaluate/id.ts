// The name of the tab, apart from the tab itself, so that others can lead to it without knowing more of it.

/** The tab's name in addresses. */
export const EVALUATE = "evaluate";
