/** How a provision is named: 《网吧条例》第二十一条; a law with a bracket of its own (《……》实施细则) as it stands. */
export const citation = (one: { law: string; article: string }): string => `${one.law.startsWith("《") ? one.law : `《${one.law}》`}${one.article}`;
