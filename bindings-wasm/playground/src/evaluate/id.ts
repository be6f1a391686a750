/** The tab's name in addresses. */
export const EVALUATE = "evaluate";
